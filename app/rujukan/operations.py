"""The two acts on reference data that carry a rule: a new version of the integrity pact, a changed setting.

All other reference rows have no life: Flask-AppBuilder writes them, and `jejak_fab.py` records it.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, text

from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import today
from app.kit.errors import Refused, Stale
from app.rujukan import queries
from app.rujukan.models import PaktaIntegritas

PAKTA_LOCK = 0x9AC7A  # any fixed number: two people who add a version at once do it one after the other
LARGEST = 1_000_000_000  # no setting of a city is larger; dates and sums that are made of it stay possible


def pakta_fingerprint(isi: str) -> str:
    """SHA-256 of the text that people accept; kept with every acceptance."""
    return hashlib.sha256(isi.encode()).hexdigest()


def add_pakta(isi: str, berlaku_on: date, *, actor: Any, peran: str = "") -> PaktaIntegritas:
    """A new version takes effect on a day to come; what is in force is never changed (guide 5, pakta integritas).

    `isi` holds one statement a line. Raises Refused for an empty text, a day before today, or a day that another
    version already has.
    """
    lines = [line.strip() for line in isi.splitlines() if line.strip()]
    if not lines:
        raise Refused(_l("Tulis sedikitnya satu pernyataan."), "isi")
    if berlaku_on < today():
        raise Refused(
            _l("Versi baru tidak dapat berlaku surut. Pilih hari ini atau sesudahnya."), "berlaku_on"
        )
    db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PAKTA_LOCK})
    if db.session.scalar(select(PaktaIntegritas.id).where(PaktaIntegritas.berlaku_on == berlaku_on)):
        raise Refused(
            _l("Sudah ada versi yang mulai berlaku pada tanggal itu. Pilih tanggal lain."), "berlaku_on"
        )
    content = "\n".join(lines)
    row = PaktaIntegritas(
        versi=queries.next_pakta_versi(), berlaku_on=berlaku_on, isi=content, sidik=pakta_fingerprint(content)
    )
    db.session.add(row)
    data = {"versi": row.versi, "berlaku_on": berlaku_on.isoformat(), "sidik": row.sidik}
    record("rujukan.ditambah", actor=actor, peran=peran, objek=row, data=data)
    return row


@dataclass(frozen=True)
class SettingInJournal:
    """A setting as the journal names it: settings are known by a word, the journal counts its objects."""

    key: str
    __tablename__ = queries.SETTING_TABLE

    @property
    def id(self) -> int:
        """A number that belongs to the key for ever (the journal's column takes 31 bits)."""
        return zlib.crc32(self.key.encode()) & 0x7FFFFFFF

    def __str__(self) -> str:
        return self.key


def change_setting(key: str, value: Any, *, actor: Any, seen: Any = None, peran: str = "") -> bool:
    """A setting takes a checked value, and the journal says who changed it from what to what.

    `seen` is the value that the form showed (None: not asked). Answers False when nothing changed. Raises
    Refused, with the key as field, when it is not theirs to set, the value has another type or its check says no;
    Stale when somebody else has changed the setting meanwhile.
    """
    setting = settings.REGISTRY[key]
    if not settings.may_set(setting, actor):
        raise Refused(_l("Pengaturan ini hanya diubah oleh Superadmin."), key)
    before = settings.get(key)
    if value == before:
        return False
    if seen is not None and seen != before:
        raise Stale(
            _l("Orang lain baru saja mengubah pengaturan ini. Muat ulang halaman, lalu periksa kembali."), key
        )
    if type(value) is not setting.kind:
        raise Refused(_l("Nilai ini tidak dapat dipakai."), key)
    if type(value) is int and abs(value) > LARGEST:
        raise Refused(_l("Bilangan ini terlalu besar."), key)
    complaint = setting.check(value) if setting.check else None
    if complaint is not None:
        raise Refused(complaint, key)
    settings.put(key, value)
    record(
        queries.SETTING_CHANGED,
        actor=actor,
        peran=peran,
        objek=SettingInJournal(key),
        data={"lama": before, "baru": value},
    )
    return True


def change_settings(
    wanted: Mapping[str, Any], *, actor: Any, seen: Mapping[str, Any] | None = None, peran: str = ""
) -> int:
    """Several settings at once, all or none; answers how many changed. Raises as `change_setting` does."""
    shown = seen or {}
    return sum(
        change_setting(key, value, actor=actor, seen=shown.get(key), peran=peran)
        for key, value in wanted.items()
        if key not in shown or shown[key] != value
    )
