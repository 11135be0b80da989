"""The screens of Flask-AppBuilder in which Admin writes pages, documents and questions. Only columns and words here."""

from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.informasi.forms import Slug, berkas_field
from app.informasi.markdown import render
from app.informasi.models import DokumenInformasi, Halaman, TanyaJawab
from app.kit.fab import ModelView, Rows
from app.kit.formats import ukuran
from app.kit.forms import WebAddress
from app.rujukan.forms import long_text
from app.rujukan.jejak_fab import WithHistory, journalled

journalled("informasi", Halaman, DokumenInformasi, TanyaJawab)

DATA_INDUK = (_l("Data induk"), "UrusanView.list")
MARKDOWN = _l(
    "Ditulis dengan Markdown: # judul bagian, - butir, **tebal**, [teks](alamat). HTML tidak dipakai."
)


def shown(text: str, lang: str = "id") -> Markup:
    """A Markdown text on the page of its row, as the public sees it; `data-isi`: words of its writer, not ours."""
    if not text:
        return Markup("–")
    html = render(text, anchors=False).html  # below the h1 of the row
    return Markup('<div lang="%s" data-isi="teks">%s</div>') % (lang, html)


def shown_english(text: str) -> Markup:
    return shown(text, "en")


def titled_english(text: str) -> Markup:
    return Markup('<span lang="en">%s</span>') % text if text else Markup("–")


def text_fields(name: str, label: Any, label_en: Any, rows: int) -> dict[str, Any]:
    """The fields of a Markdown text and of its English counterpart, for one form."""
    return {
        name: long_text(label, name, rows),
        f"{name}_en": long_text(label_en, f"{name}-en", rows, is_required=False),
    }


class HalamanView(WithHistory, ModelView):
    route_base = "/data-induk/halaman"
    datamodel = Rows(Halaman)
    list_title, add_title, edit_title = _l("Halaman"), _l("Tambah halaman"), _l("Ubah halaman")
    list_text = _l("Halaman di menu Informasi. Yang belum terbit tidak tampil untuk umum.")
    form_text = MARKDOWN
    parent = DATA_INDUK
    list_columns = ["judul", "slug", "urut", "is_terbit"]
    show_columns = [
        "judul",
        "slug",
        "ringkasan",
        "isi",
        "judul_en",
        "isi_en",
        "urut",
        "is_terbit",
        "updated_at",
    ]
    add_columns = ["judul", "slug", "ringkasan", "isi", "judul_en", "isi_en", "urut", "is_terbit"]
    edit_columns = add_columns
    search_columns = ["is_terbit"]
    order_columns = ["judul", "urut"]
    search_placeholder = _l("Kata dalam judul atau isi")
    base_order = ("urut", "asc")
    validators_columns = {"slug": [Slug()]}
    formatters_columns = {"isi": shown, "isi_en": shown_english, "judul_en": titled_english}
    add_form_extra_fields = text_fields("isi", _l("Isi"), _l("Isi bahasa Inggris"), 18)
    edit_form_extra_fields = text_fields("isi", _l("Isi"), _l("Isi bahasa Inggris"), 18)
    label_columns = {
        "judul": _l("Judul"),
        "slug": _l("Alamat"),
        "ringkasan": _l("Ringkasan"),
        "isi": _l("Isi"),
        "judul_en": _l("Judul bahasa Inggris"),
        "isi_en": _l("Isi bahasa Inggris"),
        "urut": _l("Urutan"),
        "is_terbit": _l("Terbit"),
        "updated_at": _l("Terakhir diubah"),
    }
    description_columns = {
        "slug": _l("Bagian akhir alamat halaman, misalnya tata-cara menjadi /informasi/tata-cara."),
        "ringkasan": _l("Satu atau dua kalimat; tampil di daftar dan hasil pencarian."),
    }


def file_link(berkas: Any) -> Any:
    """A stored file with its size."""
    return "–" if berkas is None else f"{berkas.nama} ({ukuran(berkas.ukuran)})"


class DokumenInformasiView(WithHistory, ModelView):
    route_base = "/data-induk/dokumen"
    datamodel = Rows(DokumenInformasi)
    list_title, add_title, edit_title = _l("Regulasi dan format"), _l("Tambah dokumen"), _l("Ubah dokumen")
    list_text = _l("Regulasi, format, contoh surat, dan panduan yang dapat dibaca atau diunduh umum.")
    form_text = _l("Unggah berkasnya, atau tulis tautan ke situs resmi tempat dokumen itu berada.")
    parent = DATA_INDUK
    list_columns = ["judul", "jenis", "nomor", "berkas", "is_terbit"]
    show_columns = [
        "jenis",
        "judul",
        "nomor",
        "tanggal",
        "keterangan",
        "tautan",
        "berkas",
        "urut",
        "is_terbit",
    ]
    add_columns = [
        "jenis",
        "judul",
        "nomor",
        "tanggal",
        "keterangan",
        "berkas",
        "tautan",
        "urut",
        "is_terbit",
    ]
    edit_columns = add_columns
    search_columns = ["jenis", "tanggal", "is_terbit"]
    order_columns = ["judul", "nomor"]
    search_placeholder = _l("Kata dalam judul, nomor, atau keterangan")
    base_order = ("urut", "asc")
    add_form_extra_fields = {"berkas": berkas_field()}
    edit_form_extra_fields = {"berkas": berkas_field()}
    validators_columns = {"tautan": [WebAddress()]}
    formatters_columns = {"berkas": file_link}
    label_columns = {
        "jenis": _l("Jenis"),
        "judul": _l("Judul"),
        "nomor": _l("Nomor"),
        "tanggal": _l("Tanggal"),
        "keterangan": _l("Keterangan"),
        "tautan": _l("Tautan"),
        "berkas": _l("Berkas"),
        "urut": _l("Urutan"),
        "is_terbit": _l("Terbit"),
    }


class TanyaJawabView(WithHistory, ModelView):
    route_base = "/data-induk/tanya-jawab"
    datamodel = Rows(TanyaJawab)
    list_title, add_title, edit_title = _l("Tanya jawab"), _l("Tambah tanya jawab"), _l("Ubah tanya jawab")
    list_text = _l("Pertanyaan yang sering diajukan. Empat yang pertama tampil juga di Beranda.")
    form_text = MARKDOWN
    parent = DATA_INDUK
    list_columns = ["pertanyaan", "kelompok", "urut", "berguna", "tidak_berguna", "is_terbit"]
    show_columns = [
        "kelompok", "pertanyaan", "jawaban", "pertanyaan_en", "jawaban_en", "urut", "is_terbit", "berguna", "tidak_berguna",
    ]  # fmt: skip
    add_columns = ["kelompok", "pertanyaan", "jawaban", "pertanyaan_en", "jawaban_en", "urut", "is_terbit"]
    edit_columns = add_columns
    search_columns = ["kelompok", "is_terbit"]
    order_columns = ["pertanyaan", "kelompok", "urut", "berguna", "tidak_berguna"]
    search_placeholder = _l("Kata dalam pertanyaan atau jawaban")
    base_order = ("urut", "asc")
    formatters_columns = {"jawaban": shown, "jawaban_en": shown_english, "pertanyaan_en": titled_english}
    add_form_extra_fields = text_fields("jawaban", _l("Jawaban"), _l("Jawaban bahasa Inggris"), 8)
    edit_form_extra_fields = text_fields("jawaban", _l("Jawaban"), _l("Jawaban bahasa Inggris"), 8)
    label_columns = {
        "kelompok": _l("Kelompok"),
        "pertanyaan": _l("Pertanyaan"),
        "jawaban": _l("Jawaban"),
        "pertanyaan_en": _l("Pertanyaan bahasa Inggris"),
        "jawaban_en": _l("Jawaban bahasa Inggris"),
        "urut": _l("Urutan"),
        "is_terbit": _l("Terbit"),
        "berguna": _l("Membantu"),
        "tidak_berguna": _l("Tidak membantu"),
    }
    description_columns = {"kelompok": _l("Pertanyaan dengan kelompok yang sama tampil bersama.")}
