"""Background work: how a job is asked for and how a worker runs it. What the jobs do stands in each package.

A job is a row. `later()` writes it on the session's own connection, so it exists if and only if the change was
committed. A job may run twice (a worker can die between the work and its mark): make tasks repeatable.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import procrastinate
from flask import Flask
from procrastinate import exceptions
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from sqlalchemy import text

from app.extensions import db
from app.kit.ratelimit import FORGET_OLD

log = logging.getLogger(__name__)

# Never opened in web processes: deferring borrows the session's connection.
jobs = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

_borrowing = JobManager(procrastinate.SyncPsycopgConnector())

GRACE_SECONDS = 20
STALLED_SECONDS = 60
KEEP_SUCCEEDED_HOURS = 24 * 14
_OPTIONS = {"schedule_at", "schedule_in", "priority", "lock", "queueing_lock", "queue"}


def later(task: Task[..., Any, ...], **kwargs: Any) -> int | None:
    """Ask for a job inside the running transaction: no commit, no job. Answers its number.

    `kwargs` are the task's own arguments (JSON: numbers, texts, lists). Names with a leading underscore are
    procrastinate's options: `_schedule_at` (aware datetime), `_schedule_in` (dict of timedelta), `_priority`, `_lock`,
    `_queue`, and `_queueing_lock`, with which a second job that still waits is not made: the answer is then None.
    """
    options = {
        name[1:]: kwargs.pop(name) for name in list(kwargs) if name[:1] == "_" and name[1:] in _OPTIONS
    }
    db.session.flush()  # a row that the job will look for exists in this transaction, also for the reader of logs
    if "queueing_lock" not in options:
        return _defer(task, options, kwargs)
    try:
        with db.session.begin_nested():  # else the conflict would abort the whole operation
            return _defer(task, options, kwargs)
    except exceptions.AlreadyEnqueued:
        return None


def later_each(task: Task[..., Any, ...], arguments: Sequence[dict[str, Any]]) -> None:
    """As `later()`, for many jobs of one task: one statement, however many. Each dict holds one job's arguments."""
    if arguments:
        db.session.flush()
        _deferrer(task, {}).batch_defer(*arguments)


def _defer(task: Task[..., Any, ...], options: dict[str, Any], kwargs: dict[str, Any]) -> int:
    return _deferrer(task, options).defer(**kwargs)


def _deferrer(task: Task[..., Any, ...], options: dict[str, Any]) -> JobDeferrer:
    """Asks on the session's own connection; also inside the worker, whose own connector is asynchronous."""
    connection = db.session.connection().connection.driver_connection
    deferrer = task.configure(connection=connection, **options)
    deferrer.job_manager = _borrowing
    return deferrer


@jobs.periodic(cron="* * * * *")
@jobs.task(name="kit.lanjutkan_macet", queueing_lock="kit.lanjutkan_macet", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
    """A job whose worker died goes back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("Pekerjaan %s (%s) terhenti; dijalankan lagi.", job.id, job.task_name)
        await manager.retry_job(job)


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="kit.buang_pekerjaan_lama", queueing_lock="kit.buang_pekerjaan_lama", pass_context=True)
async def forget_succeeded(context: procrastinate.JobContext, timestamp: int) -> None:
    """Succeeded jobs are kept for two weeks, failed ones until somebody has looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_SUCCEEDED_HOURS)


@jobs.periodic(cron="47 * * * *")
@jobs.task(name="kit.buang_hitungan_lama", queueing_lock="kit.buang_hitungan_lama")
def forget_old_counts(timestamp: int) -> None:
    """Counters of the rate limiter whose time is over: they hold addresses of visitors."""
    db.session.execute(FORGET_OLD)


def worker_age_seconds() -> float | None:
    """Seconds since the youngest sign of life of any worker, None when there is no worker."""
    query = "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM procrastinate_workers"
    age = db.session.execute(text(query)).scalar()
    return None if age is None else float(age)


def in_app(app: Flask) -> Callable[..., Any]:
    """What surrounds each task: an app context, one commit at the end, and a rollback when it fails."""

    def run(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
        with app.app_context():
            try:
                result = call_next()
                db.session.commit()
                return result
            finally:
                db.session.remove()

    return run


def run_worker(app: Flask, parent: int = 0, **options: Any) -> None:
    """Work until told to stop (SIGTERM, SIGINT); running jobs get some seconds to end.

    `parent`: stop also when this process is gone. Losing the database ends the worker on purpose: whoever started it
    starts it again.
    """
    if parent:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "", 1)
    connector = procrastinate.PsycopgConnector(conninfo=url, min_size=1, max_size=4)
    # replaced, not with_connector(): periodic tasks keep the connector of the App that declared them
    with jobs.replace_connector(connector) as working:
        settings: dict[str, Any] = {
            "concurrency": 2,
            "name": "pekerja",
            "shutdown_graceful_timeout": GRACE_SECONDS,
            "delete_jobs": "never",
            "stalled_worker_timeout": STALLED_SECONDS,
        }
        working.run_worker(task_middleware=[in_app(app)], **{**settings, **options})


def _follow(parent: int) -> None:
    """The starter was killed and can tell nobody to stop: stop as if asked to."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
