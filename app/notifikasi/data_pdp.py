"""The part of the inbox and the outbox in `Data saya`, and in the erasure of a person. Registered at start."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, or_, select, update

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.pdp.operations_hapus import register_penghapus
from app.pdp.retensi import HOST
from app.pdp.sumber import Sumber, register_sumber

FAREWELL = "permintaan_data.dihapus"


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
    """No address stays, and nothing that waits leaves any more, but for the farewell itself."""
    mine = or_(Surel.pengguna_id == account.id, func.lower(Surel.kepada).in_(addresses))
    others = select(Peristiwa.id).where(Peristiwa.id == Surel.peristiwa_id, Peristiwa.jenis == FAREWELL)
    _mask(mine, ~others.exists())


def mask_farewells() -> int:
    """The address of a farewell goes as soon as it has left, or was given up. Answers how many."""
    farewell = select(Peristiwa.id).where(Peristiwa.id == Surel.peristiwa_id, Peristiwa.jenis == FAREWELL)
    is_over = Surel.status.in_((StatusSurel.TERKIRIM, StatusSurel.GAGAL, StatusSurel.BATAL))
    return _mask(farewell.exists(), is_over, ~Surel.kepada.endswith(f"@{HOST}"))


def _mask(*conditions: Any) -> int:
    waiting = Surel.status.in_((StatusSurel.ANTRE, StatusSurel.MENGIRIM))
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
