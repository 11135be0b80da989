"""The worker's job that reminds of papers that end. The rule stands in operations_lembaga.py."""

from app.akun import operations_lembaga
from app.kit.jobs import jobs


@jobs.periodic(cron="23 * * * *")  # hourly: a night in which nothing ran is made up for at once
@jobs.task(name="akun.ingatkan_surat", queueing_lock="akun.ingatkan_surat")
def remind_of_ends(timestamp: int) -> None:
    """Told 30, 7 and 0 days before the last day, by Samarinda's calendar."""
    operations_lembaga.remind_of_ends()
