"""The base of all models and the columns that many of them share. No business words here."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Boolean, Computed, DateTime, String, func, true
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

# Set before any model is imported: Alembic needs names that it can find again when it goes back.
Model.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

__all__ = ["EnumText", "Model", "Retirable", "Timestamps", "enum_check", "search_vector"]


class EnumText(TypeDecorator[Any]):
    """Stores a StrEnum as its text, so that the database reads like the law and a CHECK can say the list."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum], length: int = 40) -> None:
        self.enum = enum
        super().__init__(length)

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(self.enum(value))

    def process_result_value(self, value: Any, dialect: Any) -> StrEnum | None:
        return None if value is None else self.enum(value)


def enum_check(column: str, enum: type[StrEnum]) -> str:
    """The SQL of a CHECK that lets a column hold the enum's values only."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return f"{column} IN ({values})"


class Timestamps:
    """When a row was made and last changed, as UTC moments set by the database's clock."""

    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now(), onupdate=func.now()
    )


class Retirable:
    """A reference row that is in use is retired, never deleted: old cases keep their words."""

    @declared_attr
    @classmethod
    def is_active(cls) -> Mapped[bool]:
        return mapped_column(Boolean, default=True, server_default=true())


def search_vector(prose: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> Any:
    """A stored full-text column: Indonesian stems for prose, whole words for codes and names.

    The expression is IMMUTABLE (the configuration is named), so PostgreSQL keeps it up to date by itself.
    """
    parts = [f"to_tsvector('indonesian'::regconfig, coalesce({name}, ''))" for name in prose]
    parts += [f"to_tsvector('simple'::regconfig, coalesce({name}, ''))" for name in codes]
    return mapped_column(TSVECTOR, Computed(" || ".join(parts), persisted=True), deferred=True)
