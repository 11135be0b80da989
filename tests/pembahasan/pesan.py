"""What the tests of messages share: who reads internal ones, saying something, addresses."""

import itertools

from app.pembahasan.pesan_operations import post_message

_number = itertools.count(1)

WRITE_INTERNAL = ("admin", "tkksd", "protokol")
READ_INTERNAL = WRITE_INTERNAL
READ_PARTIES_ONLY = ("pemohon", "ppksd2", "superadmin", "pimpinan", "lokus")
STRANGERS = ("rekan", "asing", "baru")
INNER = "Rahasia kota: tunggu arahan Sekda."


def key() -> str:
    return f"kunci-uji-pesan-{next(_number)}"


def say(case, actor, isi="Selamat pagi.", **given):
    given.setdefault("kunci", key())
    return post_message(case, actor=actor, isi=isi, **given)


def url(case, rest=""):
    return f"/permohonan/{case.kode}/pembahasan{rest}"
