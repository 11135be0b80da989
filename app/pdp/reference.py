"""The texts that a new city begins with: the privacy notice and what people are asked. Published rows are never touched.

Repeatable: loaded only while there are none. Nothing is committed here.
"""

from pathlib import Path

from sqlalchemy import select

from app.extensions import db
from app.kit.clock import now
from app.pdp.models import NaskahPrivasi, TeksPersetujuan, TujuanPersetujuan
from app.pdp.operations_persetujuan import fingerprint

DATA = Path(__file__).resolve().parent / "data"
FIRST = "Versi pertama."
TEXTS: dict[TujuanPersetujuan, tuple[str, str, str, str]] = {
    TujuanPersetujuan.KABAR_LAYANAN: (
        "Kabar layanan lewat surel",
        "Kami boleh mengirim surel kabar layanan ke alamat Anda: perubahan aturan, pelatihan, dan fitur baru, di luar "
        "kabar tentang perkara Anda sendiri. Yang dipakai hanya alamat email. Berlaku sampai Anda menariknya; tanpa "
        "persetujuan ini semua layanan tetap berjalan.",
        "Service news by e-mail",
        "We may send news of the service to your address: changes of rules, trainings and new features, beyond news of "
        "your own cases. Only the e-mail address is used. It holds until you withdraw it; without it every service "
        "works as before.",
    ),
    TujuanPersetujuan.KONTAK_PUBLIK: (
        "Nama sebagai kontak pada daftar kerja sama publik",
        "Nama Anda boleh ditampilkan sebagai petugas penghubung pada daftar kerja sama yang dibaca umum, pada kerja "
        "sama yang Anda hubungi. Telepon, email, dan NIK tidak ditampilkan. Berlaku sampai Anda menariknya; tanpa "
        "persetujuan ini nama Anda tidak ditampilkan.",
        "Name as contact on the public register of cooperation",
        "Your name may be shown as contact on the register that everybody can read, at the agreements for which you "
        "are the contact. Telephone, e-mail and NIK are not shown. It holds until you withdraw it; without it your name "
        "is not shown.",
    ),
}


def load() -> None:
    """The first version of each text."""
    moment = now()
    if db.session.scalar(select(NaskahPrivasi.id).limit(1)) is None:
        isi, english = (
            (DATA / f"privasi.{code}.md").read_text(encoding="utf-8").strip() for code in ("id", "en")
        )
        db.session.add(
            NaskahPrivasi(
                versi=1,
                ringkasan=FIRST,
                isi=isi,
                isi_en=english,
                sidik=fingerprint(isi, english),
                published_at=moment,
                berlaku_at=moment,
            )
        )
    known = set(db.session.scalars(select(TeksPersetujuan.tujuan)))
    for tujuan, parts in TEXTS.items():
        if tujuan not in known:
            judul, isi, judul_en, isi_en = parts
            db.session.add(
                TeksPersetujuan(
                    tujuan=tujuan,
                    versi=1,
                    judul=judul,
                    isi=isi,
                    judul_en=judul_en,
                    isi_en=isi_en,
                    sidik=fingerprint(*parts),
                    published_at=moment,
                )
            )
    db.session.flush()
