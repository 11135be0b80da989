"""Providers that people sign in through, kept by Superadmin, and the rules on their claims. No role is given these pages."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.akun import roles
from app.akun.history import lines_of
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import db, limiter
from app.kit.errors import Stale
from app.kit.fab import BaseView, ModelView, Retirable, Rows, expose, has_access
from app.kit.forms import Form
from app.kit.pages import UNPROCESSABLE, attempt
from app.rujukan.jejak_fab import WithHistory, journalled
from app.sso import oidc_klien as oidc
from app.sso import operations_klien_penyedia as operations
from app.sso import queries_klien as queries
from app.sso import tombol_klien
from app.sso.forms_klien import CLAIM, NOT_A_CLAIM, Fits, NewProviderForm, ProviderForm
from app.sso.http_klien import ProviderFault
from app.sso.models_klien import AturanKlaim, PenyediaSso
from app.sso.views_klien import backchannel_address, callback_address, signed_out_address

journalled("aturan_klaim", AturanKlaim)


class PenyediaView(BaseView):
    """`/sso/penyedia`: list, page, form, and the try whether a provider answers."""

    route_base = "/sso/penyedia"
    default_view = "index"
    title = _l("Penyedia masuk (SSO)")

    @expose("")
    @has_access
    def index(self) -> Any:
        return render_template("sso/klien/penyedia.html", rows=queries.all_providers())

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        form = NewProviderForm()
        if request.method == "POST" and form.validate():
            penyedia = attempt(form, lambda: _add(form))
            if penyedia is not None:
                tombol_klien.changed()
                flash(_("Penyedia tersimpan. Uji sambungannya sebelum dipakai orang."), "success")
                return redirect(url_for("PenyediaView.lihat", pk=penyedia.id))
        return _form_page(form, None)

    @expose("/<int:pk>")
    @has_access
    def lihat(self, pk: int) -> Any:
        return _provider_page(_find(pk))

    @expose("/<int:pk>/ubah", methods=["GET", "POST"])
    @has_access
    def ubah(self, pk: int) -> Any:
        penyedia = _find(pk)
        form = ProviderForm(obj=penyedia)
        if request.method == "GET":
            form.versi.data = str(penyedia.versi)
        elif form.validate():
            changed = attempt(form, lambda: _change(form, penyedia))
            if changed is not None:
                tombol_klien.changed()
                flash(_("Perubahan tersimpan.") if changed else _("Tidak ada yang berubah."), "success")
                return redirect(url_for("PenyediaView.lihat", pk=pk))
            penyedia = _find(pk)
            if isinstance(g.get("refusal"), Stale):
                form.versi.data = str(penyedia.versi)  # saving once more is a choice made with open eyes
        return _form_page(form, penyedia)

    @expose("/<int:pk>/uji", methods=["POST"])
    @has_access
    @limiter.limit("20 per minute")
    def uji(self, pk: int) -> Any:
        """Ask the provider now what it says of itself, and show it; nothing is kept from before."""
        penyedia = _find(pk)
        oidc.forget(penyedia.issuer)
        try:
            temuan = oidc.discover(penyedia.issuer)
            count = oidc.count_keys(temuan)
        except ProviderFault as fault:
            return _provider_page(penyedia, fault=fault)
        return _provider_page(penyedia, temuan=temuan, kunci=count)


def _find(pk: int) -> PenyediaSso:
    return db.session.get(PenyediaSso, pk) or abort(404)


def _add(form: NewProviderForm) -> PenyediaSso:
    rahasia = form.sandi_rahasia.data or ""
    return operations.add_provider(actor=me(), kode=form.kode.data, isian=form.isian(), rahasia=rahasia)


def _change(form: ProviderForm, penyedia: PenyediaSso) -> bool:
    rahasia = form.sandi_rahasia.data or ""
    return operations.change_provider(
        penyedia, actor=me(), isian=form.isian(), rahasia=rahasia, seen=form.seen
    )


def _form_page(form: ProviderForm, penyedia: PenyediaSso | None) -> Any:
    html = render_template("sso/klien/penyedia_isian.html", form=form, penyedia=penyedia)
    return html, UNPROCESSABLE if request.method == "POST" else 200


def _provider_page(penyedia: PenyediaSso, **found: Any) -> str:
    addresses = [
        (_("Alamat kembali (redirect URI)"), callback_address(penyedia)),
        (_("Alamat sesudah keluar (post logout redirect URI)"), signed_out_address(penyedia)),
        (_("Alamat pesan keluar (back-channel logout URI)"), backchannel_address(penyedia)),
    ]
    return render_template(
        "sso/klien/penyedia_lihat.html",
        penyedia=penyedia,
        alamat=addresses,
        jumlah=queries.link_count(penyedia),
        aturan=queries.rules_of(penyedia),
        riwayat=lines_of(penyedia),
        form=Form(),
        **found,
    )


class NotSuperadmin:
    """A claim of somebody else's never makes an operator."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is not None and field.data.name not in set(roles.ALL) - {roles.SUPERADMIN}:
            raise ValidationError(str(_l("Peran ini tidak diberikan lewat klaim.")))


class GivesSomething:
    """A role, an office, or both."""

    def __call__(self, form: Any, field: Field) -> None:
        if form.peran.data is None and form.opd.data is None:
            raise ValidationError(str(_l("Pilih peran, perangkat daerah, atau keduanya.")))


class AturanKlaimView(Retirable, WithHistory, ModelView):
    """Who has this value in this claim gets this role or belongs to this office."""

    route_base = "/sso/aturan"
    datamodel = Rows(AturanKlaim)
    list_title, add_title, edit_title = (
        _l("Aturan klaim SSO"),
        _l("Tambah aturan klaim"),
        _l("Ubah aturan klaim"),
    )
    list_text = _l(
        "Siapa yang membawa nilai ini dalam klaimnya memperoleh peran atau perangkat daerah ini, selama klaim itu ada. "
        "Diterapkan setiap kali masuk; peran yang diberikan orang tidak dicabut."
    )
    parent = (_l("Penyedia masuk (SSO)"), "PenyediaView.index")
    list_columns = ["penyedia", "klaim", "nilai", "peran", "opd", "is_active"]
    add_columns = ["penyedia", "klaim", "nilai", "peran", "opd"]
    edit_columns = add_columns
    search_columns = ["penyedia", "peran", "is_active"]
    order_columns = ["klaim", "nilai"]
    quick_search = ("klaim", "nilai")
    search_placeholder = _l("Klaim atau nilai")
    base_order = ("klaim", "asc")
    ajax = ("opd",)
    validators_columns = {
        "klaim": [Fits(CLAIM, NOT_A_CLAIM)],
        "nilai": [GivesSomething()],
        "peran": [NotSuperadmin()],
    }
    label_columns = {
        "penyedia": _l("Penyedia"),
        "klaim": _l("Klaim"),
        "nilai": _l("Nilai"),
        "peran": _l("Peran"),
        "opd": _l("Perangkat daerah"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {
        "klaim": _l("Nama klaim, misalnya groups."),
        "nilai": _l("Harus sama persis. Bila klaimnya daftar, salah satunya."),
        "opd": _l("Ketik sebagian namanya."),
    }


# Acts that ask again who one is.
register_berat("PenyediaView.baru")
register_berat("PenyediaView.ubah")
register_berat("AturanKlaimView.add")
register_berat("AturanKlaimView.edit")
register_berat("AturanKlaimView.delete")
