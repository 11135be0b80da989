"""What is heard of the directory of ASN. Data only; the whole table is in tabel.py."""

from app.notifikasi.kabar import Kabar

PEGAWAI: dict[str, tuple[Kabar, ...]] = {}
