"""The two letters about a breach as PDF/A: to whoever it concerns, and to the authority (UU 27/2022 art. 46)."""

from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.kit.clock import now
from app.kit.formats import tanggal, waktu
from app.kit.pdf import render_pdf
from app.pdp.models import Pelanggaran

TEMPLATE = Path(__file__).with_name("surat_pelanggaran.typ")


def to_person(breach: Pelanggaran, name: str = "", bahasa: str = "id") -> bytes:
    """What leaked, when and how, what is done, what she can do. Without a name it is a pattern."""
    with force_locale(bahasa):
        opening = _(
            "Dengan menyesal kami memberitahukan bahwa data pribadi Anda pada layanan Si KERJA SAMARINDA "
            "terdampak kegagalan pelindungan data pribadi."
        )
        closing = _(
            "Pertanyaan dapat dikirim ke %(email)s. Anda dapat meminta akses, perbaikan, pembatasan, atau "
            "penghapusan data Anda pada halaman Data saya.",
            email=current_app.config["KONTAK_EMAIL"],
        )
        return _letter(breach, bahasa, name or _("Subjek Data Pribadi"), opening, closing, [])


def to_authority(breach: Pelanggaran) -> bytes:
    """In Indonesian, whatever the language of the page: it goes to an office."""
    with force_locale("id"):
        opening = _(
            "Sesuai pasal 46 Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, kami sampaikan "
            "pemberitahuan kegagalan pelindungan data pribadi berikut."
        )
        extra = [
            (_("Perkiraan jumlah orang terdampak"), str(breach.jumlah)),
            (_("Diketahui pada"), waktu(breach.known_at)),
            (_("Akibat yang mungkin"), breach.akibat),
        ]
        return _letter(breach, "id", _("Lembaga Pelindungan Data Pribadi"), opening, "", extra)


def _letter(
    breach: Pelanggaran, bahasa: str, to: str, opening: str, closing: str, extra: list[tuple[str, str]]
) -> bytes:
    facts: list[tuple[str, Any]] = [
        (_("Data pribadi yang terungkap"), breach.data_terungkap),
        (_("Terjadi pada"), waktu(breach.happened_at) if breach.happened_at else _("Belum diketahui")),
        (_("Bagaimana terungkap"), breach.cara),
        *extra,
        (_("Upaya penanganan"), breach.penanganan),
        (_("Upaya pemulihan"), breach.pemulihan),
    ]
    return render_pdf(
        TEMPLATE,
        {
            "bahasa": bahasa,
            "kop": [_("Pemerintah Kota Samarinda"), _("Sekretariat Daerah, Bagian Kerja Sama")],
            "judul": _("Pemberitahuan Kegagalan Pelindungan Data Pribadi"),
            "nomor": _("Catatan nomor %(n)s, %(tanggal)s", n=breach.id, tanggal=tanggal(now())),
            "kepada": _("Kepada Yth. %(nama)s", nama=to),
            "pembuka": opening,
            "fakta": [[str(label), str(value)] for label, value in facts],
            "penutup": closing,
            "tanda": [_("Pejabat Pelindungan Data Pribadi"), breach.pencatat.nama],
            "kaki": _("Dibuat oleh Si KERJA SAMARINDA."),
        },
    )
