"""Typed settings that a city changes while the program runs, kept as rows. What must be right stays in code.

A package declares its settings once, at import; `get(key)` answers the row's value or the declared default.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import ScalarSelect, String, Text, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import db
from app.kit.mixins import Model, Timestamps


class PengaturanSistem(Timestamps, Model):
    """One setting that differs from its default."""

    __tablename__ = "pengaturan_sistem"
    kunci: Mapped[str] = mapped_column(String(60), primary_key=True)
    nilai: Mapped[Any] = mapped_column(JSONB)

    def __str__(self) -> str:
        return self.kunci


OPERATOR = "Superadmin"  # the role of AUTH_ROLE_ADMIN in config.py: who runs the program


@dataclass(frozen=True)
class Section:
    """A heading of the page of settings. `is_operator`: who may come in and how, so only Superadmin sets what is in it."""

    title: Any
    urut: int
    is_operator: bool = False


GENERAL = Section(_l("Umum"), 0)


@dataclass(frozen=True)
class Setting:
    """What may be set: `kind` is str, int or bool; `check` answers a sentence when a value is not allowed."""

    key: str
    kind: type
    default: Any
    label: Any
    help: Any = ""
    check: Callable[[Any], Any] | None = None
    choices: Mapping[str, Any] | None = None  # the words of each value, when there are only a few
    section: Section = GENERAL


REGISTRY: dict[str, Setting] = {}


def declare(
    key: str,
    default: Any,
    label: Any,
    help: Any = "",
    check: Callable[[Any], Any] | None = None,
    choices: Mapping[str, Any] | None = None,
    section: Section = GENERAL,
) -> None:
    """Declare a setting; its type is the type of its default. `choices`: its values and their words, to choose from."""
    REGISTRY[key] = Setting(key, type(default), default, label, help, check, choices, section)


def may_set(setting: Setting, user: Any) -> bool:
    """Whether a person who may open the page of settings may also change this one."""
    return not setting.section.is_operator or any(role.name == OPERATOR for role in user.roles)


def sections_for(user: Any) -> dict[Section, list[Setting]]:
    """What this person may set, by heading, in the order of the page."""
    found: dict[Section, list[Setting]] = {}
    for setting in REGISTRY.values():
        if may_set(setting, user):
            found.setdefault(setting.section, []).append(setting)
    return dict(sorted(found.items(), key=lambda one: one[0].urut))


def _rows() -> dict[str, Any]:
    if not has_request_context():
        return _load()
    if "_settings" not in g:
        g._settings = _load()
    return g._settings


def _load() -> dict[str, Any]:
    rows = db.session.execute(select(PengaturanSistem.kunci, PengaturanSistem.nilai))
    return {row.kunci: row.nilai for row in rows}


def column() -> ScalarSelect[Any]:
    """All rows as one text, for a statement that every page of a signed-in person makes anyway; for `know()`."""
    both = func.jsonb_object_agg(PengaturanSistem.kunci, PengaturanSistem.nilai)
    return select(cast(both, Text)).scalar_subquery()


def know(rows: str | None) -> None:
    """Take what `column()` answered: this request need not ask again."""
    if has_request_context():
        g.setdefault("_settings", json.loads(rows) if rows else {})


def get(key: str) -> Any:
    """The value in force. One query a request, however many settings are read. KeyError when not declared."""
    return _rows().get(key, REGISTRY[key].default)


def put(key: str, value: Any) -> tuple[Any, Any]:
    """Store a value (or forget the row when it equals the default); answers (before, after). Never commits."""
    setting = REGISTRY[key]
    before = get(key)
    row = db.session.get(PengaturanSistem, key)
    if value == setting.default:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(PengaturanSistem(kunci=key, nilai=value))
    else:
        row.nilai = value
    if has_request_context():
        g.pop("_settings", None)
    db.session.flush()
    return before, value
