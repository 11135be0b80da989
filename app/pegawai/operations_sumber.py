"""The personnel system: where it is, and one run that takes over everything or nothing."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.kit.errors import Refused, Stale
from app.pegawai import queries, rules
from app.pegawai.baca import read
from app.pegawai.giliran import lock_directory
from app.pegawai.http_sumber import SourceFault, people
from app.pegawai.models import Sumber, SumberPegawai
from app.pegawai.operations import apply_plan
from app.pegawai.rencana import plan

log = logging.getLogger(__name__)
MOST_BAD = 0.1  # of all lines: more is rather a wrong mapping
EMPTY_MAPPING = {
    "daftar": "data",
    "berikut": "berikut",
    "nip": "nip",
    "nama": "nama",
    "lahir": "tanggal_lahir",
    "opd": "opd",
    "unit": "unit",
    "jabatan": "jabatan",
    "email": "email",
    "aktif": "aktif",
}


@dataclass(frozen=True)
class IsianSumber:
    """What the page of the source sets."""

    alamat: str
    menit: int
    is_keluar: bool
    is_aktif: bool
    pemetaan: dict[str, str] = field(default_factory=lambda: dict(EMPTY_MAPPING))


def save_source(*, actor: Pengguna, isian: IsianSumber, token: str, seen: int) -> SumberPegawai:
    """Superadmin sets the source; an empty token keeps the stored one, unless the address is another host's.

    Raises Refused, Stale.
    """
    refusal = rules.why_not_set_source(actor)
    if refusal is not None:
        raise Refused(refusal)
    sumber = queries.source()
    if (sumber.versi if sumber is not None else 0) != seen:
        raise Stale(_l("Data ini sudah diubah di tempat lain sejak Anda membukanya."))
    if sumber is None:
        sumber = SumberPegawai(id=1, pemetaan={}, hasil={})
        db.session.add(sumber)
    if sumber.token_sandi and not token and _host(sumber.alamat) != _host(isian.alamat):
        sumber.token_sandi = None  # a token is for one host
    values: Mapping[str, Any] = asdict(isian)
    changed = sorted(name for name, value in values.items() if getattr(sumber, name) != value)
    for name in changed:
        setattr(sumber, name, values[name])
    if token:
        sumber.token_sandi = encrypt(token)
        changed.append("token")
    db.session.flush()
    record(
        "pegawai.sumber_diubah", actor=actor, objek=sumber, peran=acting_role(actor), data={"isian": changed}
    )
    return sumber


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def is_due() -> bool:
    """Whether the source is on and its time has come; some seconds early are not too early."""
    sumber = queries.source()
    if sumber is None or not sumber.is_aktif:
        return False
    wait = timedelta(minutes=sumber.menit) - timedelta(seconds=30)
    return sumber.last_run_at is None or sumber.last_run_at + wait <= now()


def run() -> bool:
    """Fetch everybody and apply the difference; answers whether that went well. Any fault changes nobody.

    Commits nothing: what is kept of a run that failed is only that it did.
    """
    sumber = queries.source()
    if sumber is None or not sumber.alamat:
        return False
    token = decrypt(sumber.token_sandi) if sumber.token_sandi else ""
    try:
        rows = [(number, row) for number, row in people(sumber.alamat, token, sumber.pemetaan)]
        with db.session.begin_nested():
            result = _apply(sumber, rows)
    except SourceFault as fault:
        log.warning("Sistem kepegawaian: %s", fault)
        return _note(sumber, {"sebab": fault.sebab, "rinci": fault.rinci}, is_ok=False)
    return _note(sumber, result, is_ok=True)


def _apply(sumber: SumberPegawai, rows: list[tuple[int, dict[str, Any]]]) -> dict[str, Any]:
    lock_directory()
    if not rows:
        raise SourceFault("kosong", "tidak ada pegawai dalam jawaban")
    bacaan = read(rows, queries.offices())
    rencana = plan(bacaan, queries.all_rows(), is_leaving=sumber.is_keluar)
    counts = rencana.counts(bacaan)
    if counts["galat"] > counts["baris"] * MOST_BAD:
        raise SourceFault("isi", f"{counts['galat']} dari {counts['baris']} baris salah")
    if rencana.are_many_leaving:
        raise SourceFault("keluar", f"{counts['keluar']} dari {counts['hadir']} orang akan keluar")
    apply_plan(rencana, actor=None, sumber=Sumber.API)
    return {"hitungan": counts, "ubahan": rencana.size}


def _note(sumber: SumberPegawai, result: dict[str, Any], *, is_ok: bool) -> bool:
    """How the run ended; in the journal only when somebody changed, or when it stopped or began to go wrong."""
    was_ok = "sebab" not in (sumber.hasil or {})
    moment = now()
    values: dict[str, Any] = {"last_run_at": moment, "hasil": result}
    if is_ok:
        values["last_ok_at"] = moment
    db.session.execute(
        update(SumberPegawai).where(SumberPegawai.id == 1).values(**values)
    )  # not a new version
    db.session.expire(sumber)
    if result.get("ubahan") or was_ok is not is_ok:
        record("pegawai.sumber_dijalankan", actor=None, objek=sumber, data={"berhasil": is_ok, **result})
    return is_ok
