"""Who may do what with requests, breaches and texts of UU PDP, and the clock of 3×24 hours. Reads nothing.

A rule answers None when something is allowed, else a sentence for the person.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.pdp.models import JenisPermintaan, Pelanggaran, PermintaanData

# UU 27/2022 art. 30–34 and 46: "paling lambat 3 x 24 (tiga kali dua puluh empat) jam", hours and not working days.
DEADLINE = timedelta(hours=72)
REMIND_BEFORE = timedelta(hours=24)
NOTICE_DAYS = 7  # between the publication of a new privacy notice and the day on which it takes effect
MAX_TEXT = 4000
RESTRICTS = (JenisPermintaan.PEMBATASAN, JenisPermintaan.KEBERATAN)

NOT_OPEN = _l("Permintaan ini sudah diselesaikan.")


def due_after(moment: datetime) -> datetime:
    """The last moment of the term that begins at `moment`."""
    return moment + DEADLINE


def hours_left(due_at: datetime, at: datetime) -> int:
    """Whole hours until the term ends, rounded down; negative when it is over. Exactly 72 hours are still in time."""
    return int((due_at - at).total_seconds() // 3600)


# --- who deals with it --------------------------------------------------------------------------------
def is_officer(user: Any, officers: Sequence[int]) -> bool:
    """The data officers; where there is none in use, Admin stands in. `officers`: ids of the active ones."""
    if has_role(user, roles.PEJABAT_PDP):
        return True
    return not officers and has_role(user, roles.ADMIN)


def may_handle(user: Any, request: PermintaanData, officers: Sequence[int]) -> bool:
    """Nobody deals with her own request: another officer does, and where there is none, Admin."""
    if user.id == request.pengguna_id:
        return False
    others = [one for one in officers if one != request.pengguna_id]
    return is_officer(user, others)


# --- requests --------------------------------------------------------------------------------
def why_not_ask(
    jenis: JenisPermintaan, open_kinds: Sequence[JenisPermintaan], obstacles: Sequence[Any]
) -> Any:
    """None when a person may ask this now. `obstacles`: what stands in the way of an erasure."""
    if jenis in open_kinds:
        return _l("Permintaan Anda yang sejenis masih diproses.")
    if jenis is JenisPermintaan.HAPUS and obstacles:
        return _l("Data Anda belum dapat dihapus. Lihat alasannya di halaman ini.")
    return None


def why_not_end(request: PermintaanData, user: Any, officers: Sequence[int], answer: str) -> Any:
    """None when an officer may answer this request now."""
    if not may_handle(user, request, officers):
        return _l("Permintaan ini ditangani Pejabat PDP lain.")
    if not request.is_terbuka:
        return NOT_OPEN
    if not answer.strip():
        return _l("Tulis jawaban untuk pemohon.")
    return None


def why_not_erase(account: Pengguna, cases: Sequence[str]) -> list[Any]:
    """What must be done before an account is erased; empty when nothing is in the way. `cases`: codes of running ones."""
    found: list[Any] = []
    if has_role(account, *roles.OFFICE):
        found.append(_l("Akun ini masih punya peran dinas. Admin mencabut perannya lebih dahulu."))
    if cases:
        found.append(
            _l(
                "Masih menjadi petugas penghubung perkara yang berjalan: %(kode)s. Alihkan lebih dahulu.",
                kode=", ".join(cases),
            )
        )
    return found


# --- breaches --------------------------------------------------------------------------------
def why_not_close(breach: Pelanggaran, untold: int) -> Any:
    """A breach is closed once everybody concerned and the authority have been told."""
    if not breach.is_terbuka:
        return _l("Pelanggaran ini sudah ditutup.")
    if untold:
        return _l("Masih ada %(n)s orang terdampak yang belum diberi tahu.", n=untold)
    if breach.lembaga_notified_at is None:
        return _l("Pemberitahuan kepada lembaga belum dicatat.")
    return None
