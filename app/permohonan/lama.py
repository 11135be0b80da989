"""How long a case has been where it stands, and how long each side has had it: in working days. Reads its arguments only.

Until the verification the turns are told by what was sent and what was answered; from then on by the ledger of
turns. They are counted, never set by hand.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.kit.clock import to_wita, working_days_between
from app.permohonan.alur import BERLAKU, PEMBAHASAN, TAHAP_OF, TERVERIFIKASI, USAI, Giliran, Status, Tahap
from app.permohonan.models import (
    GiliranPerkara,
    HasilVerifikasi,
    Kiriman,
    Permohonan,
    TahapPerkara,
    Verifikasi,
)

KOTA = (Giliran.ADMIN, Giliran.TKKSD, Giliran.PROTOKOL)
CLOSE = timedelta(minutes=1)  # two moments of one act

Turn = tuple[bool | None, datetime, datetime | None]  # (the city's? None: nobody's alone, from, until)


@dataclass(frozen=True)
class Saat:
    """One submission or one answer of Admin, as far as time is counted by it."""

    putaran: int
    sent_at: datetime
    hasil: HasilVerifikasi | None = None

    @property
    def decided_at(self) -> datetime:
        return self.sent_at


@dataclass(frozen=True)
class Masa:
    """One turn of the ledger."""

    since_at: datetime
    until_at: datetime | None
    status: Status
    giliran: Giliran


@dataclass(frozen=True)
class Jam:
    """All that time is counted by, each list oldest first."""

    kiriman: list[Saat] = field(default_factory=list)
    jawaban: list[Saat] = field(default_factory=list)
    buku: list[Masa] = field(default_factory=list)


@dataclass(frozen=True)
class Lama:
    """Working days: in this stage (since when), in this status, in this turn, in all, and by side (None: not known)."""

    sejak: datetime
    tahap: int
    status: int
    giliran: int
    seluruhnya: int
    kota: int | None = None
    pemohon: int | None = None


def measure(
    permohonan: Permohonan,
    kiriman: Sequence[Kiriman | Saat],
    today: date,
    holidays: Collection[date],
    buku: Sequence[GiliranPerkara | Masa] = (),
    tahap: Sequence[TahapPerkara] = (),
    jawaban: Sequence[Verifikasi | Saat] | None = None,
) -> Lama:
    """How long, up to today or to the day on which the case was over. Needs a submitted case.

    `buku`: its ledger of turns, oldest first; `tahap`: its stages of discussion, oldest first; `jawaban`: what Admin
    answered (None: as the case itself has it).
    """
    assert permohonan.submitted_at is not None
    over = permohonan.closed_at

    def days(start: datetime, end: datetime | None = None) -> int:
        until = end or over
        return working_days_between(
            to_wita(start).date(), to_wita(until).date() if until else today, holidays
        )

    since = stage_since(permohonan, buku, tahap)
    turns = _turns(permohonan, kiriman, buku, permohonan.verifikasi if jawaban is None else jawaban)
    kota, pemohon = (_sum(days, turns, True), _sum(days, turns, False)) if turns is not None else (None, None)
    return Lama(
        since,
        days(since),
        days(permohonan.status_since),
        days(permohonan.giliran_since),
        days(permohonan.submitted_at, signed_at(permohonan, buku)),
        kota,
        pemohon,
    )


def stage_since(
    permohonan: Permohonan, buku: Sequence[GiliranPerkara | Masa] = (), tahap: Sequence[TahapPerkara] = ()
) -> datetime:
    """When the present stage began.

    Persiapan with the submission; a stage of discussion when it opened; scheduling and carrying out with the first
    turn in them.
    """
    stage = TAHAP_OF[permohonan.status]
    if stage is Tahap.PERSIAPAN and permohonan.submitted_at is not None:
        return permohonan.submitted_at
    here = next((row for row in tahap if row.closed_at is None), None)
    if here is not None and permohonan.status in PEMBAHASAN:
        return here.opened_at
    if stage is Tahap.PENAWARAN and permohonan.verified_at is not None:
        return permohonan.verified_at
    return _entered(buku, stage) or permohonan.status_since


def _entered(buku: Sequence[GiliranPerkara | Masa], stage: Tahap | None) -> datetime | None:
    """The first turn of the run of turns in this stage that lasts until now."""
    found = None
    for row in reversed(buku):
        if stage is None or TAHAP_OF[row.status] is not stage:
            break
        found = row.since_at
    return found


def signed_at(permohonan: Permohonan, buku: Sequence[GiliranPerkara | Masa]) -> datetime | None:
    """When an agreement stood, at which the way of the application ended; None before that."""
    if permohonan.status not in (*BERLAKU, *USAI):
        return None
    first = next((row.since_at for row in buku if row.status in BERLAKU), None)
    return first or permohonan.status_since


def _sum(days: Callable[[datetime, datetime | None], int], turns: Sequence[Turn], is_city: bool) -> int:
    return sum(days(start, end) for side, start, end in turns if side is is_city)


def _turns(
    permohonan: Permohonan,
    kiriman: Sequence[Kiriman | Saat],
    buku: Sequence[GiliranPerkara | Masa],
    jawaban: Sequence[Verifikasi | Saat],
) -> list[Turn] | None:
    """All turns since the submission; None when a part of them is not known."""
    if not kiriman:
        return None
    turns = _before_verification(kiriman, jawaban)
    verified = permohonan.verified_at
    if verified is None:
        return turns
    later = [row for row in buku if row.status in TERVERIFIKASI]
    if not later or later[0].since_at > verified + CLOSE:
        return None  # an old case whose turns nobody wrote down
    return turns + [
        (
            None if row.giliran not in (*KOTA, Giliran.PEMOHON) else row.giliran in KOTA,
            row.since_at,
            row.until_at,
        )
        for row in later
    ]


def _before_verification(
    kiriman: Sequence[Kiriman | Saat], jawaban: Sequence[Verifikasi | Saat]
) -> list[Turn]:
    """Each submission until its answer is the city's turn, each request until the next submission the applicant's."""
    answers = {row.putaran: row for row in jawaban}
    turns: list[Turn] = []
    for place, sent in enumerate(kiriman):
        answer = answers.get(sent.putaran)
        turns.append((True, sent.sent_at, answer.decided_at if answer else None))
        if answer is None or answer.hasil is not HasilVerifikasi.PERBAIKAN:
            continue
        following = kiriman[place + 1].sent_at if place + 1 < len(kiriman) else None
        turns.append((False, answer.decided_at, following))
    return turns
