"""Who may hand a contact's place over, who may take it, who sets the rights of PPKSD-2 (F7, F18). Sentences only.

Neither Flask nor FAB is known here; whether a profile is complete is told by who asks.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.permohonan import rules
from app.permohonan.alur import DAPAT_DIUBAH, TERTUTUP, USAI, Hat, Status
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas

# A case that is over has nothing to hand over.
SELESAI = (*TERTUTUP, *USAI)
PENGELOLA, ADMIN = "Pengelola instansi", "Admin"
OVER = _l("Perkara ini sudah selesai.")
NOBODY = _l("Tempat ini belum ditempati siapa pun.")


def is_running(permohonan: Permohonan) -> bool:
    return permohonan.status not in SELESAI


def belongs(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person is an active member of the institution that applies."""
    members = {row.pengguna_id for row in permohonan.instansi.anggota if row.ended_at is None}
    return bool(user.active) and user.id in members


def has_left(petugas: Petugas) -> bool:
    """Whether this contact can act for the institution no more: gone from it, or without an account in use."""
    return petugas.pengguna is not None and not belongs(petugas.pengguna, petugas.permohonan)


def runs_institution(user: Pengguna, permohonan: Permohonan) -> bool:
    return any(
        row.pengguna_id == user.id and row.is_pengelola and row.ended_at is None
        for row in permohonan.instansi.anggota
    )


def role_for(user: Pengguna, permohonan: Permohonan, ke: int) -> str:
    """In which role this person hands this place over; empty when in none.

    PPKSD-1 both places, PPKSD-2 her own, who runs the institution and Admin both; an Admin who belongs to the
    applying side only as what she is there.
    """
    mine = rules.hats(user, permohonan)
    if belongs(user, permohonan):
        if Hat.PPKSD1 in mine:
            return "PPKSD-1"
        if runs_institution(user, permohonan):
            return PENGELOLA
        return "PPKSD-2" if Hat.PPKSD2 in mine and ke == 2 else ""
    is_office = has_role(user, roles.ADMIN) and permohonan.status is not Status.DRAF
    return ADMIN if is_office and not rules.is_interested(user, permohonan) else ""


def why_not_hand_over(user: Pengguna, permohonan: Permohonan, ke: int) -> Any:
    """None when this person may hand this place over now; else a sentence why not."""
    petugas = rules.petugas_ke(permohonan, ke)
    if not role_for(user, permohonan, ke):
        return rules.NOT_YOURS
    if not is_running(permohonan):
        return OVER
    if petugas is None or petugas.pengguna is None or petugas.jawaban is not JawabanPetugas.DITERIMA:
        return NOBODY
    if not permohonan.instansi.is_active:
        return _l("Instansi ini sudah dinonaktifkan. Hubungi Bagian Kerja Sama.")
    return None


def why_not_receive(person: Pengguna, permohonan: Permohonan, has_profile: bool) -> Any:
    """None when this person may take a place in this case; else a sentence why not. `has_profile`: biodata is there."""
    if not belongs(person, permohonan):
        return _l("Pilih anggota aktif %(instansi)s.", instansi=permohonan.instansi_nama)
    if any(row.pengguna_id == person.id for row in permohonan.petugas):
        return _l("%(nama)s sudah menjadi petugas perkara ini.", nama=person.nama)
    if not has_profile:
        return _l("%(nama)s belum melengkapi biodata.", nama=person.nama)
    return None


def is_at_once(petugas: Petugas, peran: str) -> bool:
    """Whether handing over needs no answer: the contact has left, and who answers for the institution replaces her."""
    return has_left(petugas) and peran in (PENGELOLA, ADMIN)


def needs_pakta(permohonan: Permohonan) -> bool:
    """Whether who takes a place now accepts the integrity pact with it: while what is said can still be changed."""
    return permohonan.status in DAPAT_DIUBAH


def why_not_set_hak(user: Pengguna, permohonan: Permohonan) -> Any:
    """None when this person may set the rights of PPKSD-2 now; else a sentence why not."""
    kedua = rules.petugas_ke(permohonan, 2)
    if Hat.PPKSD1 not in rules.hats(user, permohonan):
        return _l("Hak PPKSD-2 diatur oleh PPKSD-1.")
    if not belongs(user, permohonan):
        return rules.not_a_member(permohonan)
    if not is_running(permohonan):
        return OVER
    if kedua is None or kedua.jawaban is JawabanPetugas.DITOLAK:
        return _l("Pilih dahulu PPKSD-2.")
    return None
