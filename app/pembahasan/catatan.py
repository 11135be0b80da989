"""Notes that stayed open when their stage was agreed: "Setuju dengan catatan" is answered also afterwards.

The notes of the open stage stand on its card (kartu.py); these on Ringkasan, until the last one is answered.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, has_request_context
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.akun.models import Pengguna
from app.extensions import db
from app.naskah import queries as naskah
from app.pembahasan import forms, kata, rules
from app.pembahasan.models import Pendapat, Sikap
from app.pembahasan.queries import Butir
from app.permohonan import rules as perkara
from app.permohonan.models import HasilTahap, Permohonan, TahapPerkara
from app.permohonan.sambungan import Petak, register_petak
from app.rujukan.models_rencana import PihakPendapat


def left_open(permohonan: Permohonan) -> Sequence[Pendapat]:
    """The city's notes on what was agreed on in stages that are closed, as long as nobody answered them; oldest first."""
    rows = db.session.scalars(
        select(Pendapat)
        .join(Pendapat.tahap)
        .where(
            Pendapat.permohonan_id == permohonan.id,
            Pendapat.sikap == Sikap.SETUJU_CATATAN,
            Pendapat.pihak != PihakPendapat.PPKSD,
            Pendapat.digantikan_at.is_(None),
            Pendapat.ditanggapi_at.is_(None),
            TahapPerkara.hasil == HasilTahap.DISEPAKATI,
        )
        .options(joinedload(Pendapat.pengguna), joinedload(Pendapat.tahap))
        .order_by(Pendapat.id)
    ).all()
    marks = naskah.newest_required(permohonan) if rows else {}
    return [row for row in rows if not rules.is_stale(row, marks.get(row.tahap_id))]


def form_of(pendapat: Pendapat, given: Any = None) -> forms.TanggapanForm:
    """The form that answers a note; `given`: one that came back with errors, if it is this one."""
    prefix = prefix_of(pendapat.id)
    if isinstance(given, forms.TanggapanForm) and given._prefix == prefix:
        return given
    return forms.TanggapanForm(None, prefix=prefix, data={"tanggapan": pendapat.tanggapan})


def prefix_of(pendapat_id: int) -> str:
    return f"t{pendapat_id}-"


def section(permohonan: Permohonan, user: Pengguna) -> Mapping[str, Any] | None:
    """What waits for the contacts; nothing for others: whoever wrote a note hears of its answer."""
    if all(row.closed_at is None for row in permohonan.tahap):
        return None
    if perkara.why_not(user, permohonan, "tanggapi") is not None:
        return None
    rows = left_open(permohonan)
    if not rows:
        return None
    given = g.get("form_tanggapan") if has_request_context() else None
    return {
        "judul": _("Catatan yang perlu dijawab"),
        "butir": [Butir(row.pengguna, row.peran, row.alasan, row) for row in rows],
        "tanggapan": {row.id: form_of(row, given) for row in rows},
        "kata": kata,
    }


def register() -> None:
    register_petak(Petak("pembahasan/_catatan.html", "atas", 5, section))
