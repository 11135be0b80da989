"""`/pengaturan`: what a person sets for herself: account, biodata, institution. Members: views_anggota.py."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh as refresh_language
from flask_login import current_user

from app.akun import operations, operations_kabar, queries, roles
from app.akun.forms import EmailForm, LanguageForm, PasswordForm
from app.akun.forms_masuk import NewsEmailForm
from app.akun.forms_profil import BiodataForm, InstansiForm, VersionedForm, known_mask
from app.akun.identitas import WORDS
from app.akun.models import Biodata, Instansi
from app.akun.models_pendaftaran import Identitas
from app.akun.operations_instansi import SAME_NAME
from app.akun.pintu import start_anew
from app.akun.queries_pendaftaran import identity_of
from app.akun.rules import has_role
from app.akun.sambungan import KartuPengaturan, bagian_akun, kartu_pengaturan, kunci_isian, register_kartu
from app.akun.sessions import me
from app.akun.views_anggota import MemberPages, instansi_page
from app.extensions import limiter
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.look import address, safe_path
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text
from app.rujukan.models import JenisPemohon

# Cards of the index that only some roles may open.
for _card in (
    KartuPengaturan(
        "can_list",
        "UserDBModelView",
        "UserDBModelView.list",
        "people",
        _l("Pengguna"),
        _l("Akun, peran, dan keadaannya."),
        10,
    ),
    KartuPengaturan(
        "can_baru",
        "PenggunaBaruView",
        "PenggunaBaruView.baru",
        "person-plus",
        _l("Pengguna baru"),
        _l("Buat akun; pemiliknya menerima tautan untuk membuat kata sandi."),
        11,
    ),
    KartuPengaturan(
        "can_index",
        "PeranView",
        "PeranView.index",
        "person-badge",
        _l("Peran dan halaman"),
        _l("Peran mana yang membuka halaman mana."),
        12,
    ),
    KartuPengaturan(
        "can_index",
        "PengaturanSistemView",
        "PengaturanSistemView.index",
        "sliders",
        _l("Pengaturan sistem"),
        _l("Pola kode, batas, dan masa berlaku yang diatur kota."),
        90,
    ),
):
    register_kartu(_card)


def per_person() -> str:
    return f"orang:{current_user.get_id()}"


class PengaturanView(MemberPages, BaseView):
    """The pages that every signed-in person has."""

    route_base = "/pengaturan"
    default_view = "index"
    title = _l("Pengaturan")

    @expose("")
    @has_access
    def index(self) -> Any:
        manager = self.appbuilder.sm
        cards = [
            (card.endpoint, card.ikon, card.label, card.teks)
            for card in kartu_pengaturan()
            if manager.has_access(card.permission, card.view) and (card.bila is None or card.bila(me()))
        ]
        missing = queries.kekurangan_profil(me())
        return render_template(
            "akun/pengaturan.html",
            cards=cards,
            missing=missing,
            is_pemohon=has_role(me(), roles.PEMOHON),
            instansi=queries.instansi_of(me()),
        )

    # -- account -------------------------------------------------------------------------------------------

    @expose("/akun", methods=["GET", "POST"])
    @has_access
    @limiter.limit("30 per hour", key_func=per_person, methods=["POST"])
    def akun(self) -> Any:
        """Four forms on one page; `bagian` says which one was sent."""
        sent = request.form.get("bagian", "") if request.method == "POST" else ""
        forms: dict[str, Any] = {
            "sandi": PasswordForm() if sent == "sandi" else PasswordForm(formdata=None),
            "email": EmailForm() if sent == "email" else EmailForm(formdata=None),
            "kabar": NewsEmailForm()
            if sent == "kabar"
            else NewsEmailForm(formdata=None, email_kabar=me().email_kabar),
            "bahasa": LanguageForm() if sent == "bahasa" else LanguageForm(formdata=None, bahasa=me().bahasa),
        }
        if sent in forms and forms[sent].validate():
            said = _ACCOUNT_ACTS[sent](forms[sent])
            if said is not None:
                flash(said, "success")
                return redirect(url_for("PengaturanView.akun"))
        bagian = [(part, part.keadaan(me())) for part in bagian_akun()]
        html = render_template("akun/akun.html", forms=forms, failed=forms.get(sent), bagian=bagian)
        return html, UNPROCESSABLE if request.method == "POST" else 200

    # -- biodata -------------------------------------------------------------------------------------------

    @expose("/biodata", methods=["GET", "POST"])
    @has_access
    def biodata(self) -> Any:
        stored = me().biodata
        identity = identity_of(me())
        form = BiodataForm(obj=stored, **_biodata_start(stored, identity))
        form.suit(identity, stored)
        locked = kunci_isian(me())
        form.fix(locked.isian)
        changed: list[tuple[Any, Any]] = []
        if request.method == "POST" and form.validate():
            saved = attempt(form, lambda: _save_biodata(form, stored))
            if saved is not None:
                flash(_("Biodata tersimpan."), "success")
                for warning in saved.warnings:
                    flash(warning, "warning")
                return redirect(_onwards("PengaturanView.biodata"))
            changed = differences(form, me().biodata)
        shown_as = f"{WORDS[identity.jenis]} {identity.nomor_samar}" if identity is not None else ""
        html = render_template(
            "akun/biodata.html",
            form=form,
            stored=me().biodata,
            changed=changed,
            identitas=shown_as,
            dikunci=locked.sebab,
        )
        return html, UNPROCESSABLE if request.method == "POST" else 200

    # -- institution ---------------------------------------------------------------------------------------

    @expose("/instansi", methods=["GET", "POST"])
    @has_access
    def instansi(self) -> Any:
        stored = queries.instansi_of(me())
        form = InstansiForm(obj=stored, versi=stored.versi if stored is not None else 0)
        changed: list[tuple[Any, Any]] = []
        if request.method == "POST" and form.validate():
            if attempt(form, lambda: _save_instansi(form, stored)) is not None:
                flash(_("Data instansi tersimpan."), "success")
                return redirect(_onwards("PengaturanView.instansi"))
            changed = differences(form, queries.instansi_of(me()))
        status = UNPROCESSABLE if request.method == "POST" else 200
        return instansi_page(form, changed=changed, has_twin=_has_twin()), status


# --- what the forms do --------------------------------------------------------------------------------
def _change_password(form: PasswordForm) -> Any:
    person = me()
    act = lambda: operations.change_password(actor=person, old=form.sandi_lama.data, new=form.sandi_baru.data)  # noqa: E731
    if attempt(form, act) is None:
        return None
    start_anew(person)
    return _("Kata sandi diganti. Sesi Anda di perangkat lain sudah berakhir.")


def _change_email(form: EmailForm) -> Any:
    email = form.email.data
    act = lambda: operations.request_email_change(actor=me(), email=email, password=form.sandi.data)  # noqa: E731
    if attempt(form, act) is None:
        return None
    return _(
        "Tautan konfirmasi dikirim ke %(email)s. Alamat lama berlaku sampai tautan itu dibuka.", email=email
    )


def _change_news_email(form: NewsEmailForm) -> Any:
    wanted = form.email_kabar.data or ""
    asked = attempt(form, lambda: operations_kabar.request_news_email(actor=me(), email=wanted))
    if asked is None:
        return None
    if not asked:
        return _("Kabar sekarang dikirim ke email masuk Anda.")
    return _("Tautan konfirmasi dikirim ke %(email)s. Kabar pindah sesudah tautan itu dibuka.", email=asked)


def _change_language(form: LanguageForm) -> Any:
    if attempt(form, lambda: operations.change_language(actor=me(), bahasa=form.bahasa.data)) is None:
        return None
    session["locale"] = form.bahasa.data
    refresh_language()
    return _("Bahasa tersimpan.")


_ACCOUNT_ACTS = {
    "sandi": _change_password,
    "email": _change_email,
    "kabar": _change_news_email,
    "bahasa": _change_language,
}


def _biodata_start(stored: Biodata | None, identity: Identitas | None) -> dict[str, Any]:
    """What the form begins with: the mask instead of the NIK; before the first time, what the account and the
    registration know."""
    nik = known_mask(identity, stored)
    if stored is not None:
        return {"nik": nik, "versi": stored.versi}
    person = me()
    return {
        "nama_lengkap": person.nama,
        "nik": nik,
        "email": person.email,
        "unit_kerja": identity.unit_kerja if identity is not None else "",
        "nomor_kepegawaian": person.nip or (identity.nomor_kepegawaian if identity is not None else ""),
        "versi": 0,
    }


def _save_biodata(form: BiodataForm, stored: Biodata | None) -> Any:
    values = {"nik": None} | form.values()
    if values["nik"] == form.mask:
        values["nik"] = None  # the mask came back: the number stays
    return operations.save_biodata(actor=me(), isian=values, seen=form.seen)


def _save_instansi(form: InstansiForm, stored: Instansi | None) -> Any:
    values, is_another = form.values(), bool(form.tetap.data)
    if stored is None:
        return operations.create_instansi(actor=me(), isian=values, is_another=is_another)
    return operations.save_instansi(stored, actor=me(), isian=values, seen=form.seen, is_another=is_another)


def _has_twin() -> bool:
    """Whether the refusal at hand is about the name: then the checkbox is offered."""
    refusal = g.get("refusal")
    return refusal is not None and refusal.message is SAME_NAME


def _onwards(endpoint: str) -> str:
    """Where a saved form leads: a page of ours that sent the person here, else the form's own."""
    wanted = safe_path(request.args.get("lanjut"))
    return address(wanted) if wanted else url_for(endpoint)


def differences(form: VersionedForm, row: Any) -> list[tuple[Any, Any]]:
    """After a refusal as out of date: (label, what is stored now) where it differs from what was typed.

    The form then carries the new version, so that saving once more is a choice made with open eyes.
    """
    if not isinstance(g.get("refusal"), Stale):
        return []
    form.versi.data = str(row.versi if row is not None else 0)
    if row is None:
        return []
    stored = {name: getattr(row, name, None) for name in form.values()} | {
        "nik": getattr(row, "nik_samar", None)
    }
    return [
        (form[name].label.text, shown(name, stored[name]))
        for name, typed in form.values().items()
        if (stored[name] or None) != (typed or None)
    ]


def shown(name: str, value: Any) -> Any:
    """A stored value as people read it."""
    if name == "telepon":
        return phone_text(value)
    if isinstance(value, JenisPemohon):
        return value.label
    return value
