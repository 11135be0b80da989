"""Kinds of tasks: UU PDP."""

from app.notifikasi.tugas_jenis import Jenis

JENIS: tuple[Jenis, ...] = ()
