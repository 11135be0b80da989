"""The screens of the small reference rows that only discussion and signing need. Only columns, words and two rules."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.kit.fab import ModelView, Retirable, Rows
from app.rujukan.forms import NotInThePast, OneWaliKota
from app.rujukan.jejak_fab import WithHistory, journalled
from app.rujukan.models_rencana import HariTertutup, JabatanTim, Pejabat, Tempat
from app.rujukan.queries_rencana import active_wali_kota

journalled("rujukan", JabatanTim, Tempat, Pejabat, HariTertutup)

DATA_INDUK = (_l("Data induk"), "UrusanView.list")


class JabatanTimView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/jabatan-tkksd"
    datamodel = Rows(JabatanTim)
    list_title, add_title, edit_title = (
        _l("Jabatan dalam TKKSD"),
        _l("Tambah jabatan"),
        _l("Ubah jabatan"),
    )
    list_text = _l(
        "Jabatan yang dapat diminta setuju dalam rencana tahapan. Pemegangnya dipilih pada akun anggota."
    )
    parent = DATA_INDUK
    list_columns = ["nama", "urut", "is_active"]
    add_columns = ["nama", "urut"]
    edit_columns = add_columns
    search_columns = ["is_active"]
    quick_search = ("nama",)
    search_placeholder = _l("Nama jabatan")
    base_order = ("urut", "asc")
    label_columns = {"nama": _l("Nama"), "urut": _l("Urutan"), "is_active": _l("Keadaan")}


class TempatView(Retirable, WithHistory, ModelView):
    route_base = "/data-induk/tempat"
    datamodel = Rows(Tempat)
    list_title, add_title, edit_title = (
        _l("Tempat penandatanganan"),
        _l("Tambah tempat"),
        _l("Ubah tempat"),
    )
    list_text = _l("Pada satu tempat hanya ada satu penandatanganan dalam waktu yang sama.")
    parent = DATA_INDUK
    list_columns = ["nama", "alamat", "urut", "is_active"]
    add_columns = ["nama", "alamat", "urut"]
    edit_columns = add_columns
    search_columns = ["is_active"]
    quick_search = ("nama", "alamat")
    search_placeholder = _l("Nama atau alamat")
    base_order = ("urut", "asc")
    label_columns = {
        "nama": _l("Nama"),
        "alamat": _l("Alamat"),
        "urut": _l("Urutan"),
        "is_active": _l("Keadaan"),
    }


class PejabatView(Retirable, WithHistory, ModelView):
    """Who signs for the city; there is always exactly one Wali Kota."""

    route_base = "/data-induk/pejabat"
    datamodel = Rows(Pejabat)
    list_title, add_title, edit_title = (
        _l("Pejabat penanda tangan"),
        _l("Tambah pejabat"),
        _l("Ubah pejabat"),
    )
    list_text = _l(
        "Yang menandatangani atas nama kota: Wali Kota, atau pejabat dengan surat kuasa (hanya PKS)."
    )
    form_text = _l("Penandatanganan yang sudah dicatat tetap memakai nama saat itu.")
    parent = DATA_INDUK
    list_columns = ["nama", "jabatan", "is_wali_kota", "urut", "is_active"]
    add_columns = ["nama", "jabatan", "is_wali_kota", "urut"]
    edit_columns = add_columns
    search_columns = ["is_wali_kota", "is_active"]
    quick_search = ("nama", "jabatan")
    search_placeholder = _l("Nama atau jabatan")
    base_order = ("urut", "asc")
    validators_columns = {"is_wali_kota": [OneWaliKota()]}
    label_columns = {
        "nama": _l("Nama"),
        "jabatan": _l("Jabatan"),
        "is_wali_kota": _l("Wali Kota"),
        "urut": _l("Urutan"),
        "is_active": _l("Keadaan"),
    }
    description_columns = {
        "nama": _l("Lengkap dengan gelar, seperti pada naskah."),
        "is_wali_kota": _l("Menandatangani semua naskah tanpa surat kuasa. Hanya satu orang."),
    }

    def why_not(self, verb: str, item: Any) -> Any:
        if not item.is_wali_kota:
            return None
        if verb in ("delete", "nonaktifkan") and item.is_active:
            return _l(
                "Selalu ada satu Wali Kota yang aktif. Bila pejabatnya berganti, ubah nama pada data ini."
            )
        other = active_wali_kota() if verb == "aktifkan" else None
        if other is not None and other.id != item.id:
            return _l("Sudah ada Wali Kota yang aktif: %(nama)s.", nama=other.nama)
        return None


class HariTertutupView(WithHistory, ModelView):
    route_base = "/data-induk/hari-tertutup"
    datamodel = Rows(HariTertutup)
    list_title, add_title, edit_title = (
        _l("Hari tertutup"),
        _l("Tambah hari tertutup"),
        _l("Ubah hari tertutup"),
    )
    list_text = _l("Hari tanpa penandatanganan di luar hari Minggu dan hari libur, misalnya sidang DPRD.")
    parent = DATA_INDUK
    list_columns = ["tanggal", "alasan"]
    add_columns = ["tanggal", "alasan"]
    edit_columns = add_columns
    search_columns = ["tanggal"]
    quick_search = ("alasan",)
    search_placeholder = _l("Alasan")
    base_order = ("tanggal", "desc")
    validators_columns = {"tanggal": [NotInThePast()]}
    label_columns = {"tanggal": _l("Tanggal"), "alasan": _l("Alasan")}
    description_columns = {"alasan": _l("Tampil kepada pemohon yang memilih hari itu.")}
