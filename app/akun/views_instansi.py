"""Institutions for Admin: looked up and mended, never made or deleted here. Their own members use /pengaturan/instansi."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from app.akun import rules_lembaga
from app.akun.history import lines_of
from app.akun.models import Instansi
from app.akun.queries import memberships_of, visible_to
from app.akun.rules_lembaga import VERIFIKASI_WORDS
from app.akun.sambungan import handed_over_from
from app.extensions import db
from app.kit.errors import Refused
from app.kit.fab import ModelView, Rows
from app.kit.forms import EmailField, Filled, PhoneField, PostcodeField, WebsiteField, at_most
from app.kit.phone import phone_text
from app.rujukan.jejak_fab import journalled
from app.rujukan.models import JenisPemohon, TingkatWilayah

journalled("instansi", Instansi)


class NotProvince:
    """An address lies in a kabupaten or kota."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and field.data.tingkat is TingkatWilayah.PROVINSI:
            raise ValidationError(_("Pilih kabupaten atau kota, bukan provinsi."))


class InstansiView(ModelView):
    """Every institution with its members' names."""

    route_base = "/data-induk/instansi"
    datamodel = Rows(Instansi)
    base_permissions = ["can_list", "can_show", "can_edit"]
    visible_to = staticmethod(visible_to)
    list_title, edit_title = _l("Instansi"), _l("Ubah instansi")
    list_text = _l("Instansi pemohon, didaftarkan oleh anggotanya sendiri.")
    form_text = _l("Permohonan yang sudah dikirim menyimpan data instansi saat itu.")
    parent = (_l("Data induk"), "UrusanView.list")
    list_columns: Sequence[str] = ["nama", "jenis", "wilayah", "verifikasi", "is_active"]
    show_columns: Sequence[str] = [
        "nama", "jenis", "wilayah", "kode_pos", "alamat", "telepon", "email", "website", "is_active", "verifikasi",
        "nib", "nomor_akta",
    ]  # fmt: skip
    edit_columns: Sequence[str] = [
        "nama", "jenis", "wilayah", "kode_pos", "alamat", "telepon", "email", "website", "is_active",
    ]  # fmt: skip
    search_columns: Sequence[str] = ["jenis", "wilayah", "verifikasi", "is_active"]
    order_columns: Sequence[str] = ["nama"]
    base_order = ("nama", "asc")
    keyset = True
    ajax = ("wilayah",)
    search_placeholder = _l("Nama atau alamat")
    choice_words = {"jenis": {jenis: jenis.label for jenis in JenisPemohon}, "verifikasi": VERIFIKASI_WORDS}
    show_template = "akun/instansi_petugas.html"
    validators_columns = {"wilayah": [NotProvince()]}
    label_columns = {
        "nama": _l("Nama Instansi"),
        "jenis": _l("Jenis Pemohon"),
        "wilayah": _l("Kabupaten/Kota"),
        "kode_pos": _l("Kode Pos"),
        "alamat": _l("Alamat"),
        "telepon": _l("Telepon"),
        "email": _l("Email"),
        "website": _l("Website"),
        "is_active": _l("Keadaan"),
        "verifikasi": _l("Verifikasi"),
        "nib": _l("NIB"),
        "nomor_akta": _l("Nomor akta"),
    }
    formatters_columns = {"telepon": phone_text}
    edit_form_extra_fields = {
        "kode_pos": PostcodeField(_l("Kode Pos"), [Filled(), at_most(20)]),
        "telepon": PhoneField(_l("Telepon"), [Filled(), at_most(40)]),
        "email": EmailField(_l("Email"), [Filled(), at_most(320)]),
        "is_active": BooleanField(
            _l("Instansi aktif"),
            description=_l("Anggota instansi yang tidak aktif tidak dapat mengajukan permohonan."),
        ),
        "website": WebsiteField(_l("Website"), filters=[lambda value: value or None]),
    }

    def facts(self, item: Any) -> Any:
        groups = super().facts(item)
        members = memberships_of(item)
        if members:
            pairs = [
                (row.pengguna.nama, _("Pengelola") if row.is_pengelola else _("Anggota")) for row in members
            ]
            groups.append((_("Anggota"), pairs))
        return groups

    def pre_update(self, item: Any) -> None:
        """What was merged stays retired: its members and cases are the other record's."""
        with db.session.no_autoflush:
            if item.is_active and item.digabung_ke is not None:
                raise Refused(
                    _l(
                        "Sudah digabung ke %(nama)s; catatan ini tetap tidak aktif.",
                        nama=item.digabung_ke.nama,
                    ),
                    "is_active",
                )

    def alihkan(self, item: Any) -> list[tuple[str, str]]:
        """(name, address) of each member whose running cases can be handed over from here."""
        return [(row.pengguna.nama, url) for row, url in handed_over_from(memberships_of(item))]

    aturan = rules_lembaga  # the words of the badge, for the template

    def history(self, item: Any) -> Any:
        return lines_of(item)
