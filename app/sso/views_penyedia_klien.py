"""Applications that sign people in here, kept by Superadmin. No role is given these pages.

`/pengaturan/akun/aplikasi`: which applications know a person, each to be withdrawn by her.
"""

from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.akun.history import lines_of
from app.akun.models import Pengguna
from app.akun.sambungan import BagianAkun, KartuPengaturan, register_bagian, register_kartu
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import db
from app.kit import settings
from app.kit.errors import Stale
from app.kit.fab import BaseView, expose, has_access
from app.kit.keadaan import Keadaan, register_keadaan
from app.kit.pages import UNPROCESSABLE, attempt
from app.sso import operations_penyedia as consents
from app.sso import operations_penyedia_klien as operations
from app.sso import queries_penyedia as queries
from app.sso.forms_penyedia import ClientForm, NewClientForm
from app.sso.kata_penyedia import words_of
from app.sso.models_penyedia import KlienSso
from app.sso.settings_penyedia import IS_ON


class KlienSsoView(BaseView):
    """`/sso/klien`: list, page, form, a new secret."""

    route_base = "/sso/klien"
    default_view = "index"
    title = _l("Aplikasi SSO")

    @expose("")
    @has_access
    def index(self) -> Any:
        return render_template(
            "sso/penyedia/klien.html", rows=queries.all_clients(), is_on=settings.get(IS_ON)
        )

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def baru(self) -> Any:
        form = NewClientForm()
        if request.method == "POST" and form.validate():
            added = attempt(form, lambda: _add(form))
            if added is not None:
                klien, secret = added
                flash(_("Aplikasi tersimpan."), "success")
                if not secret:
                    return redirect(url_for("KlienSsoView.lihat", pk=klien.id))
                return _client_page(klien, secret=secret)
        return _form_page(form, None)

    @expose("/<int:pk>")
    @has_access
    def lihat(self, pk: int) -> Any:
        return _client_page(_find(pk))

    @expose("/<int:pk>/ubah", methods=["GET", "POST"])
    @has_access
    def ubah(self, pk: int) -> Any:
        klien = _find(pk)
        form = ClientForm()
        if request.method == "GET":
            form.fill(klien)
        elif form.validate():
            changed = attempt(form, lambda: _change(form, klien))
            if changed is not None:
                flash(_("Perubahan tersimpan.") if changed else _("Tidak ada yang berubah."), "success")
                return redirect(url_for("KlienSsoView.lihat", pk=pk))
            klien = _find(pk)
            if isinstance(g.get("refusal"), Stale):
                form.versi.data = str(klien.versi)  # saving once more is a choice made with open eyes
        return _form_page(form, klien)

    @expose("/<int:pk>/rahasia", methods=["POST"])
    @has_access
    def rahasia(self, pk: int) -> Any:
        """A new secret, shown once; without scripts a page asks first."""
        klien = _find(pk)
        if "yakin" not in request.form:
            return render_template(
                "akun/yakin.html",
                title=_("Ganti rahasia %(nama)s?", nama=klien.nama),
                akibat=_("Rahasia yang lama langsung tidak berlaku."),
                target=request.path,
                label=_("Ya, ganti"),
                back=url_for("KlienSsoView.lihat", pk=pk),
            )
        form = ClientForm(formdata=None)
        secret = attempt(form, lambda: operations.renew_secret(klien, actor=me()))
        if secret is None:
            return _client_page(_find(pk), form=form), UNPROCESSABLE
        return _client_page(klien, secret=secret)


def _find(pk: int) -> KlienSso:
    return db.session.get(KlienSso, pk) or abort(404)


def _add(form: NewClientForm) -> tuple[KlienSso, str]:
    return operations.add_client(actor=me(), isian=form.isian(), is_public=bool(form.is_publik.data))


def _change(form: ClientForm, klien: KlienSso) -> bool:
    return operations.change_client(klien, actor=me(), isian=form.isian(), seen=form.seen)


def _form_page(form: ClientForm, klien: KlienSso | None) -> Any:
    html = render_template("sso/penyedia/klien_isian.html", form=form, klien=klien)
    return html, UNPROCESSABLE if request.method == "POST" else 200


def _client_page(klien: KlienSso, secret: str = "", form: Any = None) -> str:
    return render_template(
        "sso/penyedia/klien_lihat.html",
        klien=klien,
        rahasia=secret,
        form=form,
        issuer=current_app.config["PUBLIC_URL"].rstrip("/"),
        jumlah=queries.people_count(klien),
        riwayat=lines_of(klien),
    )


class AplikasiView(BaseView):
    """The applications that know oneself."""

    route_base = "/pengaturan/akun/aplikasi"
    default_view = "index"
    title = _l("Aplikasi yang Mengenal Anda")

    @expose("")
    @has_access
    def index(self) -> Any:
        rows = [(one, words_of(one.scopes)) for one in queries.consents_of(me())]
        return render_template("sso/penyedia/aplikasi.html", rows=rows)

    @expose("/<int:pk>/cabut", methods=["POST"])
    @has_access
    def cabut(self, pk: int) -> Any:
        izin = queries.own_consent(me(), pk) or abort(404)
        if "yakin" not in request.form:
            return render_template(
                "akun/yakin.html",
                title=_("Cabut izin %(nama)s?", nama=izin.klien.nama),
                akibat=_(
                    "Aplikasi itu tidak lagi menerima data Anda; kunjungan berikutnya meminta izin lagi."
                ),
                target=request.path,
                label=_("Ya, cabut"),
                back=url_for("AplikasiView.index"),
            )
        consents.withdraw(izin, actor=me())
        flash(_("Izin %(nama)s dicabut.", nama=izin.klien.nama), "success")
        return redirect(url_for("AplikasiView.index"))


def _standing(account: Pengguna) -> Any:
    count = len(queries.consents_of(account))
    return ngettext("%(num)s aplikasi", "%(num)s aplikasi", count) if count else _("Belum ada")


def _switched_on() -> list[Keadaan]:
    is_on, issuer = settings.get(IS_ON), current_app.config["PUBLIC_URL"]
    count = sum(one.is_aktif for one in queries.all_clients())
    return [
        Keadaan(
            _("Penyedia SSO"),
            _("%(n)s aplikasi aktif.", n=count)
            if is_on
            else _("Aplikasi lain tidak dapat masuk lewat sini."),
            is_on,
            url_for("KlienSsoView.index"),
            peringatan=_("Alamat http: hanya untuk percobaan.")
            if is_on and issuer.startswith("http:")
            else "",
        )
    ]


register_berat("KlienSsoView.baru")
register_berat("KlienSsoView.ubah")
register_berat("KlienSsoView.rahasia")
register_bagian(BagianAkun("AplikasiView.index", "boxes", _l("Aplikasi yang mengenal Anda"), _standing, 45))
register_kartu(
    KartuPengaturan(
        "can_index",
        "KlienSsoView",
        "KlienSsoView.index",
        "boxes",
        _l("Aplikasi SSO"),
        _l("Aplikasi lain yang orangnya masuk dengan akun Si KERJA."),
        61,
    )
)
register_keadaan(_l("SSO untuk aplikasi lain"), 31, _switched_on)
