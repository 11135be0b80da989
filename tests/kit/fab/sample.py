"""A small program of its own for the tests of FAB's safe bases: goods, their groups, their suppliers.

Petugas sees only the goods that belong to the own account and only suppliers that are not secret; Superadmin sees all.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask import Flask, flash
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    or_,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.akun.models import Pengguna
from app.kit import mixins
from app.kit.fab import (
    AppBuilder,
    BaseView,
    IndexView,
    MasterDetailView,
    ModelRestApi,
    ModelView,
    MultipleView,
    Retirable,
    Rows,
    action,
    anchored,
    expose,
    has_access,
)
from app.kit.fab_security import SecurityManager, UserDBModelView
from app.kit.fields import register_suggestion
from app.kit.mixins import EnumText, Timestamps, search_vector


class Base(DeclarativeBase):
    """A metadata of its own: the program's migrations must not see these tables."""

    metadata = MetaData(naming_convention=mixins.Model.metadata.naming_convention)


class Jenis(StrEnum):
    ALAT = "alat"
    BAHAN = "bahan"


class Golongan(mixins.Retirable, Timestamps, Base):
    __tablename__ = "uji_golongan"
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(10), unique=True)
    nama: Mapped[str] = mapped_column(String(60), unique=True)
    barang: Mapped[list["Barang"]] = relationship(back_populates="golongan")

    def __str__(self) -> str:
        return self.nama


class Pemasok(Base):
    __tablename__ = "uji_pemasok"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(60))
    sandi: Mapped[str] = mapped_column(String(60), default="", info={"secret": True})
    is_rahasia: Mapped[bool] = mapped_column(Boolean, default=False)

    def __str__(self) -> str:
        return self.nama


class Label(Base):
    __tablename__ = "uji_label"
    id: Mapped[int] = mapped_column(primary_key=True)
    nama: Mapped[str] = mapped_column(String(60))

    def __str__(self) -> str:
        return self.nama


barang_label = Table(
    "uji_barang_label",
    Base.metadata,
    Column("barang_id", ForeignKey("uji_barang.id", ondelete="CASCADE"), primary_key=True),
    Column("label_id", ForeignKey("uji_label.id"), primary_key=True),
)


class Barang(Timestamps, Base):
    __tablename__ = "uji_barang"
    __table_args__ = (
        Index("ix_uji_barang_judul_id", "judul", "id"),
        Index("ix_uji_barang_cari", "cari", postgresql_using="gin"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(20), unique=True)
    judul: Mapped[str] = mapped_column(String(120))
    keterangan: Mapped[str] = mapped_column(Text, default="", server_default="")
    catatan: Mapped[str | None] = mapped_column(String(120))
    jenis: Mapped[Jenis] = mapped_column(EnumText(Jenis), default=Jenis.ALAT)
    nilai: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    jumlah: Mapped[int] = mapped_column(Integer, default=1)
    dibeli_on: Mapped[date | None] = mapped_column(Date)
    diperiksa_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    is_rapuh: Mapped[bool] = mapped_column(Boolean, default=False)
    pemilik_id: Mapped[int | None] = mapped_column(Integer)
    golongan_id: Mapped[int] = mapped_column(ForeignKey("uji_golongan.id"), index=True)
    golongan: Mapped[Golongan] = relationship(back_populates="barang")
    pemasok_id: Mapped[int | None] = mapped_column(ForeignKey("uji_pemasok.id"), index=True)
    pemasok: Mapped[Pemasok | None] = relationship()
    label: Mapped[list[Label]] = relationship(secondary=barang_label)
    cari: Mapped[str] = search_vector(prose=("judul", "keterangan"), codes=("kode", "judul"))

    def __str__(self) -> str:
        return self.judul


def is_superadmin(user: Any) -> bool:
    return user.is_authenticated and any(role.name == "Superadmin" for role in user.roles)


def visible_barang(user: Any) -> Any:
    return true() if is_superadmin(user) else Barang.pemilik_id == user.id


def visible_pemasok(user: Any) -> Any:
    return true() if is_superadmin(user) else or_(Pemasok.is_rahasia.is_(False))


register_suggestion("uji-pemasok", Pemasok, ("nama",), ("can_list", "PemasokView"), visible_pemasok)

LABELS = {
    "kode": _l("Kode"), "judul": _l("Judul"), "keterangan": _l("Keterangan"), "catatan": _l("Catatan"), "jenis": _l("Jenis"),
    "nilai": _l("Nilai"), "jumlah": _l("Jumlah"), "dibeli_on": _l("Dibeli"), "diperiksa_at": _l("Diperiksa"),
    "is_rapuh": _l("Rapuh"), "golongan": _l("Golongan"), "pemasok": _l("Pemasok"), "label": _l("Label"),
    "nama": _l("Nama"), "is_active": _l("Keadaan"), "is_rahasia": _l("Rahasia"),
}  # fmt: skip


class BarangView(ModelView):
    datamodel = Rows(Barang)
    visible_to = visible_barang
    route_base = "/uji/barang"
    list_title, add_title, edit_title = _l("Barang"), _l("Barang baru"), _l("Ubah barang")
    label_columns = LABELS
    list_columns = ["judul", "kode", "golongan", "pemasok", "jenis", "dibeli_on"]
    show_columns = [
        "judul", "kode", "keterangan", "jenis", "nilai", "jumlah", "dibeli_on", "diperiksa_at", "is_rapuh", "golongan",
        "pemasok", "label",
    ]  # fmt: skip
    add_columns = edit_columns = [
        "kode", "judul", "keterangan", "catatan", "jenis", "nilai", "jumlah", "dibeli_on", "diperiksa_at", "is_rapuh",
        "golongan", "pemasok", "label",
    ]  # fmt: skip
    search_columns = [
        "judul",
        "jenis",
        "golongan",
        "pemasok",
        "label",
        "jumlah",
        "is_rapuh",
        "dibeli_on",
        "diperiksa_at",
    ]
    order_columns = ["judul", "kode", "dibeli_on"]
    base_order = ("id", "desc")
    ajax = ("pemasok",)
    choice_words = {"jenis": {Jenis.ALAT: _l("Alat kerja"), Jenis.BAHAN: _l("Bahan habis pakai")}}
    done: list[tuple[str, list[int]]] = []

    def pre_add(self, item: Any) -> None:
        from flask_login import current_user

        item.pemilik_id = current_user.id

    @action("cap", _l("Cap"), _l("Cap barang ini?"), "check2")
    def cap(self, items: list[Any]) -> None:
        self.done.append(("cap", [item.id for item in items]))
        flash("Dicap.", "success")


class BarangRapatView(ModelView):
    datamodel = Rows(Barang)
    route_base = "/uji/barang-rapat"
    base_permissions = ["can_list"]
    list_title = _l("Barang rapat")
    label_columns = LABELS
    list_columns = ["judul", "kode", "dibeli_on"]
    order_columns = ["judul", "kode"]
    base_order = ("judul", "asc")
    keyset = True


class GolonganView(Retirable, ModelView):
    datamodel = Rows(Golongan)
    route_base = "/uji/golongan"
    list_title, add_title, edit_title = _l("Golongan"), _l("Golongan baru"), _l("Ubah golongan")
    label_columns = LABELS
    list_columns = ["nama", "kode", "is_active"]
    add_columns = edit_columns = ["kode", "nama"]
    search_columns = ["is_active"]
    quick_search = ("nama", "kode")
    related_views = [BarangView]


class PemasokView(ModelView):
    datamodel = Rows(Pemasok)
    visible_to = visible_pemasok
    route_base = "/uji/pemasok"
    list_title, add_title, edit_title = _l("Pemasok"), _l("Pemasok baru"), _l("Ubah pemasok")
    label_columns = LABELS
    list_columns = ["nama"]
    add_columns = edit_columns = ["nama", "is_rahasia"]
    related_views = [BarangView]


class HanyaBacaView(ModelView):
    datamodel = Rows(Label)
    route_base = "/uji/label"
    base_permissions = ["can_list", "can_show"]
    list_title = _l("Label")
    label_columns = LABELS
    list_columns = ["nama"]
    add_columns = edit_columns = ["nama"]


class GolonganIndukView(MasterDetailView):
    datamodel = Rows(Golongan)
    route_base = "/uji/menurut-golongan"
    list_title = _l("Barang menurut golongan")
    label_columns = LABELS
    list_columns = ["nama"]
    related_views = [BarangView]


class RingkasView(MultipleView):
    route_base = "/uji/ringkas"
    list_title = _l("Ringkas")
    views = [GolonganView, PemasokView]


class BarangApi(ModelRestApi):
    resource_name = "uji-barang"
    datamodel = Rows(Barang)
    visible_to = visible_barang
    list_columns = ["id", "judul", "jumlah"]
    search_columns = ["judul", "jumlah"]
    order_columns = ["judul"]
    allow_browser_login = True


class HalamanView(BaseView):
    route_base = "/uji/halaman"
    default_view = "index"

    @expose("/")
    @has_access
    def index(self) -> str:
        return "isi"


class Beranda(IndexView):
    @expose("/")
    def index(self) -> str:
        return self.render_template("galat.html", code=404, title="Beranda")


class Masuk(BaseView):
    route_base = "/masuk"
    default_view = "login"

    @expose("/")
    def login(self) -> str:
        return "masuk"


Masuk.__name__ = "AuthDBView"


class PenggunaView(UserDBModelView):
    route_base = "/users"
    list_columns = ["nama", "email", "roles", "active"]
    label_columns = {**UserDBModelView.label_columns, "nama": _l("Nama")}


PenggunaView.__name__ = "UserDBModelView"


class Manager(SecurityManager):
    user_model = Pengguna
    authdbview = Masuk
    userdbmodelview = PenggunaView


VIEWS = (
    BarangView, BarangRapatView, GolonganView, PemasokView, HanyaBacaView, GolonganIndukView, RingkasView, HalamanView,
)  # fmt: skip

ROLES = {
    "Petugas": [
        anchored(("BarangView", "GolonganView"), "can_.*|cap|nonaktifkan|aktifkan"),
        anchored("PemasokView", "can_list"),
        anchored(
            ("BarangRapatView", "HanyaBacaView", "GolonganIndukView", "RingkasView", "HalamanView"), "can_.*"
        ),
        anchored("BarangApi", "can_get"),
    ],
    "Admin": [anchored("UserDBModelView", "can_.*"), anchored("RoleModelView", "can_.*")],
    "Tamu": [],
}


def create_sample_app(config: dict[str, Any]) -> Flask:
    """The look, the edge and the safe bases of the real program around the views above."""
    from app.extensions import csrf, db, limiter
    from app.kit import fab, look, pages
    from config import Config

    app = Flask("app")
    app.config.from_object(Config())
    app.config.update(config, FAB_ROLES=ROLES)
    db.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    with app.app_context():
        builder = AppBuilder(
            app, db.session, base_template="base.html", indexview=Beranda, security_manager_class=Manager
        )
        for view in VIEWS:
            builder.add_view_no_menu(view)
        builder.add_api(BarangApi)
    look.init_app(app)
    fab.init_app(app)
    pages.init_app(app)
    return app
