"""Admin's one answer to one submission: approve, ask for correction, or refuse for good (guide 5.3.e)."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.permohonan import rules
from app.permohonan.alur import ISIAN, LANGKAH
from app.permohonan.models import (
    AlasanPerbaikan,
    HasilVerifikasi,
    PermintaanPerbaikan,
    Permohonan,
    Verifikasi,
)
from app.permohonan.operations import hat_name, lock, move
from app.permohonan.tahap_operations import begin_stages

STALE = _l(
    "Permohonan ini baru saja diubah oleh orang lain. Lihat keadaannya sekarang, lalu putuskan kembali."
)


def _decide(
    permohonan: Permohonan,
    step: str,
    actor: Pengguna,
    hasil: HasilVerifikasi,
    catatan: str,
    seen_versi: int | None,
) -> tuple[Verifikasi, str]:
    """Check the step and what the page showed; answers the new verification row and the actor's role."""
    lock(permohonan)
    if seen_versi is not None and seen_versi != permohonan.versi:
        raise Stale(STALE)
    sentence = rules.why_not(actor, permohonan, step)
    if sentence is not None:
        raise Refused(sentence)
    langkah = LANGKAH[step]
    if langkah.needs_note and not catatan.strip():
        raise Refused(_l("Tulis alasannya di Catatan."), "catatan")
    row = Verifikasi(
        putaran=permohonan.putaran, hasil=hasil, catatan=catatan.strip(), oleh=actor, decided_at=now()
    )
    permohonan.verifikasi.append(row)
    if langkah.ke is not None:
        move(permohonan, langkah.ke)
    db.session.flush()
    return row, hat_name(actor, permohonan, langkah.hats)


def approve(
    permohonan: Permohonan, *, actor: Pengguna, catatan: str = "", seen_versi: int | None = None
) -> Verifikasi:
    """The application is in order: the case goes on to the stage Penawaran and the team sees it."""
    row, peran = _decide(permohonan, "setujui", actor, HasilVerifikasi.SETUJU, catatan, seen_versi)
    permohonan.verified_at = row.decided_at
    begin_stages(permohonan)
    record("permohonan.disetujui", actor=actor, objek=permohonan, peran=peran, catatan=row.catatan)
    return row


def request_correction(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    permintaan: Sequence[tuple[str, AlasanPerbaikan, str]],
    catatan: str = "",
    seen_versi: int | None = None,
) -> Verifikasi:
    """The applicant must mend fields: `permintaan` holds (field name of alur.ISIAN, typed reason, note).

    Raises Refused when no field is named, or one that does not exist or is named twice.
    """
    names = [name for name, _, _ in permintaan]
    if not names:
        raise Refused(
            _l("Pilih sedikitnya satu isian yang harus diperbaiki, dengan alasannya."), "permintaan"
        )
    if len(set(names)) != len(names) or not set(names) <= set(ISIAN):
        raise Refused(_l("Isian yang diminta diperbaiki tidak dikenal."), "permintaan")
    row, peran = _decide(permohonan, "minta_perbaikan", actor, HasilVerifikasi.PERBAIKAN, catatan, seen_versi)
    row.permintaan = [
        PermintaanPerbaikan(isian=name, alasan=alasan, catatan=note.strip())
        for name, alasan, note in permintaan
    ]
    record(
        "permohonan.perbaikan_diminta",
        actor=actor,
        objek=permohonan,
        peran=peran,
        catatan=row.catatan,
        data={
            "permintaan": [{"isian": n, "alasan": a.value, "catatan": c.strip()} for n, a, c in permintaan]
        },
    )
    return row


def reject(
    permohonan: Permohonan, *, actor: Pengguna, catatan: str, seen_versi: int | None = None
) -> Verifikasi:
    """The application is refused for good, with a reason."""
    row, peran = _decide(permohonan, "tolak", actor, HasilVerifikasi.TOLAK, catatan, seen_versi)
    permohonan.closed_at = row.decided_at
    permohonan.penutup = row.catatan
    record("permohonan.ditolak", actor=actor, objek=permohonan, peran=peran, catatan=row.catatan)
    return row
