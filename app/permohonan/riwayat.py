"""The history of one case as people read it: who, in which role, when, what. Reads the journal, changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from flask_babel import gettext as _

from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.jejak.queries import history_of
from app.kit.clock import to_wita
from app.permohonan import kata, queries, rules
from app.permohonan.alur import Bagian
from app.permohonan.models import AlasanPerbaikan, Permohonan

PAGE = 50
RESENT = "permohonan.dikirim_ulang"


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
    """The newest events that this reader may know of, or those older than `before_id`."""
    has_internal = rules.may_read_internal(user, permohonan)
    rows = history_of(permohonan, limit=PAGE + 1, before_id=before_id, has_internal=has_internal)
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    changed = _changed_fields(permohonan, rows)
    items = [Butir(kata.event_of(row.jenis), _actor(row), row, _details(row, changed)) for row in rows]
    days = [
        (day, list(group))
        for day, group in groupby(items, key=lambda item: to_wita(item.peristiwa.at).date())
    ]
    return Riwayat(days, rows[-1].id if has_more else None)


def _changed_fields(permohonan: Permohonan, rows: Sequence[Peristiwa]) -> dict[int, list[str]]:
    """Which fields a resubmission changed, by its round; the texts are read only when there was one."""
    if not any(row.jenis == RESENT for row in rows):
        return {}
    sent = queries.submissions(permohonan)
    return {
        after.putaran: [change.isian for change in queries.changes(before, after)]
        for before, after in pairwise(sent)
    }


def _actor(row: Peristiwa) -> str:
    return f"{row.pelaku_nama} ({row.peran})" if row.peran else row.pelaku_nama


def _details(row: Peristiwa, changed: dict[int, list[str]]) -> list[str]:
    """What an event says beyond its sentence; unknown keys are passed over."""
    data = row.data
    if row.jenis == RESENT:
        names = changed.get(data.get("putaran", 0), [])
        return [_("Isian yang berubah: %(isian)s", isian=kata.isian_list(names))] if names else []
    if row.jenis == "permohonan.perbaikan_diminta":
        return [_request_text(one) for one in data.get("permintaan", [])]
    if data.get("bagian") in Bagian._value2member_map_:
        bagian = str(kata.BAGIAN[Bagian(data["bagian"])])
        listed = kata.isian_list(data.get("isian") or [])
        return [f"{bagian}: {listed}" if listed else bagian]
    if isinstance(data.get("isian"), str):
        return [kata.isian_list([data["isian"]])]
    return [str(data["nama"])] if data.get("nama") else []


def _request_text(request: dict[str, Any]) -> str:
    name = kata.isian_list([request.get("isian", "")])
    reason = request.get("alasan", "")
    if reason in AlasanPerbaikan._value2member_map_:
        reason = str(kata.ALASAN[AlasanPerbaikan(reason)])
    note = request.get("catatan", "")
    return f"{name}: {reason}. {note}".strip()
