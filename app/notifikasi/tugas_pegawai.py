"""Kinds of tasks: the directory of ASN."""

from app.notifikasi.tugas_jenis import Jenis

JENIS: tuple[Jenis, ...] = ()
