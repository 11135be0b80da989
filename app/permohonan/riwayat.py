"""The history of one case as people read it: who, in which role, when, what. Reads the journal, changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.jejak.queries import history_of
from app.kit.clock import to_wita
from app.permohonan import kata, queries, rincian, rules
from app.permohonan.models import Permohonan
from app.permohonan.sambungan import riwayat_of

PAGE = 50


@dataclass(frozen=True)
class Butir:
    """One event: its sentence and look, its actor with the role, what it was about, the note that was written."""

    kejadian: kata.Kejadian
    pelaku: str
    peristiwa: Peristiwa
    rincian: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Riwayat:
    """One page of history: its events by day, newest first, and the id from which older ones follow (None: no more)."""

    hari: list[tuple[date, list[Butir]]]
    lebih_lama: int | None


def history_page(permohonan: Permohonan, before_id: int | None, user: Pengguna) -> Riwayat:
    """The newest events that this reader may know of, or those older than `before_id`.

    Events of what hangs on the case, as its agreements, stand among them.
    """
    has_internal = rules.may_read_internal(user, permohonan)
    rows = history_of(
        permohonan,
        limit=PAGE + 1,
        before_id=before_id,
        has_internal=has_internal,
        beside=riwayat_of(permohonan),
    )
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    changed = _changed_fields(permohonan, rows)
    items = [Butir(kata.event_of(row.jenis), _actor(row), row, rincian.details(row, changed)) for row in rows]
    days = [
        (day, list(group))
        for day, group in groupby(items, key=lambda item: to_wita(item.peristiwa.at).date())
    ]
    return Riwayat(days, rows[-1].id if has_more else None)


def _changed_fields(permohonan: Permohonan, rows: Sequence[Peristiwa]) -> dict[int, list[str]]:
    """Which fields a resubmission changed, by its round; the texts are read only when there was one."""
    if not any(row.jenis == rincian.RESENT for row in rows):
        return {}
    sent = queries.submissions(permohonan)
    return {
        after.putaran: [change.isian for change in queries.changes(before, after)]
        for before, after in pairwise(sent)
    }


def _actor(row: Peristiwa) -> str:
    return f"{row.pelaku_nama} ({row.peran})" if row.peran else row.pelaku_nama
