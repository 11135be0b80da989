"""The part of the inbox and the outbox in `Data saya`, and in the erasure of a person. Registered at start."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.pdp.models import Terdampak
from app.pdp.operations_hapus import register_penghapus
from app.pdp.retensi import HOST
from app.pdp.sumber import Sumber, register_sumber

FAREWELL = "permintaan_data.dihapus"
LETTER = "pelanggaran.diberitahukan"
WAITING = (StatusSurel.ANTRE, StatusSurel.MENGIRIM)


def _mails(person: Pengguna) -> Any:
    mine = or_(Surel.pengguna_id == person.id, func.lower(Surel.kepada) == person.email.lower())
    return (
        select(Surel.created_at, Surel.subjek, Surel.kepada, Surel.status, Surel.sent_at)
        .where(mine)
        .order_by(Surel.id.desc())
    )


def _lines(person: Pengguna) -> Any:
    return (
        select(Peristiwa.at, Peristiwa.jenis, Pemberitahuan.sebagai, Pemberitahuan.read_at)
        .join(Peristiwa, Peristiwa.id == Pemberitahuan.peristiwa_id)
        .where(Pemberitahuan.pengguna_id == person.id)
        .order_by(Pemberitahuan.id.desc())
    )


def mask_mails(account: Pengguna, addresses: set[str]) -> None:
    """No address stays, and nothing that waits leaves any more, but for the farewell and letters about a breach.

    These go on without the account, which is closed: nothing is written to a closed one.
    """
    mine = or_(Surel.pengguna_id == account.id, func.lower(Surel.kepada).in_(addresses))
    letters = and_(mine, _is_about(LETTER), Surel.status.in_(WAITING))
    db.session.execute(
        update(Surel).where(letters).values(pengguna_id=None).execution_options(synchronize_session=False)
    )
    _mask(mine, ~_is_about(FAREWELL), ~and_(_is_about(LETTER), Surel.status.in_(WAITING)))


def mask_farewells() -> int:
    """The address of somebody erased goes as soon as her last mails have left, or were given up. Answers how many."""
    is_over = Surel.status.not_in(WAITING)
    return _mask(
        or_(_is_about(FAREWELL), _is_letter_to_nobody()), is_over, ~Surel.kepada.endswith(f"@{HOST}")
    )


def _is_about(jenis: str) -> ColumnElement[bool]:
    return exists(select(Peristiwa.id).where(Peristiwa.id == Surel.peristiwa_id, Peristiwa.jenis == jenis))


def _is_letter_to_nobody() -> ColumnElement[bool]:
    """A letter about a breach whose receiver stands in no list any more under this address: she was erased."""
    listed = exists(
        select(Terdampak.id).where(
            Terdampak.peristiwa_id == Surel.peristiwa_id,
            func.lower(Terdampak.email) == func.lower(Surel.kepada),
        )
    )
    return and_(_is_about(LETTER), Surel.pengguna_id.is_(None), ~listed)


def _mask(*conditions: Any) -> int:
    waiting = Surel.status.in_(WAITING)
    changed = db.session.execute(
        update(Surel)
        .where(*conditions)
        .values(
            kepada=func.concat("dihapus-surel-", Surel.id, f"@{HOST}"),
            galat="",
            status=case((waiting, StatusSurel.BATAL.value), else_=Surel.status),
        )
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def register() -> None:
    register_penghapus(mask_mails)
    register_sumber(
        Sumber(
            "surel",
            _l("Surel kepada saya"),
            {
                "dibuat": _l("Dibuat"),
                "subjek": _l("Perihal"),
                "kepada": _l("Kepada"),
                "keadaan": _l("Keadaan"),
                "terkirim": _l("Terkirim"),
            },
            _mails,
            frozenset({"surel.*"}),
            50,
        ),
        Sumber(
            "kotak_masuk",
            _l("Kotak masuk"),
            {"pada": _l("Waktu"), "apa": _l("Apa"), "sebagai": _l("Sebagai"), "dibaca": _l("Dibaca")},
            _lines,
            frozenset({"pemberitahuan.*"}),
            51,
        ),
    )
