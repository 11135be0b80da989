"""What is heard of registration. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

PENDAFTARAN: dict[str, tuple[Kabar, ...]] = {}
