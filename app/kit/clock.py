"""Time: UTC inside, WITA outside, working days by a list of holidays. Nothing else asks the system's clock."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


_other_moment: ContextVar[datetime | None] = ContextVar("other_moment", default=None)


def now() -> datetime:
    """This moment, in UTC, with its zone."""
    return _other_moment.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were another moment: for example data and tests, in this context only."""
    token = _other_moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _other_moment.reset(token)


def to_wita(moment: datetime) -> datetime:
    """The same moment on a clock in Samarinda. A moment without a zone is taken as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(WITA)


def today() -> date:
    """Today's date in Samarinda."""
    return to_wita(now()).date()


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Monday to Friday, except holidays and cuti bersama."""
    return day.weekday() < 5 and day not in holidays


def working_days_between(start_on: date, end_on: date, holidays: Collection[date]) -> int:
    """How many working days lie after `start_on` up to and including `end_on`; 0 when none."""
    if end_on <= start_on:
        return 0
    weeks, rest = divmod((end_on - start_on).days, 7)
    count = weeks * 5
    first = start_on + timedelta(days=weeks * 7 + 1)
    count += sum((first + timedelta(days=i)).weekday() < 5 for i in range(rest))
    return count - sum(1 for day in set(holidays) if start_on < day <= end_on and day.weekday() < 5)


def add_working_days(start_on: date, days: int, holidays: Collection[date]) -> date:
    """The date that lies `days` working days after `start_on` (the first day is not counted)."""
    day = start_on
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day
