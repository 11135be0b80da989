"""The screens of reference rows in Flask-AppBuilder: only columns and words. The city's settings: settings_views.py."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms.validators import NumberRange

from app.kit.clock import today
from app.kit.fab import ModelView, Retirable, Rows
from app.rujukan import operations
from app.rujukan.forms import (
    JENIS_OPD,
    FitsTingkat,
    Matches,
    NotBefore,
    NotBelowItself,
    jenis_opd_field,
    long_text,
)
from app.rujukan.jejak_fab import WithHistory, journalled, role_names
from app.rujukan.models import OPD, HariLibur, Kategori, PaktaIntegritas, Urusan, UsulanKategori, Wilayah
from app.rujukan.penandatanganan_views import HariTertutupView, JabatanTimView, PejabatView, TempatView
from app.rujukan.rencana_tahap_views import RencanaTahapView
from app.rujukan.rencana_views import RencanaView
from app.rujukan.settings_views import PengaturanSistemView

__all__ = [
    "HariLiburView",
    "HariTertutupView",
    "JabatanTimView",
    "KategoriView",
    "OPDView",
    "PaktaIntegritasView",
    "PejabatView",
    "PengaturanSistemView",
    "RencanaTahapView",
    "RencanaView",
    "TempatView",
    "UrusanView",
    "UsulanKategoriView",
    "WilayahView",
]

journalled("rujukan", Urusan, Wilayah, OPD, Kategori, UsulanKategori, HariLibur, PaktaIntegritas)

DATA_INDUK = (_l("Data induk"), "UrusanView.list")
NEW_CASES_ONLY = _l(
    "Nama baru tampil juga pada permohonan lama. Isi kiriman dan tanda terima yang tersimpan tidak berubah."
)


class UrusanView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/urusan"
    datamodel = Rows(Urusan)
    list_title, add_title, edit_title = _l("Urusan"), _l("Tambah urusan"), _l("Ubah urusan")
    list_text = _l(
        "Urusan pemerintahan menurut UU 23/2014 pasal 12; dipilih pemohon dan dipakai dalam statistik."
    )
    form_text = NEW_CASES_ONLY
    parent = DATA_INDUK
    list_columns = ["kode", "nama", "kelompok", "is_active"]
    add_columns = ["kode", "nama", "kelompok"]
    edit_columns = ["kode", "nama", "kelompok"]
    search_columns = ["kelompok", "is_active"]
    quick_search = ("kode", "nama")
    search_placeholder = _l("Kode atau nama urusan")
    base_order = ("kode", "asc")
    page_size = 50
    validators_columns = {"kode": [Matches(r"\d\.\d\d", _l("Tulis kode seperti 1.01."))]}
    label_columns = {
        "kode": _l("Kode"),
        "nama": _l("Nama"),
        "kelompok": _l("Kelompok"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {"kode": _l("Misalnya 1.01; menentukan urutan dalam daftar.")}


class WilayahView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/wilayah"
    datamodel = Rows(Wilayah)
    list_title, add_title, edit_title = _l("Wilayah"), _l("Tambah wilayah"), _l("Ubah wilayah")
    list_text = _l("Provinsi, kabupaten, dan kota dengan kode Kementerian Dalam Negeri.")
    form_text = NEW_CASES_ONLY
    parent = DATA_INDUK
    list_columns = ["kode", "nama", "tingkat", "induk", "is_active"]
    add_columns = ["kode", "nama", "tingkat", "induk"]
    edit_columns = ["kode", "nama", "tingkat", "induk"]
    search_columns = ["tingkat", "induk", "is_active"]
    order_columns = ["kode", "nama"]
    ajax = ("induk",)
    search_placeholder = _l("Kode atau nama wilayah")
    base_order = ("kode", "asc")
    validators_columns = {
        "kode": [
            Matches(
                r"\d\d(\.\d\d)?", _l("Tulis kode seperti 64 untuk provinsi atau 64.72 untuk kabupaten/kota.")
            )
        ],
        "induk": [FitsTingkat()],
    }
    label_columns = {
        "kode": _l("Kode"),
        "nama": _l("Nama"),
        "tingkat": _l("Tingkat"),
        "induk": _l("Provinsi"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {"induk": _l("Ketik sebagian namanya. Kosongkan untuk provinsi.")}


class OPDView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/perangkat-daerah"
    datamodel = Rows(OPD)
    list_title, add_title, edit_title = (
        _l("Perangkat daerah"),
        _l("Tambah perangkat daerah"),
        _l("Ubah perangkat daerah"),
    )
    list_text = _l("Perangkat daerah Kota Samarinda dan unit di bawahnya.")
    form_text = NEW_CASES_ONLY
    parent = DATA_INDUK
    list_columns = ["nama", "singkatan", "jenis", "induk", "is_active"]
    show_columns = [
        "kode",
        "nama",
        "singkatan",
        "jenis",
        "induk",
        "berlaku_from",
        "berlaku_until",
        "is_active",
    ]
    add_columns = ["nama", "singkatan", "kode", "jenis", "induk", "berlaku_from", "berlaku_until"]
    edit_columns = add_columns
    search_columns = ["induk", "is_active"]
    order_columns = ["nama", "singkatan"]
    ajax = ("induk",)
    quick_search = ("nama", "singkatan", "kode")
    search_placeholder = _l("Nama atau singkatan")
    base_order = ("nama", "asc")
    add_form_extra_fields = {"jenis": jenis_opd_field()}
    edit_form_extra_fields = {"jenis": jenis_opd_field()}
    validators_columns = {
        "kode": [
            Matches(r"[a-z0-9]+([._-][a-z0-9]+)*", _l("Pakai huruf kecil, angka, titik, dan tanda hubung."))
        ],
        "induk": [NotBelowItself()],
        "berlaku_until": [NotBefore("berlaku_from")],
    }
    formatters_columns = {"jenis": lambda value: str(JENIS_OPD.get(value, value))}
    label_columns = {
        "kode": _l("Kode"),
        "nama": _l("Nama"),
        "singkatan": _l("Singkatan"),
        "jenis": _l("Jenis"),
        "induk": _l("Unit induk"),
        "berlaku_from": _l("Berlaku sejak"),
        "berlaku_until": _l("Berlaku sampai"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {
        "nama": _l("Nama resmi menurut peraturan, tanpa singkatan."),
        "kode": _l("Nama pendek untuk tautan dan berkas, misalnya dinkes."),
        "induk": _l("Ketik sebagian namanya. Kosongkan bila berdiri sendiri."),
    }


class KategoriView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/kategori"
    datamodel = Rows(Kategori)
    list_title, add_title, edit_title = _l("Kategori"), _l("Tambah kategori"), _l("Ubah kategori")
    list_text = _l("Kategori kerja sama menurut PP 28/2018. Kategori menentukan naskah yang disusun.")
    form_text = NEW_CASES_ONLY
    parent = DATA_INDUK
    list_columns = ["kode", "nama", "dasar_hukum", "is_diusulkan_pemohon", "is_active"]
    show_columns = [
        "kode",
        "nama",
        "keterangan",
        "dasar_hukum",
        "masa_paling_lama",
        "urut",
        "is_diusulkan_pemohon",
        "is_active",
    ]
    add_columns = [
        "kode",
        "nama",
        "keterangan",
        "dasar_hukum",
        "masa_paling_lama",
        "urut",
        "is_diusulkan_pemohon",
    ]
    edit_columns = ["nama", "keterangan", "dasar_hukum", "masa_paling_lama", "urut", "is_diusulkan_pemohon"]
    search_columns = ["is_active"]
    order_columns = ["kode", "nama"]
    quick_search = ("kode", "nama", "keterangan")
    search_placeholder = _l("Kode, nama, atau keterangan")
    base_order = ("urut", "asc")
    validators_columns = {
        "kode": [Matches(r"[A-Z]+(-[A-Z]+)*", _l("Pakai huruf besar, misalnya KSDPK."))],
        "masa_paling_lama": [NumberRange(1, 99, message=_l("Tulis bilangan antara %(min)s dan %(max)s."))],
    }
    label_columns = {
        "kode": _l("Kode"),
        "nama": _l("Nama"),
        "keterangan": _l("Keterangan"),
        "dasar_hukum": _l("Dasar hukum"),
        "masa_paling_lama": _l("Masa berlaku paling lama (tahun)"),
        "urut": _l("Urutan"),
        "is_diusulkan_pemohon": _l("Dapat dipilih pemohon"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {
        "kode": _l("Tidak dapat diubah lagi sesudah disimpan."),
        "keterangan": _l("Dibaca pemohon saat memilih kategori."),
        "masa_paling_lama": _l("Batas jangka waktu kerja sama kategori ini."),
    }


class UsulanKategoriView(WithHistory, ModelView):
    """One row for each of the eight kinds of applicant: changed, never added or taken away."""

    route_base = "/data-induk/usulan-kategori"
    datamodel = Rows(UsulanKategori)
    base_permissions = ["can_list", "can_show", "can_edit"]
    list_title, edit_title, show_title = (
        _l("Usulan kategori"),
        _l("Ubah usulan kategori"),
        _l("Usulan kategori"),
    )
    list_text = _l(
        "Kategori yang diusulkan kepada setiap jenis pemohon. Pemohon dapat memilih yang lain dengan alasan."
    )
    parent = DATA_INDUK
    list_columns = ["jenis_pemohon", "kategori", "alasan"]
    edit_columns = ["kategori", "alasan"]
    search_columns = ["kategori"]
    order_columns = ["jenis_pemohon"]
    label_columns = {
        "jenis_pemohon": _l("Jenis pemohon"),
        "kategori": _l("Kategori yang diusulkan"),
        "alasan": _l("Alasan"),
    }
    description_columns = {"alasan": _l("Dibaca pemohon di bawah usulan ini.")}


class HariLiburView(WithHistory, ModelView):
    route_base = "/data-induk/hari-libur"
    datamodel = Rows(HariLibur)
    list_title, add_title, edit_title = _l("Hari libur"), _l("Tambah hari libur"), _l("Ubah hari libur")
    list_text = _l(
        "Libur nasional dan cuti bersama; hari kerja dihitung tanpa hari-hari ini. Periksa setiap awal tahun."
    )
    parent = DATA_INDUK
    list_columns = ["tanggal", "nama", "is_cuti_bersama"]
    add_columns = ["tanggal", "nama", "is_cuti_bersama"]
    edit_columns = ["tanggal", "nama", "is_cuti_bersama"]
    search_columns = ["tanggal", "is_cuti_bersama"]
    quick_search = ("nama",)
    search_placeholder = _l("Nama hari libur")
    base_order = ("tanggal", "asc")
    page_size = 50
    label_columns = {
        "tanggal": _l("Tanggal"),
        "nama": _l("Nama"),
        "is_cuti_bersama": _l("Cuti bersama"),
    }


def numbered(isi: str) -> Markup:
    """The statements of a pact as a numbered list."""
    lines = [line for line in isi.splitlines() if line.strip()]
    return Markup("<ol>%s</ol>") % Markup("").join(Markup("<li>%s</li>") % line for line in lines)


class PaktaIntegritasView(WithHistory, ModelView):
    """Versions are added and never changed: who accepted one accepted exactly that text."""

    route_base = "/data-induk/pakta-integritas"
    datamodel = Rows(PaktaIntegritas)
    base_permissions = ["can_list", "can_show", "can_add", "can_delete"]
    list_title, add_title = _l("Pakta integritas"), _l("Tambah versi pakta integritas")
    list_text = _l(
        "Pernyataan yang disetujui pemohon sebelum mengirim. Yang berlaku: versi terakhir yang tanggalnya sudah tiba."
    )
    form_text = _l(
        "Versi yang sudah berlaku tidak dapat diubah atau dihapus. Versi baru menggantikannya mulai tanggal yang dipilih."
    )
    parent = DATA_INDUK
    list_columns = ["versi", "berlaku_on", "isi"]
    show_columns = ["versi", "berlaku_on", "isi", "sidik", "created_at"]
    add_columns = ["berlaku_on", "isi"]
    search_columns = ["berlaku_on"]
    order_columns = ["versi", "berlaku_on"]
    base_order = ("versi", "desc")
    formatters_columns = {"isi": numbered}
    label_columns = {
        "versi": _l("Versi"),
        "berlaku_on": _l("Mulai berlaku"),
        "isi": _l("Pernyataan"),
        "sidik": _l("Sidik"),
        "created_at": _l("Dibuat"),
    }
    add_form_extra_fields = {
        "isi": long_text(_l("Pernyataan"), "isi", 8, _l("Satu pernyataan setiap baris."))
    }

    def why_not(self, verb: str, item: Any) -> Any:
        if verb == "delete" and item.berlaku_on <= today():
            return _l(
                "Versi yang sudah berlaku tidak dapat dihapus. Tambahkan versi baru untuk menggantikannya."
            )
        return None

    def _save(self, form: Any, item: Any, is_new: bool) -> Any:
        """A version has rules: an operation adds it, and records it."""
        actor = current_user._get_current_object()
        return operations.add_pakta(form.isi.data, form.berlaku_on.data, actor=actor, peran=role_names(actor))
