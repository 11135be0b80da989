"""How long a case has been where it stands, and how long each side has had it: in working days. Reads its arguments only.

The city's time and the applicant's time are counted from what was sent and what was answered, never set by hand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.kit.clock import to_wita, working_days_between
from app.permohonan.alur import TAHAP_OF, Status, Tahap
from app.permohonan.models import HasilVerifikasi, Kiriman, Permohonan

# As far as the turns are known from submissions and answers alone.
KNOWN_TURNS = (
    Status.MENUNGGU_VERIFIKASI,
    Status.PERLU_PERBAIKAN,
    Status.PENAWARAN,
    Status.DITOLAK,
    Status.DITARIK,
)


@dataclass(frozen=True)
class Lama:
    """Working days: in this stage (since when), in this status, in all, and by side (None: not known)."""

    sejak: datetime
    tahap: int
    status: int
    seluruhnya: int
    kota: int | None = None
    pemohon: int | None = None


def stage_since(permohonan: Permohonan) -> datetime:
    """When the present stage began: Persiapan with the submission, Penawaran with the approval."""
    stage = TAHAP_OF[permohonan.status]
    if stage is Tahap.PERSIAPAN and permohonan.submitted_at is not None:
        return permohonan.submitted_at
    if stage is Tahap.PENAWARAN and permohonan.verified_at is not None:
        return permohonan.verified_at
    return permohonan.status_since


def measure(
    permohonan: Permohonan, kiriman: Sequence[Kiriman], today: date, holidays: Collection[date]
) -> Lama:
    """How long, up to today or to the day on which the case was closed. Needs a submitted case."""

    def days(start: datetime, end: datetime | None = None) -> int:
        until = end or permohonan.closed_at
        return working_days_between(
            to_wita(start).date(), to_wita(until).date() if until else today, holidays
        )

    assert permohonan.submitted_at is not None
    since = stage_since(permohonan)
    kota, pemohon = None, None
    if permohonan.status in KNOWN_TURNS and kiriman:
        turns = _turns(permohonan, kiriman)
        kota = sum(days(start, end) for is_city, start, end in turns if is_city)
        pemohon = sum(days(start, end) for is_city, start, end in turns if not is_city)
    return Lama(
        since, days(since), days(permohonan.status_since), days(permohonan.submitted_at), kota, pemohon
    )


def _turns(
    permohonan: Permohonan, kiriman: Sequence[Kiriman]
) -> list[tuple[bool, datetime, datetime | None]]:
    """(is it the city's turn, from, to): each submission until its answer, each answer until the next submission."""
    answers = {row.putaran: row for row in permohonan.verifikasi}
    turns: list[tuple[bool, datetime, datetime | None]] = []
    for place, sent in enumerate(kiriman):
        answer = answers.get(sent.putaran)
        turns.append((True, sent.sent_at, answer.decided_at if answer else None))
        if answer is None or answer.hasil is HasilVerifikasi.TOLAK:
            continue
        following = kiriman[place + 1].sent_at if place + 1 < len(kiriman) else None
        turns.append((False, answer.decided_at, following))
    return turns
