"""The tables of the job queue, mapped to be read. They belong to procrastinate; nothing is ever written through them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.dialects.postgresql import ENUM, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

STATUSES = ("todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted")
EVENTS = (
    "deferred", "started", "deferred_for_retry", "failed", "succeeded", "cancelled", "abort_requested", "aborted",
    "scheduled", "retried",
)  # fmt: skip


class JobTables(DeclarativeBase):
    """A metadata of its own: our migrations must not see these tables."""


class Pekerjaan(JobTables):
    """One job of the queue."""

    __tablename__ = "procrastinate_jobs"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    queue_name: Mapped[str] = mapped_column(String(128))
    task_name: Mapped[str] = mapped_column(String(128))
    args: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(ENUM(*STATUSES, name="procrastinate_job_status", create_type=False))
    scheduled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(Integer)
    lock: Mapped[str | None] = mapped_column(Text)
    abort_requested: Mapped[bool] = mapped_column(Boolean)
    kejadian: Mapped[list["KejadianPekerjaan"]] = relationship(
        order_by="KejadianPekerjaan.id", viewonly=True, lazy="raise_on_sql"
    )

    def __str__(self) -> str:
        return f"{self.task_name} · {self.id}"


class KejadianPekerjaan(JobTables):
    """What happened to a job, and when."""

    __tablename__ = "procrastinate_events"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("procrastinate_jobs.id"))
    type: Mapped[str] = mapped_column(ENUM(*EVENTS, name="procrastinate_job_event_type", create_type=False))
    at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
