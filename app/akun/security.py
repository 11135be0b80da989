"""Signing in and out, and the accounts' screens for Admin. FAB's class names are its endpoints: they are kept.

What an account may do stands in roles.py; how a sign-in is judged in operations_masuk.py.
"""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, has_request_context, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.akun import dikenal, lanjut, operations, operations_faktor, pintu, rules_masuk, sambungan
from app.akun.dilihat import note_view
from app.akun.forms import JABATAN_HELP, OPD_HELP, ReasonForm, SignInForm
from app.akun.history import lines_of
from app.akun.models import Pengguna
from app.akun.queries import instansi_of
from app.akun.queries_masuk import factors_of
from app.akun.queries_pendaftaran import shown_identity
from app.akun.sessions import end_session, known_person, me
from app.akun.tampil_lagi import register_page
from app.akun.ulang import why_not_let_in
from app.extensions import limiter
from app.kit.errors import Refused
from app.kit.fab import BaseView, expose, has_access
from app.kit.fab_security import SecurityManager as KitSecurityManager
from app.kit.fab_security import UserDBModelView as KitUserDBModelView
from app.kit.look import address, safe_path
from app.kit.pages import UNPROCESSABLE, attempt, keep
from app.kit.phone import phone_text


def typed_name() -> str:
    """What the rate limit by name counts."""
    return f"nama:{request.form.get('nama', '').strip().lower()[:320]}"


def per_address() -> str:
    """AUTH_RATE_LIMIT; FAB sets it on the whole class, where a limit on the page itself overrides it."""
    return current_app.config["AUTH_RATE_LIMIT"]


class AuthDBView(BaseView):
    """Sign-in by e-mail or NIP, sign-out. Tries are limited for each address and for each name."""

    route_base = ""
    default_view = "login"

    @expose("/masuk", methods=["GET", "POST"])
    @limiter.limit(per_address, methods=["POST"])
    @limiter.limit("30 per hour", key_func=typed_name, methods=["POST"])
    def login(self) -> Any:
        if current_user.is_authenticated:
            return redirect(_target(request.values.get("lanjut")))
        form = SignInForm()
        if request.method == "GET":
            form.lanjut.data = safe_path(request.args.get("lanjut")) or ""
            return lanjut.sign_in_page(form)
        if not form.validate():
            return lanjut.sign_in_page(form), UNPROCESSABLE
        outcome = operations.sign_in(
            form.nama.data, form.sandi.data, dikenal.known_here(), request.remote_addr or ""
        )
        if outcome.account is None:
            form.form_errors.append(why_not_let_in(outcome, _("Email/NIP atau kata sandi tidak cocok.")))
            return lanjut.sign_in_page(form)  # 200: the failure must be counted, a refusal would undo it
        return pintu.admit(
            outcome.account, cara=pintu.SANDI, target=form.lanjut.data, isian=form.isian.data or ""
        )

    @expose("/keluar", methods=["GET", "POST"])
    def logout(self) -> Any:
        """Only POST signs out; who types the address is asked first."""
        if not current_user.is_authenticated:
            return redirect(address("/"))
        if request.method == "GET":
            return render_template("akun/keluar.html")
        elsewhere = sambungan.keluar_ke()
        end_session()
        flash(_("Anda sudah keluar."), "success")
        return redirect(elsewhere or address("/"))


def _as_sent() -> Any:
    """The sign-in page once more; a form that waits stays with it."""
    if current_user.is_authenticated:
        return redirect(_target(request.form.get("lanjut")))
    form = SignInForm()
    return lanjut.sign_in_page(form, has_kept=bool(form.isian.data))


register_page(lanjut.SIGN_IN, _as_sent)


def _target(wanted: str | None) -> str:
    """Where a sign-in leads: a page of ours that was asked for, else the start page."""
    return address(safe_path(wanted) or "/")


class UserDBModelView(KitUserDBModelView):
    """Accounts for Admin: looked up, given roles, closed; the whole NIK only for a reason, which the journal keeps."""

    base_permissions = ["can_list", "can_show", "can_edit", "can_nik", "can_faktor"]
    show_template = "akun/pengguna.html"
    list_columns: Sequence[str] = ["nama", "email", "nip", "roles", "active"]
    show_columns: Sequence[str] = [
        "nama", "email", "nip", "roles", "opd", "jabatan_tim", "active", "last_login", "login_count", "locked_until",
        "created_on",
    ]  # fmt: skip
    edit_columns: Sequence[str] = ["roles", "opd", "jabatan_tim", "active"]
    ajax = ("opd",)
    search_columns: Sequence[str] = ["roles", "opd", "jabatan_tim", "active"]
    order_columns: Sequence[str] = ["nama", "email"]
    quick_search: Sequence[str] = ("nama", "email", "nip")
    search_placeholder = _l("Nama, email, atau NIP")
    base_order = ("nama", "asc")
    shows_uses = False
    label_columns = KitUserDBModelView.label_columns | {
        "nama": _l("Nama Lengkap"),
        "nip": _l("NIP"),
        "locked_until": _l("Masuk ditutup sampai"),
        "opd": _l("Perangkat daerah"),
        "jabatan_tim": _l("Jabatan dalam TKKSD"),
    }
    description_columns = KitUserDBModelView.description_columns | {
        "opd": OPD_HELP,
        "jabatan_tim": JABATAN_HELP,
    }

    def _save(self, form: Any, item: Any, is_new: bool) -> Any:
        """Roles and state go through the operation: it judges, records and ends sessions."""
        names = [role.name for role in form.roles.data]
        operations.change_account(
            item,
            actor=me(),
            peran=names,
            is_active=bool(form.active.data),
            opd=form.opd.data,
            jabatan_tim=form.jabatan_tim.data,
        )
        return item

    def listing(self, filters: Any = None, with_search: bool = False) -> Any:
        found = super().listing(filters, with_search)
        if with_search and self.appbuilder.sm.has_access("can_baru", "PenggunaBaruView"):
            found.add_url = url_for("PenggunaBaruView.baru")
        return found

    def facts(self, item: Any) -> Any:
        """The account, then what its owner says in the biodata, the NIK masked. That it was looked at is recorded."""
        if note_view(item, actor=me()):
            keep()
        groups = super().facts(item)
        instansi = instansi_of(item)
        groups[0][1].append((_("Instansi"), instansi))
        biodata = item.biodata
        if biodata is not None:
            word, number = shown_identity(item, biodata) or (_("NIK"), None)
            pairs = [
                (word, number),
                (_("Telepon Pribadi"), phone_text(biodata.telepon)),
                (_("Email"), biodata.email),
                (_("Unit Kerja"), biodata.unit_kerja),
                (_("Jabatan"), biodata.jabatan),
                (_("Kabupaten/Kota"), biodata.wilayah),
            ]
            groups.append((_("Biodata"), pairs))
        return groups

    def history(self, item: Any) -> Any:
        return lines_of(item)

    @expose("/nik/<pk>", methods=["GET", "POST"])
    @has_access
    def nik(self, pk: str) -> Any:
        """A whole NIK, once, for a reason."""
        item = self.item(pk)
        form, number = ReasonForm(), None
        if request.method == "POST" and form.validate():
            number = attempt(form, lambda: _reveal(item, form.alasan.data))
        html = render_template("akun/nik.html", view=self, item=item, form=form, number=number)
        return html, UNPROCESSABLE if request.method == "POST" and number is None else 200

    @expose("/faktor/<pk>", methods=["GET", "POST"])
    @has_access
    def faktor(self, pk: str) -> Any:
        """Superadmin takes away the second factor of somebody who lost telephone and codes."""
        item = self.item(pk)
        form = ReasonForm()
        if request.method == "POST" and form.validate():
            act = lambda: operations_faktor.reset_factors(item, actor=me(), alasan=form.alasan.data)  # noqa: E731
            if attempt(form, act) is not None:
                flash(
                    _("Verifikasi dua langkah %(nama)s dihapus; sesinya diakhiri.", nama=item.nama), "success"
                )
                return redirect(url_for("UserDBModelView.show", pk=item.id))
        html = render_template("akun/faktor_hapus.html", item=item, form=form, faktor=factors_of(item))
        return html, UNPROCESSABLE if request.method == "POST" else 200

    def factors_to_reset(self, item: Any) -> Any:
        """What the page offers to take away; None when there is nothing, or nothing for this person to do."""
        faktor = factors_of(item) if self.can("faktor") else None
        refusal = faktor is None or rules_masuk.why_not_reset(me(), item, faktor.is_any) is not None
        return None if refusal else faktor


def _reveal(account: Pengguna, alasan: str) -> str:
    if account.biodata is None:
        raise Refused(_("Orang ini belum mengisi biodata."))
    return operations.reveal_nik(account.biodata, actor=me(), alasan=alasan)


class SecurityManager(KitSecurityManager):
    """Our people, our sign-in. A session counts only while its row is in force (sessions.py)."""

    user_model = Pengguna
    authdbview = AuthDBView
    userdbmodelview = UserDBModelView

    def load_user(self, pk: Any) -> Any:
        return known_person(pk) if has_request_context() else super().load_user(pk)
