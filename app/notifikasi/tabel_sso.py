"""What is heard of single sign-on. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

SSO: dict[str, tuple[Kabar, ...]] = {}
