"""The papers of the example city: small PDF files with invented text, as partners and the city would upload them."""

import io
from pathlib import Path

from werkzeug.datastructures import FileStorage

from app.kit.pdf import render_pdf
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import JenisNaskah

TEMPLATE = Path(__file__).resolve().parent / "naskah.typ"

PASAL = (
    "Pasal 1, Maksud dan Tujuan: Para Pihak memadukan sumber daya untuk %(judul)s.",
    "Pasal 2, Ruang Lingkup: perencanaan, pelaksanaan, pemantauan, dan laporan setiap enam bulan.",
    "Pasal 3, Hak dan Kewajiban: Kota menyediakan lokasi dan data; %(instansi)s menyediakan tenaga dan alat.",
    "Pasal 4, Pembiayaan: ditanggung anggaran masing-masing pihak.",
    "Pasal 5, Jangka Waktu: tiga tahun sejak ditandatangani dan dapat diperpanjang.",
    "Pasal 6, Penyelesaian Perselisihan: diselesaikan dengan musyawarah untuk mufakat.",
)


def paper(name: str, judul: str, baris: tuple[str, ...], permohonan: Permohonan) -> FileStorage:
    """A file of that name whose text speaks of this case."""
    words = {"judul": permohonan.judul, "instansi": permohonan.instansi_nama}
    content = render_pdf(TEMPLATE, {"judul": judul, "baris": [line % words for line in baris]})
    return FileStorage(stream=io.BytesIO(content), filename=f"{name}.pdf", content_type="application/pdf")


def letter(permohonan: Permohonan, nomor: str) -> FileStorage:
    """The letter of offer to the Wali Kota."""
    lines = (
        f"Nomor: {nomor}",
        "Kepada Yth. Wali Kota Samarinda",
        "Dengan hormat, %(instansi)s menawarkan kerja sama “%(judul)s” sebagaimana kajian terlampir.",
    )
    return paper("surat-penawaran", "Surat Penawaran Kerja Sama", lines, permohonan)


def study(permohonan: Permohonan, nama: str) -> FileStorage:
    """The study or terms of reference that goes with the offer."""
    lines = (
        "Latar belakang: kebutuhan layanan bertambah, sarana terbatas.",
        "Kegiatan: “%(judul)s”, bersama %(instansi)s.",
        "Kesimpulan: layak dilaksanakan dengan anggaran masing-masing pihak.",
    )
    return paper("kajian", nama, lines, permohonan)


def draft(permohonan: Permohonan, nama: str, versi: int) -> FileStorage:
    """A version of a draft agreement; a later one settles the note on the duration."""
    more = ("Pasal 7, Evaluasi: Para Pihak mengevaluasi pelaksanaan setiap tahun.",) if versi > 1 else ()
    lines = (*PASAL, *more, f"Rancangan ke-{versi}.")
    return paper(f"rancangan-v{versi}", nama, lines, permohonan)


def signed(permohonan: Permohonan, jenis: JenisNaskah, nomor: str) -> FileStorage:
    """The scan of a signed agreement."""
    lines = (f"Nomor: {nomor}", *PASAL, "Ditandatangani oleh Para Pihak.")
    return paper(f"{jenis.value}-bertanda-tangan", str(jenis.label), lines, permohonan)
