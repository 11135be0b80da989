"""The register of breaches: noted, its people listed and told, the authority told, closed. The letters: surat.py."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.pdp import queries, rules
from app.pdp.models import KeadaanPelanggaran, Pelanggaran, Terdampak
from app.pdp.retensi import HOST

FIELDS = (
    "judul",
    "happened_at",
    "data_terungkap",
    "cara",
    "jumlah",
    "akibat",
    "penanganan",
    "pemulihan",
)
ALL, BY_ROLE, BY_INSTANSI = "semua", "peran", "instansi"


def note(*, actor: Pengguna, known_at: datetime, isian: Mapping[str, Any]) -> Pelanggaran:
    """A breach enters the register; the clock of 3×24 hours runs from the moment at which it was known.

    The second of two presses is refused. Raises Refused (field known_at, happened_at, or none).
    """
    _refuse_others(actor)
    db.session.execute(select(Pengguna.id).where(Pengguna.id == actor.id).with_for_update(key_share=True))
    moment = now()
    if known_at > moment:
        raise Refused(_l("Waktu diketahui tidak dapat di masa depan."), "known_at")
    _check_happened(isian.get("happened_at"), known_at)
    if queries.is_noted(isian["judul"], known_at):
        raise Refused(_l("Pelanggaran dengan judul dan waktu ini sudah dicatat. Buka catatannya."))
    breach = Pelanggaran(
        known_at=known_at,
        due_at=rules.due_after(known_at),
        keadaan=KeadaanPelanggaran.DITANGANI,
        pencatat=actor,
        **{name: isian[name] for name in FIELDS},
    )
    db.session.add(breach)
    _record("pelanggaran.dicatat", breach, actor)
    return breach


def change(breach: Pelanggaran, *, actor: Pengguna, isian: Mapping[str, Any], seen: int) -> Pelanggaran:
    """What is known grows; who saw an older state is told. Raises Refused, Stale."""
    _lock(breach, actor)
    if breach.versi != seen:
        raise Stale(_l("Orang lain baru saja mengubah catatan ini. Periksa kembali."))
    _check_happened(isian.get("happened_at"), breach.known_at)
    changed = [name for name in FIELDS if getattr(breach, name) != isian[name]]
    for name in changed:
        setattr(breach, name, isian[name])
    if changed:
        _record("pelanggaran.diubah", breach, actor, {"isian": changed})
    return breach


def add_people(
    breach: Pelanggaran, *, actor: Pengguna, emails: Collection[str] = (), choice: str = "", number: int = 0
) -> int:
    """People whose data it concerns: a list of addresses, or all accounts, those of a role, of an institution.

    Nobody stands in the list twice. Answers how many were added. Raises Refused.
    """
    _lock(breach, actor)
    columns = ["pelanggaran_id", "pengguna_id", "email"]
    count = 0
    addresses = sorted({one.strip().lower() for one in emails if one.strip()})
    if addresses:
        known = dict(
            db.session.execute(
                select(func.lower(Pengguna.email), Pengguna.id).where(
                    func.lower(Pengguna.email).in_(addresses)
                )
            ).all()
        )
        values = [
            {"pelanggaran_id": breach.id, "pengguna_id": known.get(one), "email": one} for one in addresses
        ]
        count += _added(insert(Terdampak).values(values))
    if choice:
        count += _added(insert(Terdampak).from_select(columns, _chosen(breach, choice, number)))
    if count:
        _record("pelanggaran.terdampak_ditambah", breach, actor, {"jumlah": count})
    return count


def _added(statement: Any) -> int:
    made = db.session.scalars(statement.on_conflict_do_nothing().returning(Terdampak.id))
    return len(made.all())


def _chosen(breach: Pelanggaran, choice: str, number: int) -> Any:
    query = select(literal(breach.id), Pengguna.id, func.lower(Pengguna.email)).where(
        ~Pengguna.email.endswith(f"@{HOST}")
    )
    if choice == ALL:
        return query
    if choice == BY_ROLE:
        role = Pengguna.roles.property.mapper.class_
        return query.where(Pengguna.roles.any(role.id == number))
    members = select(KeanggotaanInstansi.pengguna_id).where(
        KeanggotaanInstansi.instansi_id == number, KeanggotaanInstansi.ended_at.is_(None)
    )
    return query.where(Pengguna.id.in_(members))


def notify_people(breach: Pelanggaran, *, actor: Pengguna) -> int:
    """Everybody on the list who has not been told is told now; which event told whom stands in the row.

    Answers how many; a second press tells nobody twice. Raises Refused.
    """
    _lock(breach, actor)
    waiting = db.session.scalars(
        select(Terdampak.id)
        .where(Terdampak.pelanggaran_id == breach.id, Terdampak.notified_at.is_(None))
        .with_for_update()
    ).all()
    return _tell(breach, actor, waiting)


def hold_untold(account: Pengguna) -> Sequence[Pelanggaran]:
    """The breaches in whose list this person waits to be told, locked."""
    return db.session.scalars(
        select(Pelanggaran)
        .where(Pelanggaran.id.in_(select(Terdampak.pelanggaran_id).where(queries.waits_to_be_told(account))))
        .order_by(Pelanggaran.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def tell_one(breach: Pelanggaran, account: Pengguna, *, actor: Pengguna) -> int:
    """One person is told before the others, because her address goes now. The caller holds the breach."""
    waiting = db.session.scalars(
        select(Terdampak.id)
        .where(Terdampak.pelanggaran_id == breach.id, queries.waits_to_be_told(account))
        .with_for_update()
    ).all()
    return _tell(breach, actor, waiting)


def _tell(breach: Pelanggaran, actor: Pengguna, waiting: Sequence[int]) -> int:
    if not waiting:
        return 0
    moment = now()
    # Marked first: the hearers of the event are those who carry its moment.
    db.session.execute(update(Terdampak).where(Terdampak.id.in_(waiting)).values(notified_at=moment))
    data = {"jumlah": len(waiting), "pada": moment.isoformat()}
    event = _record("pelanggaran.diberitahukan", breach, actor, data)
    db.session.execute(update(Terdampak).where(Terdampak.id.in_(waiting)).values(peristiwa_id=event.id))
    return len(waiting)


def note_authority(breach: Pelanggaran, *, actor: Pengguna, bukti: str) -> Pelanggaran:
    """The letter has gone to the authority; `bukti`: number or receipt by which that can be shown. Raises Refused."""
    _lock(breach, actor)
    if not bukti.strip():
        raise Refused(_l("Tulis nomor surat atau tanda terimanya."), "bukti")
    if breach.lembaga_notified_at is not None:
        raise Refused(_l("Pemberitahuan kepada lembaga sudah dicatat."))
    breach.lembaga_notified_at, breach.lembaga_bukti = now(), bukti.strip()
    _record("pelanggaran.dilaporkan", breach, actor)
    return breach


def close(breach: Pelanggaran, *, actor: Pengguna) -> Pelanggaran:
    """Everybody has been told: the entry is closed. Raises Refused."""
    _lock(breach, actor)
    refusal = rules.why_not_close(breach, queries.counts_of(breach)[1])
    if refusal is not None:
        raise Refused(refusal)
    breach.keadaan, breach.closed_at = KeadaanPelanggaran.DITUTUP, now()
    _record("pelanggaran.ditutup", breach, actor)
    return breach


def remind(at: datetime) -> int:
    """As for requests: 24 hours before the term ends, and when it is over. Answers how many."""
    is_open = (Pelanggaran.keadaan == KeadaanPelanggaran.DITANGANI) & queries.has_untold()
    count = 0
    for breach in queries.due_soon(Pelanggaran, is_open, at, rules.REMIND_BEFORE):
        breach.reminded_at, count = at, count + 1
        _record("pelanggaran.diingatkan", breach, None)
    for breach in queries.overdue(Pelanggaran, is_open, at):
        breach.overdue_at, count = at, count + 1
        _record("pelanggaran.terlambat", breach, None)
    return count


# --- inside --------------------------------------------------------------------------------
def _check_happened(happened_at: datetime | None, known_at: datetime) -> None:
    if happened_at is not None and happened_at > known_at:
        raise Refused(_l("Waktu terjadi tidak dapat sesudah waktu diketahui."), "happened_at")


def _refuse_others(actor: Pengguna) -> None:
    if not rules.is_officer(actor, queries.officers()):
        raise Refused(_l("Hanya Pejabat PDP yang melakukan ini."))


def _lock(breach: Pelanggaran, actor: Pengguna) -> None:
    _refuse_others(actor)
    db.session.refresh(breach, with_for_update={"of": Pelanggaran})
    if not breach.is_terbuka:
        raise Stale(_l("Pelanggaran ini sudah ditutup."))


def _record(jenis: str, breach: Pelanggaran, actor: Pengguna | None, data: Any = None) -> Any:
    """Nothing of what leaked and of nobody concerned: the journal cannot forget."""
    return record(
        jenis, actor=actor, objek=breach, peran=acting_role(actor) if actor else "", data=data or {}
    )
