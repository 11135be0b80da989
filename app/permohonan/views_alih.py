"""Pages of handing a contact's place over, of one case or of all cases of a member, and the rights of PPKSD-2."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.queries import kekurangan_profil, members_of
from app.akun.rules import has_role
from app.akun.sambungan import PerkaraAnggota, register_perkara
from app.extensions import db
from app.kit.access import has_access
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose
from app.kit.pages import UNPROCESSABLE, attempt
from app.permohonan import alih_operations as operations
from app.permohonan import alih_queries as queries
from app.permohonan import hak_operations, halaman, kata, rules, rules_alih
from app.permohonan.alur import Status
from app.permohonan.forms import SetujuForm
from app.permohonan.forms_alih import AlihForm, HakForm, hak_choices
from app.permohonan.models import JawabanPetugas, Permohonan
from app.permohonan.models_alih import AlihTugas
from app.permohonan.sambungan import Petak, register_petak
from app.rujukan.queries import current_pakta

CONFLICT = 409
KE = (1, 2)


class AlihTugasView(BaseView):
    """Contacts, those who run the institution and Admin put somebody else in a contact's place."""

    title = _l("Alihkan tugas")
    route_base = "/permohonan"
    default_view = "index"

    @expose("/<kode>/alih")
    @has_access
    def index(self, kode: str) -> Any:
        """Both places: who has them, to whom they are offered, and the form for who may hand them over."""
        permohonan = _load(kode)
        if permohonan.kode != kode:
            return redirect(_url(permohonan))
        return _page(permohonan)

    @expose("/<kode>/alih/<int:ke>", methods=["POST"])
    @has_access
    def tawarkan(self, kode: str, ke: int) -> Any:
        permohonan = _load(kode)
        if ke not in KE:
            abort(404)
        form = _form(permohonan, ke)
        kepada = _member(permohonan, form.kepada.data) if form.validate() else None
        if kepada is None:
            return _page(permohonan, {ke: form}), UNPROCESSABLE
        nama = kepada.nama

        def act() -> AlihTugas:
            return operations.request_alih(
                permohonan,
                actor=g.user,
                ke=ke,
                kepada=kepada,
                alasan=form.alasan.data or "",
                dari_id=form.dari_id,
            )

        offer = attempt(form, act)
        if offer is None:
            status = CONFLICT if isinstance(g.refusal, Stale) else UNPROCESSABLE
            return _page(_load(kode), {ke: form}), status
        if offer.dijawab_at is None:
            flash(_("Ditawarkan kepada %(nama)s. Tugas pindah setelah diterima.", nama=nama), "success")
        else:
            flash(_("%(nama)s sekarang petugas perkara ini.", nama=nama), "success")
        return redirect(_url(permohonan), 303)

    @expose("/<kode>/alih/<int:nomor>/jawab", methods=["POST"])
    @has_access
    def jawab(self, kode: str, nomor: int) -> Any:
        """The member to whom a place was offered takes or refuses it."""
        permohonan = _load(kode)
        offer = _offer(permohonan, nomor)
        if offer.kepada_id != g.user.id:
            abort(404)
        form = SetujuForm()
        choice = request.form.get("jawaban")
        if choice not in ("terima", "tolak") or not form.validate():
            return _page(permohonan, terima=form), UNPROCESSABLE
        is_taken = choice == "terima"
        pakta = None
        if is_taken and rules_alih.needs_pakta(permohonan):
            pakta = form.accepted(current_pakta())
            if form.setuju.errors:
                return _page(permohonan, terima=form), UNPROCESSABLE

        def act() -> AlihTugas:
            return operations.answer_alih(offer, actor=g.user, terima=is_taken, pakta=pakta)

        if attempt(form, act) is None:
            return _page(_load(kode), terima=form), UNPROCESSABLE
        if not is_taken:
            flash(_("Tawaran ditolak. Yang menawarkan diberi tahu."), "success")
            return redirect(url_for("TugasView.index"), 303)
        flash(_("Anda sekarang petugas penghubung (PPKSD) perkara ini."), "success")
        return redirect(halaman.case_url(permohonan), 303)

    @expose("/<kode>/alih/<int:nomor>/batal", methods=["POST"])
    @has_access
    def batal(self, kode: str, nomor: int) -> Any:
        permohonan = _load(kode)
        offer = _offer(permohonan, nomor)
        if attempt(None, lambda: operations.cancel_alih(offer, actor=g.user)) is None:
            flash(g.refusal.message, "danger")
        else:
            flash(_("Tawaran dibatalkan."), "success")
        return redirect(_url(permohonan), 303)

    @expose("/<kode>/hak", methods=["POST"])
    @has_access
    def hak(self, kode: str) -> Any:
        """PPKSD-1 says what PPKSD-2 may do."""
        permohonan = halaman.load(kode)
        form = HakForm()

        def act() -> bool:
            hak_operations.set_hak(
                permohonan, actor=g.user, hak=hak_operations.hak_named(form.hak.data or "")
            )
            return True

        if form.validate() and attempt(form, act):
            flash(_("Hak PPKSD-2 tersimpan."), "success")
            return redirect(_url(permohonan), 303)
        return _page(_load(kode), hak=form), UNPROCESSABLE

    @expose("/alih-semua/<int:anggota>", methods=["GET", "POST"])
    @has_access
    def semua(self, anggota: int) -> Any:
        """All running cases of one member of an institution at once."""
        member = _membership(anggota)
        cases = [row for row in queries.running_of(member.instansi, member.pengguna_id) if _may_all(row)]
        form = _all_form(member)
        hasil = None
        if request.method == "POST":
            kepada = db.session.get(Pengguna, form.kepada.data) if form.validate() else None
            hasil = attempt(form, lambda: _all(member, cases, kepada, form)) if kepada is not None else None
            if hasil is not None and not hasil.gagal:
                flash(
                    _("%(n)s perkara ditawarkan kepada %(nama)s.", n=len(hasil.berhasil), nama=kepada.nama),  # type: ignore[union-attr]
                    "success",
                )
                return redirect(url_for("AlihTugasView.semua", anggota=anggota), 303)
            if hasil is None:
                member = _membership(anggota)
                cases = [
                    row for row in queries.running_of(member.instansi, member.pengguna_id) if _may_all(row)
                ]
        page = render_template(
            "permohonan/alih_semua.html",
            anggota=member,
            baris=[_row(case, member.pengguna_id) for case in cases],
            form=form,
            hasil=hasil,
            kata=kata,
        )
        return page, UNPROCESSABLE if form.errors or form.form_errors else 200


# --- finding -------------------------------------------------------------------------------------------------------
def _load(kode: str) -> Permohonan:
    return queries.find(kode, g.user) or abort(404)


def _url(permohonan: Permohonan) -> str:
    return url_for("AlihTugasView.index", kode=permohonan.kode)


def _offer(permohonan: Permohonan, nomor: int) -> AlihTugas:
    return queries.find_offer(permohonan, nomor) or abort(404)


def _member(permohonan: Permohonan, key: int | None) -> Pengguna | None:
    return next((row for row in members_of(permohonan.instansi) if row.id == key), None)


def _membership(key: int) -> KeanggotaanInstansi:
    """A membership, over or not, for the person herself, who runs the institution, or Admin from outside; else 404."""
    member = db.session.get(KeanggotaanInstansi, key) or abort(404)
    return member if _may_open(member) else abort(404)


def _may_open(member: KeanggotaanInstansi) -> bool:
    mine = [row for row in member.instansi.anggota if row.pengguna_id == g.user.id and row.ended_at is None]
    if member.pengguna_id == g.user.id or any(row.is_pengelola for row in mine):
        return True
    return has_role(g.user, roles.ADMIN) and not mine


# --- one case ------------------------------------------------------------------------------------------------------
def _choices(permohonan: Permohonan) -> list[tuple[Any, str]]:
    """Members who are no contacts of this case."""
    taken = {row.pengguna_id for row in permohonan.petugas}
    people = [(row.id, row.nama) for row in members_of(permohonan.instansi) if row.id not in taken]
    return [("", _("– Pilih salah satu –")), *people]


def _form(permohonan: Permohonan, ke: int, is_blank: bool = False) -> AlihForm:
    """The form of one place; there are two on the page, so the names of their controls carry its number."""
    petugas = rules.petugas_ke(permohonan, ke)
    data = {"dari": petugas.pengguna_id if petugas else ""}
    form = AlihForm(formdata=None, data=data) if is_blank else AlihForm(data=data)
    form.kepada.choices = _choices(permohonan)
    form.kepada.id, form.alasan.id = f"kepada-{ke}", f"alasan-{ke}"
    return form


def _page(
    permohonan: Permohonan,
    forms: dict[int, AlihForm] | None = None,
    terima: SetujuForm | None = None,
    hak: HakForm | None = None,
) -> str:
    offers = queries.offers(permohonan)
    mine = next((row for row in offers if row.kepada_id == g.user.id), None)
    pakta = current_pakta() if mine is not None and rules_alih.needs_pakta(permohonan) else None
    terima = terima or SetujuForm(formdata=None)
    terima.pakta.data = str(pakta.id) if pakta else ""
    kedua = rules.petugas_ke(permohonan, 2)
    blank = {ke: _form(permohonan, ke, is_blank=True) for ke in KE}
    hak = hak or HakForm(formdata=None, data={"hak": kedua.hak.value if kedua else None})
    return render_template(
        "permohonan/alih.html",
        permohonan=permohonan,
        tempat=[_place(permohonan, ke, offers) for ke in KE],
        forms=blank | (forms or {}),
        galat=next(iter((forms or {}).values()), None) or (terima if terima.is_submitted() else None),
        terima=terima,
        untuk_saya=mine,
        kurang=kekurangan_profil(g.user) if mine is not None else [],
        pakta=pakta,
        perlu_pakta=rules_alih.needs_pakta(permohonan),
        riwayat=queries.past(permohonan),
        hak=hak,
        pilihan_hak=hak_choices(),
        tidak_mengatur=rules_alih.why_not_set_hak(g.user, permohonan)
        or hak_operations.why_not_narrow(permohonan),
        kedua=kedua,
        hak_kata=rules.HAK,
        is_terlihat=rules.can_see(g.user, permohonan) if permohonan.submitted_at else _is_contact(permohonan),
        kasus_url=halaman.case_url(permohonan),
        judul_perkara=kata.title_of(permohonan),
    )


def _is_contact(permohonan: Permohonan) -> bool:
    return any(row.pengguna_id == g.user.id for row in permohonan.petugas)


def _place(permohonan: Permohonan, ke: int, offers: Any) -> dict[str, Any]:
    petugas = rules.petugas_ke(permohonan, ke)
    peran = rules_alih.role_for(g.user, permohonan, ke)
    is_taken = petugas is not None and petugas.pengguna is not None
    return {
        "ke": ke,
        "nama": _name(petugas),
        "menunggu": petugas is not None and petugas.jawaban is JawabanPetugas.MENUNGGU,
        "pergi": bool(is_taken and petugas is not None and rules_alih.has_left(petugas)),
        "tawaran": next((row for row in offers if row.ke == ke), None),
        "boleh": bool(peran),
        "halangan": rules_alih.why_not_hand_over(g.user, permohonan, ke),
        "langsung": bool(is_taken and petugas is not None and rules_alih.is_at_once(petugas, peran)),
    }


def _name(petugas: Any) -> str:
    if petugas is None:
        return ""
    return petugas.nama or (petugas.pengguna.nama if petugas.pengguna else "")


# --- all cases of a member -----------------------------------------------------------------------------------------
def _may_all(permohonan: Permohonan) -> bool:
    """Drafts are no business of the office."""
    is_ours = rules_alih.belongs(g.user, permohonan) or permohonan.status is not Status.DRAF
    return is_ours


def _all_form(member: KeanggotaanInstansi) -> AlihForm:
    form = AlihForm()
    people = [row for row in members_of(member.instansi) if row.id != member.pengguna_id]
    form.kepada.choices = [("", _("– Pilih salah satu –")), *((row.id, row.nama) for row in people)]
    return form


def _all(member: KeanggotaanInstansi, cases: Any, kepada: Any, form: AlihForm) -> operations.Hasil:
    return operations.request_all(
        cases, actor=g.user, dari=member.pengguna, kepada=kepada, alasan=form.alasan.data or ""
    )


def _row(case: Permohonan, pengguna_id: int) -> dict[str, Any]:
    place = next((row.ke for row in case.petugas if row.pengguna_id == pengguna_id), 0)
    waiting = next((row for row in queries.offers(case) if row.ke == place), None)
    return {
        "kode": case.kode,
        "judul": kata.title_of(case),
        "ke": place,
        "status": kata.status_of(case),
        "url": _url(case),
        "tawaran": waiting,
    }


# --- on other pages ------------------------------------------------------------------------------------------------
def _contacts(permohonan: Permohonan, user: Pengguna) -> dict[str, Any] | None:
    """The section of Ringkasan: what PPKSD-2 may do, offers that wait, the way to this page."""
    if not rules_alih.is_running(permohonan):
        return None
    kedua = rules.petugas_ke(permohonan, 2)
    may = any(rules_alih.role_for(user, permohonan, ke) for ke in KE)
    is_party = any(row.pengguna_id == user.id for row in permohonan.petugas)
    if not may and not is_party:
        return None
    return {
        "url": _url(permohonan),
        "hak": rules.HAK[kedua.hak] if kedua is not None else None,
        "arti": rules.HAK_ARTI[kedua.hak] if kedua is not None else None,
        "boleh": may,
        "pergi": [
            _name(row)
            for row in permohonan.petugas
            if row.jawaban is JawabanPetugas.DITERIMA and rules_alih.has_left(row)
        ],
    }


register_petak(Petak("permohonan/_penghubung.html", "sisi", 5, _contacts))


def _cases_of(member: KeanggotaanInstansi) -> list[PerkaraAnggota]:
    """For the pages on which a member leaves: the running cases that would be without her."""
    return [
        PerkaraAnggota(case.kode, str(kata.title_of(case)), _url(case))
        for case in queries.running_of(member.instansi, member.pengguna_id)
    ]


def _busy(members: Sequence[KeanggotaanInstansi]) -> list[KeanggotaanInstansi]:
    """Of the members of one institution those with running cases that whoever looks may hand over."""
    allowed = [one for one in members if _may_open(one)]
    names = queries.busy_in(allowed[0].instansi) if allowed else set()
    return [one for one in allowed if one.pengguna_id in names]


register_perkara(_cases_of, lambda member: url_for("AlihTugasView.semua", anggota=member.id), _busy)
