"""What is heard of UU PDP. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

PDP: dict[str, tuple[Kabar, ...]] = {}
