"""The receipt of a submission as PDF/A: what was sent, when, and where to follow it. No NIK stands in it."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import segno
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from app.kit.clock import to_wita
from app.kit.formats import tanggal, waktu
from app.kit.pdf import render_pdf
from app.permohonan import kata, lanjutan
from app.permohonan.models import Kiriman, Permohonan

TEMPLATE = Path(__file__).with_name("tanda_terima.typ")
GROUP = 8  # letters of a fingerprint between two blanks


def make_receipt(permohonan: Permohonan, kiriman: Kiriman) -> bytes:
    """The receipt of one submission, in the language of the request. PDF/A-2b."""
    return render_pdf(TEMPLATE, receipt_data(permohonan, kiriman))


def tracking_url(kode: str) -> str:
    """The public page that follows a case; it shows stage and dates and no personal data."""
    return f"{current_app.config['PUBLIC_URL']}/lacak?kode={kode}"


def fingerprint(kiriman: Kiriman) -> str:
    """SHA-256 of all that was sent in this round, so that it can be proved later."""
    canonical = json.dumps(kiriman.isi, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def receipt_data(permohonan: Permohonan, kiriman: Kiriman) -> dict[str, Any]:
    """Everything that the template sets, as text."""
    url = tracking_url(permohonan.kode)
    sidik = fingerprint(kiriman)
    return {
        "bahasa": getattr(get_locale(), "language", "id"),
        "kop": [_("Pemerintah Kota Samarinda"), _("Sekretariat Daerah, Bagian Kerja Sama")],
        "judul": _("Tanda Terima Permohonan Kerja Sama"),
        "label_kode": _("Kode permohonan"),
        "kode": permohonan.kode,
        "qr": qr_svg(url),
        "qr_alt": _("Kode QR ke halaman pelacakan %(url)s", url=url),
        "lacak": _("Ikuti permohonan ini tanpa masuk, lewat kode QR atau di:"),
        "url": url,
        "fakta": [[str(label), value] for label, value in _facts(kiriman)],
        "lanjut_judul": _("Apa yang terjadi berikutnya"),
        "lanjut": _next(kiriman),
        "label_sidik": _("Sidik isi permohonan (SHA-256)"),
        "sidik": " ".join(sidik[i : i + GROUP] for i in range(0, len(sidik), GROUP)),
        "kaki": _("Dibuat oleh Si KERJA SAMARINDA; sah tanpa tanda tangan."),
    }


def _facts(kiriman: Kiriman) -> list[tuple[Any, str]]:
    """As sent in this round: a later change of the case does not change an old receipt."""
    isi = kiriman.isi
    facts = [
        (kata.ISIAN["judul"], isi["judul"]),
        (_("Pemohon"), _first_line(isi["instansi"])),
        (kata.ISIAN["urusan"], isi["urusan"].replace("\n", ", ")),
        (kata.ISIAN["kategori"], _first_line(isi["kategori"])),
        (kata.ISIAN["ppksd1"], _first_line(isi["ppksd1"])),
        (kata.ISIAN["ppksd2"], _first_line(isi["ppksd2"])),
        (_("Dikirim"), waktu(kiriman.sent_at)),
    ]
    if kiriman.putaran > 1:
        facts.append((_("Pengiriman"), _("Pengiriman ke-%(n)s, sesudah perbaikan", n=kiriman.putaran)))
    return facts


def _first_line(text: str) -> str:
    """The name: what stands below it (address, masked NIK, a reason) is no business of a receipt."""
    return text.partition("\n")[0]


def _next(kiriman: Kiriman) -> list[str]:
    steps = lanjutan.after_sending(to_wita(kiriman.sent_at).date())[1:]
    return [
        f"{step.kalimat} {_('Perkiraan: sampai %(tanggal)s.', tanggal=tanggal(step.on))}"
        if step.on
        else str(step.kalimat)
        for step in steps
    ]


def qr_svg(text: str) -> str:
    """A QR code as SVG; a quarter of it may be damaged and it can still be read."""
    stream = io.BytesIO()
    segno.make(text, error="q", micro=False).save(stream, kind="svg", xmldecl=False, border=0)
    return stream.getvalue().decode()
