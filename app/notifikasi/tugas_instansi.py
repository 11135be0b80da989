"""Kinds of tasks: papers of institutions, handing over, merging."""

from app.notifikasi.tugas_jenis import Jenis

JENIS: tuple[Jenis, ...] = ()
