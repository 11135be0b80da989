"""The worker's job that moves cases when a term begins or ends. The rule stands in operations.py."""

from app.kerjasama import operations
from app.kit.jobs import jobs


@jobs.periodic(cron="11 * * * *")  # hourly: a night in which nothing ran is made up for at once
@jobs.task(name="kerjasama.majukan_masa", queueing_lock="kerjasama.majukan_masa")
def advance_terms(timestamp: int) -> None:
    """Running from the first day of a term on, ended after its last one, by Samarinda's calendar."""
    operations.advance_terms()
