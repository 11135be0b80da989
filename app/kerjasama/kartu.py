"""What the page of a case shows of its agreements: the card once all is signed, and a section beside the answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, has_request_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.kerjasama import rules
from app.kerjasama.keadaan import keadaan_of
from app.kerjasama.models import KerjaSama
from app.kerjasama.queries import of_case
from app.permohonan.alur import BERLAKU, PENJADWALAN, USAI, Status
from app.permohonan.models import Permohonan
from app.permohonan.sambungan import (
    Kartu,
    Petak,
    register_ikatan,
    register_kartu,
    register_petak,
    register_riwayat,
)

SIGNED = (*BERLAKU, *USAI)

JUDUL: dict[Status, Any] = {
    Status.DITANDATANGANI: _l("Kerja sama sudah ditandatangani"),
    Status.BERJALAN: _l("Kerja sama berjalan"),
    Status.BERAKHIR: _l("Kerja sama berakhir"),
    Status.DIAKHIRI: _l("Kerja sama diakhiri lebih awal"),
}
TEKS: dict[Status, Any] = {
    Status.DITANDATANGANI: _l("Naskahnya sah. Jangka waktunya belum mulai."),
    Status.BERJALAN: _l("Naskahnya sah dan sedang berlaku."),
    Status.BERAKHIR: _l("Jangka waktunya sudah habis. Catatannya tetap dapat dibaca."),
    Status.DIAKHIRI: _l(
        "Kerja sama ini berhenti sebelum jangka waktunya habis. Catatannya tetap dapat dibaca."
    ),
}


def signed_in(permohonan: Permohonan) -> Sequence[KerjaSama]:
    """What was signed in a case; read once for the card and the section of one page."""
    if permohonan.status not in (*SIGNED, *PENJADWALAN):
        return []
    if not has_request_context():
        return of_case(permohonan)
    found = g.get("_kerja_sama_perkara")
    if found is None or found[0] is not permohonan:
        found = g._kerja_sama_perkara = (permohonan, of_case(permohonan))
    return found[1]


def card(permohonan: Permohonan, user: Pengguna, form: Any = None) -> Kartu | None:
    """Calmly what stands, with Admin's buttons for the public register."""
    rows = signed_in(permohonan)
    is_keeper = bool(rows) and rules.may_keep(user, rows[0]) is None
    isi = {"baris": rows, "is_pengurus": is_keeper, "keadaan_of": keadaan_of}
    return Kartu(JUDUL[permohonan.status], TEKS[permohonan.status], templat="kerjasama/_kartu.html", isi=isi)


def section(permohonan: Permohonan, user: Pengguna) -> Mapping[str, Any] | None:
    """Numbers, term and file of each agreement; nothing before the first one stands."""
    rows = signed_in(permohonan)
    return {"judul": _("Kerja sama"), "baris": rows, "keadaan_of": keadaan_of} if rows else None


def register() -> None:
    register_kartu(SIGNED, card)
    register_petak(Petak("kerjasama/_petak.html", "sisi", 10, section))
    register_riwayat(signed_in)
    register_ikatan(lambda permohonan: bool(of_case(permohonan)))
