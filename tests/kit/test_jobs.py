"""A job exists if and only if the change was committed; it runs, is seen to run, and goes back when its worker dies."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import procrastinate
import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.kit import jobs as kit_jobs
from app.kit.clock import now
from app.kit.jobs import jobs, later, run_worker


@pytest.fixture(scope="module", autouse=True)
def tasks() -> Iterator[None]:
    """Tasks of this test's own, taken away afterwards."""

    @jobs.task(name="uji.catat")
    def note(word: str) -> None:
        db.session.execute(
            text("INSERT INTO pengaturan_sistem (kunci, nilai) VALUES (:word, '1')"), {"word": word}
        )
        if word == "gagal":
            raise RuntimeError("on purpose")

    @jobs.task(name="uji.tunggu")
    def wait(seconds: float) -> None:
        time.sleep(seconds)

    yield
    for name in ("uji.catat", "uji.tunggu"):
        jobs.tasks.pop(name)


def task(name: str) -> Any:
    return jobs.tasks[name]


def statuses(session: Any) -> dict[int, str]:
    session.rollback()
    return dict(session.execute(text("SELECT id, status::text FROM procrastinate_jobs")).all())


def noted(session: Any) -> set[str]:
    session.rollback()
    return set(session.execute(text("SELECT kunci FROM pengaturan_sistem")).scalars())


def work(app: Flask) -> None:
    """Run what waits, then stop."""
    run_worker(app, wait=False, install_signal_handlers=False, listen_notify=False)


def test_a_job_of_a_rolled_back_change_does_not_exist(committed: Any) -> None:
    later(task("uji.catat"), word="batal")
    committed.rollback()
    kept = later(task("uji.catat"), word="jadi")
    committed.commit()
    assert statuses(committed) == {kept: "todo"}


def test_a_worker_runs_it_and_commits_once(committed: Any, app: Flask) -> None:
    good, bad = later(task("uji.catat"), word="baik"), later(task("uji.catat"), word="gagal")
    committed.commit()
    work(app)
    assert {number: statuses(committed)[number] for number in (good, bad)} == {
        good: "succeeded",
        bad: "failed",
    }  # type: ignore[index]
    assert noted(committed) == {"baik"}, "what a failed job wrote is rolled back"


def test_a_second_job_with_the_same_queueing_lock_is_not_made(committed: Any) -> None:
    first = later(task("uji.catat"), word="satu", _queueing_lock="sekali")
    assert first is not None
    assert later(task("uji.catat"), word="dua", _queueing_lock="sekali") is None
    committed.execute(text("SELECT 1"))  # the operation goes on
    committed.commit()
    assert len(statuses(committed)) == 1


def test_a_job_may_be_asked_for_a_later_moment(committed: Any, app: Flask) -> None:
    number = later(task("uji.catat"), word="nanti", _schedule_at=now() + timedelta(hours=1))
    committed.commit()
    work(app)
    assert statuses(committed)[number] == "todo"  # type: ignore[index]


def test_a_job_whose_worker_died_goes_back_into_the_queue(committed: Any, app: Flask) -> None:
    number = later(task("uji.catat"), word="macet")
    committed.execute(
        text(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    )
    committed.commit()

    async def run() -> None:
        connector = procrastinate.PsycopgConnector(
            conninfo=app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
        )
        with jobs.replace_connector(connector) as working:
            async with working.open_async():
                context: Any = type("Context", (), {"app": working})
                await kit_jobs.retry_stalled(context, 0)

    asyncio.run(run())
    assert statuses(committed)[number] == "todo"  # type: ignore[index]


def test_a_worker_that_is_told_to_stop_lets_its_job_end(committed: Any, app: Flask) -> None:
    number = later(task("uji.tunggu"), seconds=1.0)
    committed.commit()
    threading.Timer(0.6, lambda: os.kill(os.getpid(), 15)).start()
    run_worker(app)
    assert statuses(committed)[number] == "succeeded"  # type: ignore[index]


def test_old_counts_of_the_rate_limiter_are_forgotten(session: Any) -> None:
    session.execute(
        text(
            "INSERT INTO batas_laju VALUES ('lama', 1, now() - interval '1 s'), ('baru', 1, now() + interval '1 h')"
        )
    )
    kit_jobs.forget_old_counts(timestamp=0)
    assert session.execute(text("SELECT kunci FROM batas_laju")).scalars().all() == ["baru"]
