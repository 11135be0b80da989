"""The worker's clock for terms of 3×24 hours. What is said, and to whom: app/notifikasi."""

from app.kit.clock import now
from app.kit.jobs import jobs
from app.pdp import operations, operations_pelanggaran


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="pdp.ingatkan", queueing_lock="pdp.ingatkan")
def remind(timestamp: int) -> None:
    """Requests and breaches whose term comes near or is over; each is told of once."""
    moment = now()
    operations.remind(moment)
    operations_pelanggaran.remind(moment)
