"""What is heard of signing in: second factor, passkeys, sessions. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

MASUK: dict[str, tuple[Kabar, ...]] = {}
