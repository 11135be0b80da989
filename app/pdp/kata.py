"""Words of UU PDP that several pages say. Only words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.pdp.models import JenisPermintaan, KeadaanPermintaan

DRAF = _l("Draf permohonan yang belum pernah dikirim")

# What one asks, said to the person.
TENTANG: dict[JenisPermintaan, Any] = {
    JenisPermintaan.AKSES: _l(
        "Keterangan tentang data Anda dan pemrosesannya, selain yang dapat Anda unduh sendiri."
    ),
    JenisPermintaan.KOREKSI: _l("Data yang salah atau tidak mutakhir dan tidak dapat Anda perbaiki sendiri."),
    JenisPermintaan.HAPUS: _l("Akun ditutup dan data pribadi dihapus, kecuali yang wajib disimpan."),
    JenisPermintaan.PEMBATASAN: _l(
        "Data Anda hanya diproses sejauh diwajibkan hukum dan perkara yang berjalan."
    ),
    JenisPermintaan.KEBERATAN: _l("Anda tidak setuju dengan suatu pemrosesan data Anda."),
}

# Tone of each state, for the timeline and lists.
NADA: dict[KeadaanPermintaan, str] = {
    KeadaanPermintaan.DITERIMA: "tunggu",
    KeadaanPermintaan.DIPROSES: "giliran",
    KeadaanPermintaan.SELESAI: "baik",
    KeadaanPermintaan.DITOLAK: "bahaya",
}
