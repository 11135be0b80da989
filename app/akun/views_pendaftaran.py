"""Registration: three doors, the link in the mail, the mail once more. Open to everybody who is not signed in.

Every answer is the same whether an address is known or not; what is known is told by mail to its owner.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun import operations_pendaftaran as operations
from app.akun import robot, tasks_pendaftaran
from app.akun import settings as own
from app.akun.forms_pendaftaran import CheckedForm, InstitutionForm, PersonForm, PttForm, ResendForm
from app.akun.identitas import WORDS
from app.akun.models_pendaftaran import Pendaftaran, Pintu
from app.akun.queries import same_named
from app.akun.queries_pendaftaran import waiting_for
from app.akun.tampil_lagi import Draw, register_page
from app.extensions import limiter
from app.kit import settings
from app.kit.clock import now
from app.kit.errors import Refused
from app.kit.fab import BaseView, expose
from app.kit.formats import angka
from app.kit.forms import Form, mailbox
from app.kit.keadaan import Keadaan, register_keadaan
from app.kit.look import address, exists
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.ratelimit import went_well

GONE = 410
SENT_TO = "daftar_ke"  # in the visitor's own session: where the mail went
NIP_PAGE = "/masuk/asn"
FORMS: dict[Pintu, type[PersonForm]] = {
    Pintu.WARGA: PersonForm,
    Pintu.INSTITUSI: InstitutionForm,
    Pintu.PTT: PttForm,
}
TEMPLATES = {
    Pintu.WARGA: "akun/daftar_warga.html",
    Pintu.INSTITUSI: "akun/daftar_institusi.html",
    Pintu.PTT: "akun/daftar_asn.html",
}


def typed_address() -> str:
    return f"daftar:{mailbox(request.form.get('email', ''))}"


def _by_script() -> bool:
    """An answer in words is easier for a machine than the work is, so it may be tried less often."""
    return bool(request.form.get("robot"))


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """Forms that send mails: for each visitor's address, and for each address that gets the mail."""
    by_ip = limiter.shared_limit("60 per hour", scope="daftar", methods=["POST"])
    by_words = limiter.shared_limit(
        "15 per hour", scope="daftar-kata", methods=["POST"], exempt_when=_by_script
    )
    by_mail = limiter.shared_limit(
        "3 per hour; 8 per day",
        scope="daftar-surel",
        key_func=typed_address,
        methods=["POST"],
        deduct_when=went_well,
    )
    return by_ip(by_words(by_mail(view)))  # type: ignore[no-any-return]


class DaftarView(BaseView):
    """`/daftar` and what belongs to it."""

    route_base = "/daftar"
    default_view = "index"

    @expose("")
    def index(self) -> Any:
        """Which door is mine?"""
        return _only_visitors() or render_template("akun/daftar.html")

    @expose("/warga", methods=["GET", "POST"])
    @limited
    def warga(self) -> Any:
        return _only_visitors() or _door(Pintu.WARGA)

    @expose("/institusi", methods=["GET", "POST"])
    @limited
    def institusi(self) -> Any:
        return _only_visitors() or _door(Pintu.INSTITUSI)

    @expose("/asn", methods=["GET", "POST"])
    @limited
    def asn(self) -> Any:
        """ASN are told that they need no registration; PTT have a form."""
        return _only_visitors() or _door(Pintu.PTT)

    @expose("/terkirim")
    def terkirim(self) -> Any:
        """After a form: look into the mailbox."""
        return render_template("akun/daftar_terkirim.html", email=session.get(SENT_TO, ""))

    @expose("/kirim-ulang", methods=["GET", "POST"])
    @limited
    def kirim_ulang(self) -> Any:
        form = ResendForm()
        if request.method == "POST" and form.validate() and _spend(form):
            tasks_pendaftaran.ask(form.email.data, is_new=True)
            return _sent(form.email.data)
        if request.method == "GET":
            form.email.data = session.get(SENT_TO, "")
        return _resend_page(form.offer_check()), UNPROCESSABLE if request.method == "POST" else 200

    @expose("/tantangan")
    @limiter.limit("240 per hour")
    def tantangan(self) -> Any:
        """Work for the script of the robot check."""
        response = jsonify(robot.new_challenge())
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/aktifkan/<token>", methods=["GET", "POST"])
    @limiter.limit("60 per hour", methods=["POST"])
    def aktifkan(self, token: str) -> Any:
        """The account begins at a press, not at the mere opening of the link: mail scanners open links."""
        row = waiting_for(token, now())
        if row is None:
            return _over()
        form = Form()
        if request.method == "POST":
            is_another = request.form.get("tetap") == "1"
            made = attempt(form, lambda: operations.activate(token, is_another=is_another))
            if made is not None:
                return _activated(is_whole=made[1])
            row = waiting_for(token, now())
            if row is None:
                return _over()
        return _activation_page(row, form), UNPROCESSABLE if request.method == "POST" else 200


def _only_visitors() -> Any:
    """None when a door may be opened, else where the person is sent, or why there is no door now."""
    if current_user.is_authenticated:
        return redirect(address("/pengaturan"))
    if settings.get(own.SELF_REGISTRATION):
        return None
    html = render_template("akun/daftar_tutup.html", kalimat=operations.CLOSED, nip=nip_page())
    return html, 403 if request.method == "POST" else 200


def nip_page() -> str | None:
    """Where officials of the city sign in for the first time, when there is such a page."""
    return NIP_PAGE if exists(NIP_PAGE) else None


def _standing() -> list[Keadaan]:
    """What Superadmin reads of registration."""
    is_open = bool(settings.get(own.SELF_REGISTRATION))
    words = _("Terbuka: warga, institusi, PTT.") if is_open else _("Ditutup.")
    where = url_for("PengaturanSistemView.index")
    work = _(
        "Bukti kerja, paling banyak %(n)s hitungan; tanpa skrip, pertanyaan.",
        n=angka(settings.get(robot.WORK)),
    )
    return [
        Keadaan(_("Pendaftaran mandiri"), words, is_open, where),
        Keadaan(_("Pemeriksaan robot"), work, True, where),
    ]


register_keadaan(_l("Pendaftaran"), 5, _standing)


def _door(pintu: Pintu) -> Any:
    form = FORMS[pintu]()
    if request.method == "POST" and form.validate() and _register(form, pintu):
        return _sent(form.email.data)
    return _door_page(form.offer_check(), pintu), UNPROCESSABLE if request.method == "POST" else 200


# --- the pages, also of a form that could not be taken --------------------------------------------------
def _door_page(form: CheckedForm, pintu: Pintu) -> str:
    return render_template(TEMPLATES[pintu], form=form, nip=nip_page())


def _resend_page(form: CheckedForm) -> str:
    return render_template("akun/daftar_kirim_ulang.html", form=form)


def _over() -> Any:
    return render_template("akun/daftar_berakhir.html"), GONE


def _door_as_sent(pintu: Pintu) -> Draw:
    return lambda: _only_visitors() or _door_page(FORMS[pintu]().as_sent(), pintu)


def _activation_as_sent(token: str) -> Any:
    row = waiting_for(token, now())
    return _over() if row is None else _activation_page(row, Form())


register_page("DaftarView.warga", _door_as_sent(Pintu.WARGA))
register_page("DaftarView.institusi", _door_as_sent(Pintu.INSTITUSI))
register_page("DaftarView.asn", _door_as_sent(Pintu.PTT))
register_page("DaftarView.kirim_ulang", lambda: _resend_page(ResendForm().as_sent()))
register_page("DaftarView.aktifkan", _activation_as_sent)


def _register(form: PersonForm, pintu: Pintu) -> bool:
    locale = get_locale()

    def act() -> bool:
        operations.register(
            operations.Formulir(
                pintu=pintu,
                nama=form.nama.data,
                email=form.email.data,
                password=form.sandi.data,
                kewarganegaraan=form.kewarganegaraan.data,
                jenis_identitas=form.jenis_identitas.data,
                nomor=form.number(),
                bahasa=locale.language if locale else "id",
                isian=form.more(),
            )
        )
        return True

    return _spend(form, lambda: attempt(form, act) is True)


def _spend(form: CheckedForm, act: Callable[[], bool] = lambda: True) -> bool:
    """Use the check up together with the act: what is refused leaves it good for the next try."""
    assert form.solved is not None
    try:
        robot.spend(form.solved)
    except Refused as refusal:
        form.refuse_check(refusal)
        return False
    return act()


def _sent(email: str) -> Any:
    session[SENT_TO] = email
    return redirect(url_for("DaftarView.terkirim"), 303)


def _activation_page(row: Pendaftaran, form: Form) -> str:
    is_institution = row.pintu is Pintu.INSTITUSI
    facts = [
        (_("Nama"), row.nama),
        (_("Identitas"), f"{WORDS[row.jenis_identitas]} {row.nomor_samar}"),
        (_("Email"), row.email),
    ]
    if is_institution:
        facts.append((_("Instansi"), row.isian.get("nama", "")))
    has_twin = is_institution and same_named(row.isian.get("nama", ""))
    return render_template("akun/daftar_aktifkan.html", row=row, form=form, facts=facts, has_twin=has_twin)


def _activated(is_whole: bool) -> Any:
    session.pop(SENT_TO, None)
    flash(_("Akun Anda aktif. Silakan masuk."), "success")
    if not is_whole:
        flash(operations.SAME_NAME, "warning")
    return redirect(url_for("AuthDBView.login"), 303)
