"""The worker's jobs: sending one mail, and looking after mails whose sending broke off. The rules are in pengiriman.py.

Each job commits its own steps: the claim must stand before anything leaves the house.
"""

from app.extensions import db
from app.kit.jobs import jobs, later, later_each
from app.notifikasi import data_pdp, pengiriman


@jobs.task(name="notifikasi.kirim_surel")
def send_mail(surel_id: int) -> None:
    """Send one mail, unless somebody else has it already; a failed attempt asks for the next one."""
    wait = pengiriman.deliver(surel_id)
    if wait is not None:
        later(send_mail, surel_id=surel_id, _schedule_in={"seconds": wait})
    db.session.commit()


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="notifikasi.rapikan_surel", queueing_lock="notifikasi.rapikan_surel")
def look_after_mails(timestamp: int) -> None:
    """A mail that broke off is shown as uncertain; one that waits without a job gets one; addresses of the erased go."""
    pengiriman.give_up_broken()
    data_pdp.mask_farewells()
    later_each(send_mail, [{"surel_id": surel_id} for surel_id in pengiriman.take_forgotten()])
    db.session.commit()
