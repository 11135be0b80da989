"""What Flask-AppBuilder writes is recorded in the journal, and read again as the history of a row.

Packages that have such rows name their models once; nothing is written here but events.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.jejak.queries import history_of
from app.kit.fab_writes import ADDED, CHANGED, DELETED, RESTORED, RETIRED, written
from app.kit.formats import tanggal

SHOWN = 20
LONGEST = 80
_families: dict[type, str] = {}


def journalled(family: str, *models: type) -> None:
    """Rows of these models are recorded as `<family>.ditambah`, `.diubah`, `.dihapus`, `.dinonaktifkan`, `.diaktifkan`."""
    for model in models:
        _families[model] = family


def role_names(actor: Any) -> str:
    """The roles of a person as the journal keeps them."""
    return ", ".join(sorted(role.name for role in getattr(actor, "roles", ())))[:60]


@written.connect
def journal(
    view: Any, *, verb: str, item: Any, before: dict[str, Any], after: dict[str, Any], actor: Any, **more: Any
) -> None:
    """One event for one written row, in the same transaction. Rows of other packages are theirs to record."""
    family = _families.get(type(item))
    if family is not None:
        data = {"lama": before, "baru": after}
        record(f"{family}.{verb}", actor=actor, peran=role_names(actor), objek=item, data=data)


class WithHistory:
    """Mixed into a view of journalled rows: the page of a row shows what happened to it."""

    label_columns: dict[str, Any]

    def history(self, item: Any) -> Sequence[dict[str, Any]]:
        """Newest first; a row that was loaded with the program begins with that."""
        events = history_of(item, limit=SHOWN)
        lines = [self._line(event) for event in events]
        if len(events) < SHOWN and not any(event.jenis.endswith(f".{ADDED}") for event in events):
            lines.append(
                {
                    "ikon": "plus-lg",
                    "nada": "",
                    "judul": _("Data awal"),
                    "ket": "",
                    "isi": "",
                    "pada": item.created_at,
                }
            )
        return lines

    def _line(self, event: Peristiwa) -> dict[str, Any]:
        icon, words = _spoken(event.jenis.rpartition(".")[2])
        return {
            "ikon": icon,
            "nada": "",
            "judul": words,
            "isi": self._changes(event),
            "ket": event.pelaku_nama,
            "pada": event.at,
        }

    def _changes(self, event: Peristiwa) -> str:
        if not event.jenis.endswith(f".{CHANGED}"):
            return ""
        old, new = event.data.get("lama", {}), event.data.get("baru", {})
        return "; ".join(
            _(
                "%(isian)s: “%(lama)s” menjadi “%(baru)s”",
                isian=self.label_columns.get(name, name),
                lama=_short(old.get(name)),
                baru=_short(value),
            )
            for name, value in new.items()
        )


def _spoken(verb: str) -> tuple[str, str]:
    return {
        ADDED: ("plus-lg", _("Ditambahkan")),
        CHANGED: ("pencil", _("Diubah")),
        DELETED: ("trash", _("Dihapus")),
        RETIRED: ("archive", _("Dinonaktifkan")),
        RESTORED: ("arrow-counterclockwise", _("Diaktifkan")),
    }.get(verb, ("dot", verb))


def _short(value: Any) -> str:
    """A value of the journal for people; long texts are cut."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    text = (
        _date(value)
        if isinstance(value, str)
        else ", ".join(value)
        if isinstance(value, list)
        else str(value)
    )
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _date(text: str) -> str:
    """A stored date as people write it; any other text as it is."""
    try:
        return tanggal(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
