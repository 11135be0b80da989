"""What is heard of papers of institutions, handing over, merging. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

LEMBAGA: dict[str, tuple[Kabar, ...]] = {}
