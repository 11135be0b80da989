"""The directory in Flask-AppBuilder's screens: people, and the rules that propose roles. Saving goes through operations."""

from collections.abc import Sequence
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional, ValidationError

from app.akun import roles
from app.akun.forms import NipField
from app.akun.history import lines_of
from app.akun.sessions import me
from app.kit.fab import ModelView, Retirable, Rows
from app.kit.forms import EmailField, Filled, at_most
from app.pegawai import operations, operations_usulan
from app.pegawai.kata import SUMBER
from app.pegawai.models import AturanPeranAsn, Pegawai
from app.pegawai.queries import visible_to
from app.rujukan.jejak_fab import WithHistory, journalled

journalled("aturan_peran_asn", AturanPeranAsn)
DATA_INDUK = (_l("Data induk"), "UrusanView.list")


class PegawaiView(ModelView):
    """Everybody whom the city's directory knows. Nobody is deleted: who leaves stays as a row that ended."""

    route_base = "/data-induk/pegawai"
    datamodel = Rows(Pegawai)
    base_permissions = ["can_list", "can_show", "can_add", "can_edit"]
    visible_to = staticmethod(visible_to)
    list_title, add_title, edit_title = _l("Direktori ASN"), _l("Tambah ASN"), _l("Ubah ASN")
    list_text = _l("ASN kota yang dapat masuk dengan NIP tanpa mendaftar.")
    form_text = _l(
        "Isian petugas ditimpa bila orang ini ada pada berkas impor atau sistem kepegawaian berikutnya. Yang keluar "
        "kehilangan akses seketika."
    )
    parent = DATA_INDUK
    list_template = "pegawai/direktori.html"
    list_columns: Sequence[str] = ["nama", "nip", "opd", "jabatan", "is_aktif"]
    show_columns: Sequence[str] = [
        "nip", "nama", "lahir_on", "opd", "unit", "jabatan", "email", "is_aktif", "sumber", "pengguna", "synced_at",
        "ended_at",
    ]  # fmt: skip
    add_columns: Sequence[str] = ["nip", "nama", "lahir_on", "opd", "unit", "jabatan", "email"]
    edit_columns: Sequence[str] = ["nama", "lahir_on", "opd", "unit", "jabatan", "email", "is_aktif"]
    search_columns: Sequence[str] = ["opd", "sumber", "is_aktif"]
    order_columns: Sequence[str] = ["nama"]
    base_order = ("nama", "asc")
    keyset = True
    ajax = ("opd",)
    search_placeholder = _l("Nama, NIP, unit kerja, atau jabatan")
    choice_words = {"sumber": SUMBER}
    shows_uses = False
    label_columns = {
        "nip": _l("NIP"),
        "nama": _l("Nama"),
        "lahir_on": _l("Tanggal lahir"),
        "opd": _l("Perangkat daerah"),
        "unit": _l("Unit kerja"),
        "jabatan": _l("Jabatan"),
        "email": _l("Email"),
        "is_aktif": _l("Masih bertugas"),
        "sumber": _l("Sumber"),
        "pengguna": _l("Akun"),
        "synced_at": _l("Terakhir disesuaikan"),
        "ended_at": _l("Keluar"),
    }
    description_columns = {
        "nip": _l("18 angka. Tidak dapat diubah lagi sesudah disimpan."),
        "opd": _l("Ketik sebagian namanya."),
        "unit": _l("Misalnya bidang, bagian, atau kelurahan."),
        "email": _l("Ke alamat ini tautan masuk pertama dikirim. Satu alamat untuk satu orang."),
    }

    _fields = {
        "nama": StringField(_l("Nama"), [Filled(), at_most(200)]),
        "lahir_on": DateField(_l("Tanggal lahir"), [Filled()]),
        "unit": StringField(
            _l("Unit kerja"), [Optional(), at_most(200)], description=description_columns["unit"]
        ),
        "jabatan": StringField(_l("Jabatan"), [Optional(), at_most(200)]),
        "email": EmailField(
            _l("Email"),
            [Optional(), at_most(320)],
            description=description_columns["email"],
            render_kw={"type": "email"},
        ),
    }
    add_form_extra_fields = _fields | {
        "nip": NipField(
            _l("NIP"),
            [Filled()],
            description=description_columns["nip"],
            render_kw={"inputmode": "numeric"},
        )
    }
    edit_form_extra_fields = _fields | {"is_aktif": BooleanField(_l("Masih bertugas"))}

    def history(self, item: Any) -> Any:
        return lines_of(item)

    def _save(self, form: Any, item: Any, is_new: bool) -> Any:
        """A person has a life: an operation changes it, and the account with it."""
        columns = self.add_columns if is_new else self.edit_columns
        values = {name: form[name].data for name in columns}
        opd = values.pop("opd")
        values["opd_id"] = opd.id if opd is not None else None
        for name in ("unit", "jabatan", "email"):
            values[name] = values[name] or ""
        return operations.save_person(None if is_new else item, actor=me(), nilai=values)


class NotSuperadmin:
    """Working for the city never makes an operator."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and field.data.name not in set(roles.ALL) - {roles.SUPERADMIN}:
            raise ValidationError(str(_l("Peran ini tidak diberikan lewat aturan.")))


class OnSomeGround:
    """An office, words of a position, or both."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.opd.data is None and not (form.jabatan.data or "").strip():
            raise ValidationError(str(_l("Pilih perangkat daerah, tulis jabatan, atau keduanya.")))


class AturanPeranAsnView(Retirable, WithHistory, ModelView):
    """Which role an office and a position propose; Admin confirms each."""

    route_base = "/data-induk/aturan-peran-asn"
    datamodel = Rows(AturanPeranAsn)
    list_title, add_title, edit_title = (
        _l("Aturan peran ASN"),
        _l("Tambah aturan peran"),
        _l("Ubah aturan peran"),
    )
    list_text = _l(
        "Peran yang diusulkan bagi ASN menurut perangkat daerah dan jabatannya. Usulan berlaku sesudah disetujui Admin."
    )
    parent = DATA_INDUK
    list_columns = ["peran", "opd", "jabatan", "is_active"]
    add_columns = ["peran", "opd", "jabatan"]
    edit_columns = add_columns
    search_columns = ["peran", "opd", "is_active"]
    order_columns = ["jabatan"]
    quick_search = ("jabatan",)
    search_placeholder = _l("Jabatan")
    base_order = ("jabatan", "asc")
    ajax = ("opd",)
    validators_columns = {"peran": [NotSuperadmin(), OnSomeGround()]}
    add_form_extra_fields = {
        "jabatan": StringField(
            _l("Jabatan"),
            [Optional(), at_most(200)],
            description=_l(
                "Kata yang ada di dalam jabatan, misalnya kepala bagian hukum. Kosong: semua jabatan."
            ),
        )
    }
    edit_form_extra_fields = add_form_extra_fields
    label_columns = {
        "peran": _l("Peran"),
        "opd": _l("Perangkat daerah"),
        "jabatan": _l("Jabatan"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {"opd": _l("Ketik sebagian namanya. Kosong: semua perangkat daerah.")}

    def on_written(self, verb: str, item: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
        """A rule that changed is held against everybody who is signed up."""
        super().on_written(verb, item, before, after)
        count = operations_usulan.propose_all(actor=me())
        if count:
            flash(_("%(n)s usulan peran baru menunggu persetujuan.", n=count), "info")
