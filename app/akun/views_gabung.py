"""`/instansi/<id>/gabung`: Bagian Kerja Sama makes one of two records of the same institution."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import HiddenField, StringField

from app.akun import operations_gabung as operations
from app.akun.models import Instansi
from app.akun.queries import membership_of, memberships_of, visible_to
from app.akun.queries_lembaga import find_instansi
from app.akun.sessions import me
from app.akun.ulang import register_berat
from app.extensions import db
from app.kit.fab import BaseView, expose, has_access
from app.kit.forms import Filled, Form, at_most
from app.kit.full_text import full_text_query
from app.kit.pages import UNPROCESSABLE, attempt
from app.kit.phone import phone_text

FOUND = 20


class GabungForm(Form):
    """The name of the record that goes, typed; and which versions of both the page showed."""

    nama = StringField(
        _l("Nama instansi yang digabung"),
        [Filled(), at_most(200)],
        description=_l("Ketik persis seperti tertulis, tanda bahwa Anda sudah memeriksanya."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    versi = HiddenField()


class GabungInstansiView(BaseView):
    """First the other record is looked for, then both are seen side by side, then they are merged."""

    route_base = "/instansi"
    default_view = "index"
    title = _l("Gabungkan instansi")

    @expose("/<int:id>/gabung", methods=["GET"])
    @has_access
    def index(self, id: int) -> Any:
        dari, ke = _load(id), _other()
        return _compare(dari, ke) if ke is not None else _search(dari)

    @expose("/<int:id>/gabung", methods=["POST"])
    @has_access
    def gabung(self, id: int) -> Any:
        dari, ke = _load(id), _other() or abort(404)
        form = GabungForm()
        act = lambda: operations.merge_instansi(  # noqa: E731
            dari, ke, actor=me(), nama=form.nama.data, seen=_seen(form)
        )
        if form.validate() and attempt(form, act) is not None:
            flash(_("%(dari)s digabung ke %(ke)s.", dari=dari.nama, ke=ke.nama), "success")
            return redirect(url_for("InstansiView.show", pk=ke.id), 303)
        return _compare(dari, ke, form), UNPROCESSABLE


def _load(id: int) -> Instansi:
    return find_instansi(id, me()) or abort(404)


def _other() -> Instansi | None:
    """The record that stays; None while it has not been chosen."""
    text = request.args.get("ke", "")
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return (find_instansi(int(text), me()) if is_number else None) or abort(404)


def _seen(form: GabungForm) -> tuple[int, int]:
    """Whatever is no pair of numbers is out of date."""
    parts = (form.versi.data or "").split("-")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return int(parts[0]), int(parts[1])
    return -1, -1


def _search(dari: Instansi) -> str:
    words = request.args.get("q", dari.nama).replace("\0", "").strip()[:200]
    found = db.session.scalars(
        select(Instansi)
        .where(
            Instansi.cari.op("@@")(full_text_query(words)),
            Instansi.id != dari.id,
            Instansi.is_active,
            visible_to(me()),
        )
        .order_by(Instansi.nama, Instansi.id)
        .limit(FOUND)
    ).all()
    return render_template("akun/gabung_cari.html", dari=dari, q=words, found=found)


def _compare(dari: Instansi, ke: Instansi, form: GabungForm | None = None) -> str:
    """Both records, what would move, and the confirmation; it carries the versions that are shown now."""
    shown = form or GabungForm(formdata=None)
    shown.versi.data = f"{dari.versi}-{ke.versi}"
    plan = operations.plan_merger(dari, ke)
    rows = [
        (_("Nama Instansi"), dari.nama, ke.nama),
        (_("Jenis Pemohon"), dari.jenis.label, ke.jenis.label),
        (_("NIB"), dari.nib, ke.nib),
        (_("Nomor akta"), dari.nomor_akta, ke.nomor_akta),
        (_("Alamat"), dari.alamat, ke.alamat),
        (_("Kabupaten/Kota"), dari.wilayah, ke.wilayah),
        (_("Telepon"), phone_text(dari.telepon), phone_text(ke.telepon)),
        (_("Email"), dari.email, ke.email),
        (_("Anggota"), _names(dari), _names(ke)),
    ]
    return render_template(
        "akun/gabung.html",
        dari=dari,
        ke=ke,
        baris=rows,
        rencana=plan,
        form=shown,
        galat=form,
        why_not=operations.why_not_merge(me(), dari, ke, membership_of(me())),
    )


def _names(instansi: Instansi) -> str:
    return ", ".join(row.pengguna.nama for row in memberships_of(instansi))


# Acts that ask again who one is.
register_berat("GabungInstansiView.gabung")
