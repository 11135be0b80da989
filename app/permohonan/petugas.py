"""The second form (two contacts) and the page on which the person asked to be PPKSD-2 answers.

Nobody can list strangers here: only members of the same institution are offered, others are invited by e-mail.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.akun.models import Pengguna
from app.akun.queries import instansi_of, kekurangan_profil, members_of, membership_of
from app.akun.rules import invitation_state, why_not_manage
from app.kit.access import has_access
from app.kit.clock import now
from app.kit.fab import BaseView, expose
from app.kit.look import address
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text
from app.permohonan import halaman, kata, operations, rules
from app.permohonan.alur import Bagian, Hak, Hat
from app.permohonan.bantuan import BANTUAN
from app.permohonan.forms import PetugasForm, SetujuForm
from app.permohonan.forms_alih import hak_choices
from app.permohonan.hak_operations import set_hak
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.rujukan.models import PaktaIntegritas
from app.rujukan.queries import current_pakta

JAWABAN: dict[JawabanPetugas, Any] = {
    JawabanPetugas.MENUNGGU: _l("Menunggu jawaban"),
    JawabanPetugas.DITERIMA: _l("Diterima"),
    JawabanPetugas.DITOLAK: _l("Ditolak"),
}


class PetugasView(BaseView):
    """Pemohon names the two contacts of an application."""

    title = _l("Petugas penghubung")
    route_base = "/permohonan"
    default_view = "petugas"

    @expose("/<kode>/petugas", methods=["GET", "POST"])
    @has_access
    def petugas(self, kode: str) -> Any:
        permohonan = halaman.load(kode)
        sentence = rules.may_edit(g.user, permohonan)
        if sentence is not None:
            return halaman.turned_away(permohonan, sentence)
        members = _members(permohonan)
        form = _form(permohonan, members)
        if request.method == "GET":
            return _page(permohonan, form)
        if request.form.get("aksi") == "kembali":
            return redirect(halaman.part_url(permohonan, Bagian.PEMOHON), 303)
        if request.form.get("aksi") == "data-terbaru":
            return _refresh(permohonan, form)
        answer = _act(permohonan, form, members) if form.validate() else None
        return answer or (_page(halaman.load(kode), form), UNPROCESSABLE)

    @expose("/<kode>/konfirmasi", methods=["GET", "POST"])
    @has_access
    def konfirmasi(self, kode: str) -> Any:
        """What the task is about, the pact, and the answer of the person asked."""
        permohonan = halaman.load(kode)
        if not halaman.is_asked(g.user, permohonan):
            return halaman.turned_away(
                permohonan, _("Tidak ada penugasan yang menunggu jawaban Anda di sini.")
            )
        pakta = current_pakta()
        form = SetujuForm()
        if request.method == "POST" and form.validate():
            answer = _answer(permohonan, form, pakta)
            if answer is not None:
                return answer
            permohonan = halaman.load(kode)
        form.pakta.data = str(pakta.id) if pakta else ""
        page = render_template(
            "permohonan/isian/konfirmasi.html",
            permohonan=permohonan,
            form=form,
            pakta=pakta,
            kurang=kekurangan_profil(g.user),
            pertama=rules.petugas_ke(permohonan, 1),
            isian=kata.ISIAN,
        )
        return page, UNPROCESSABLE if form.errors or form.form_errors else 200


def _answer(permohonan: Permohonan, form: SetujuForm, pakta: PaktaIntegritas | None) -> Response | None:
    """Take or refuse the task, whichever button was pressed; None when something must be mended first."""
    choice = request.form.get("jawaban")
    if choice not in ("terima", "tolak"):
        form.form_errors.append(_("Pilih Terima Penugasan atau Tolak Penugasan."))
        return None
    is_taken = choice == "terima"
    accepted = form.accepted(pakta) if is_taken else None
    if form.setuju.errors:
        return None

    def act() -> Petugas:
        return operations.answer_ppksd2(permohonan, actor=g.user, terima=is_taken, pakta=accepted)

    if attempt(form, act) is None:
        return None
    if is_taken:
        flash(_("Anda menjadi PPKSD-2 permohonan ini dan dapat ikut mengisinya."), "success")
        return redirect(halaman.case_url(permohonan), 303)
    flash(_("Penugasan ditolak. PPKSD-1 diberi tahu."), "success")
    return redirect(address("/permohonan"), 303)  # who refused sees the case no more


def _members(permohonan: Permohonan) -> list[Pengguna]:
    """Who may be asked: the members of the same institution without PPKSD-1; nobody for anybody but PPKSD-1."""
    if Hat.PPKSD1 not in rules.hats(g.user, permohonan):
        return []
    instansi = instansi_of(g.user)
    if instansi is None or instansi.id != permohonan.instansi_id:
        return []
    return [person for person in members_of(instansi) if person.id != g.user.id]


def _form(permohonan: Permohonan, members: list[Pengguna]) -> PetugasForm:
    kedua = rules.petugas_ke(permohonan, 2)
    asked = kedua.pengguna_id if kedua and kedua.jawaban is not JawabanPetugas.DITOLAK else None
    form = PetugasForm(data={"ppksd2": asked, "hak": kedua.hak.value if kedua else Hak.TANDA_TANGAN.value})
    form.ppksd2.choices = [("", _("– Pilih salah satu –")), *((person.id, person.nama) for person in members)]
    if asked is not None and asked not in {person.id for person in members}:
        form.ppksd2.choices.append((asked, kedua.nama or str(kedua.pengguna)))  # type: ignore[union-attr]
    return form


def _act(permohonan: Permohonan, form: PetugasForm, members: list[Pengguna]) -> Response | None:
    """Do what the pressed button says; None when something must be mended first."""
    act = request.form.get("aksi", "lanjut")
    kedua = rules.petugas_ke(permohonan, 2)
    if act == "ulang" and kedua is not None and kedua.undangan is not None:
        form.email.data = kedua.undangan.email
    if act in ("undang", "ulang") and not form.email.data:
        form.email.errors = [*form.email.errors, _("Tulis alamat email orang yang diundang.")]
        return None
    if form.email.data:
        return _invite(permohonan, form, act)
    chosen = next((person for person in members if person.id == form.ppksd2.data), None)
    if chosen is not None and (kedua is None or kedua.pengguna_id != chosen.id or _refused(kedua)):
        return _choose(permohonan, form, chosen)
    if kedua is None or _refused(kedua):
        form.ppksd2.errors = [*form.ppksd2.errors, _("Pilih atau undang PPKSD-2.")]
        return None
    if not _keep_right(permohonan, form):
        return None
    return redirect(halaman.part_url(permohonan, Bagian.PERSIAPAN), 303)


def _keep_right(permohonan: Permohonan, form: PetugasForm) -> bool:
    """What PPKSD-2 may do, when the page offered the choice; False when it was refused."""
    if "hak" not in request.form or Hat.PPKSD1 not in rules.hats(g.user, permohonan):
        return True

    def act() -> bool:
        set_hak(permohonan, actor=g.user, hak=Hak(form.hak.data))
        return True

    return bool(attempt(form, act))


def _refused(petugas: Petugas) -> bool:
    return petugas.jawaban is JawabanPetugas.DITOLAK


def _invite(permohonan: Permohonan, form: PetugasForm, act: str) -> Response | None:
    email = form.email.data or ""
    petugas = attempt(form, lambda: operations.invite_ppksd2(permohonan, actor=g.user, email=email))
    if petugas is None or not _keep_right(permohonan, form):
        return None
    flash(_("Undangan dikirim ke %(email)s.", email=email), "success")
    return redirect(
        halaman.part_url(permohonan, Bagian.PERSIAPAN if act == "lanjut" else Bagian.PETUGAS), 303
    )


def _refresh(permohonan: Permohonan, form: PetugasForm) -> Any:
    """Take the copies of the profiles anew: how a contact's data are mended."""

    def act() -> bool:
        operations.refresh_snapshots(permohonan, actor=g.user)
        return True

    if attempt(form, act):
        flash(_("Tersimpan."), "success")
        return redirect(halaman.part_url(permohonan, Bagian.PETUGAS), 303)
    return _page(halaman.load(permohonan.kode), form), UNPROCESSABLE


def _choose(permohonan: Permohonan, form: PetugasForm, person: Pengguna) -> Response | None:
    nama = person.nama
    petugas = attempt(form, lambda: operations.choose_ppksd2(permohonan, actor=g.user, pengguna=person))
    if petugas is None or not _keep_right(permohonan, form):
        return None
    flash(_("%(nama)s diminta menjadi PPKSD-2 dan harus menyetujuinya.", nama=nama), "success")
    return redirect(halaman.part_url(permohonan, Bagian.PERSIAPAN), 303)


def _page(permohonan: Permohonan, form: PetugasForm) -> str:
    kedua = rules.petugas_ke(permohonan, 2)
    undangan = kedua.undangan if kedua is not None and kedua.pengguna_id is None else None
    return render_template(
        "permohonan/isian/petugas.html",
        permohonan=permohonan,
        form=form,
        pertama=rules.petugas_ke(permohonan, 1),
        kedua=kedua,
        jawaban=JAWABAN[kedua.jawaban] if kedua else None,
        menolak=kedua is not None and _refused(kedua),
        telepon=phone_text,
        undangan=undangan,
        keadaan_undangan=invitation_state(undangan, now()) if undangan else "",
        tidak_mengundang=why_not_manage(g.user, membership_of(g.user)),
        boleh_memilih=Hat.PPKSD1 in rules.hats(g.user, permohonan),
        permintaan=halaman.marks(permohonan),
        langkah=halaman.steps(permohonan, Bagian.PETUGAS),
        jejak=halaman.crumbs(permohonan, kata.BAGIAN[Bagian.PETUGAS]),
        pilihan_hak=hak_choices(),
        hak_kata=rules.HAK,
        bantuan=BANTUAN,
    )
