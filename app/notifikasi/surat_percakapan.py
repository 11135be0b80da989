"""Mails that were sent about a case, as items of the time line of its discussion (F48). Reads only.

One line for each event, however many people were written to. Who may not read what the city writes among itself is
told of the mails to the applicant's contacts alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.notifikasi.models import Sebagai, StatusSurel, Surel
from app.pembahasan.babak import Babak
from app.pembahasan.sumber import Kejadian, Sumber, events, register_sumber
from app.permohonan import kata
from app.permohonan.models import Permohonan
from app.permohonan.rules import may_read_internal

RANK = 4
TO_APPLICANTS = (Sebagai.PPKSD, Sebagai.PPKSD1, Sebagai.PPKSD2)
NAMED = 5  # more are counted


def _sent(permohonan: Permohonan, user: Pengguna) -> Any:
    sent = Surel.status == StatusSurel.TERKIRIM
    return sent if may_read_internal(user, permohonan) else sent & Surel.sebagai.in_(TO_APPLICANTS)


def _rows(permohonan: Permohonan, user: Pengguna, babak: Babak) -> Select[Any, Any]:
    """When the last mail about each event left, and the event."""
    return (
        select(func.max(Surel.sent_at), Surel.peristiwa_id)
        .join(Peristiwa, Peristiwa.id == Surel.peristiwa_id)
        .where(events(permohonan, user, babak), _sent(permohonan, user))
        .group_by(Surel.peristiwa_id)
    )


def _load(permohonan: Permohonan, user: Pengguna, ids: Sequence[int]) -> Mapping[int, Any]:
    rows = db.session.execute(
        select(Surel.peristiwa_id, Peristiwa.jenis, Surel.sent_at, Pengguna.nama)
        .join(Peristiwa, Peristiwa.id == Surel.peristiwa_id)
        .outerjoin(Pengguna, Pengguna.id == Surel.pengguna_id)
        .where(Surel.peristiwa_id.in_(ids), _sent(permohonan, user))
        .order_by(Pengguna.nama)
    )
    by_event: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_event[row.peristiwa_id].append(row)
    return {id: _line(found) for id, found in by_event.items()}


def _line(rows: Sequence[Any]) -> Kejadian:
    about = kata.event_of(rows[0].jenis).kalimat
    names = [row.nama for row in rows if row.nama]
    if 0 < len(names) <= NAMED:
        sentence = _l("Surel “%(tentang)s” terkirim kepada %(nama)s", tentang=about, nama=", ".join(names))
    else:
        sentence = _l("Surel “%(tentang)s” terkirim kepada %(n)s orang", tentang=about, n=len(rows))
    return Kejadian("envelope", sentence, "", max(row.sent_at for row in rows), jenis="surat")


def register() -> None:
    register_sumber(Sumber(RANK, _rows, _load))
