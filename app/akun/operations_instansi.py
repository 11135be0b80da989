"""An institution and what it says of itself. Who belongs to it is in operations_anggota.py.

Cases keep a snapshot: nothing changed here rewrites one.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun import rules
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna
from app.akun.operations_akun import become_pemohon
from app.akun.operations_lembaga import look_again
from app.akun.queries import membership_of, same_named
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale

ALREADY_MEMBER = _l(
    "Satu orang hanya dapat menjadi anggota satu instansi. Keluar dahulu dari instansi yang sekarang."
)
SAME_NAME = _l("Instansi dengan nama itu sudah terdaftar; minta anggotanya mengundang Anda.")
STALE = _l("Anggota lain baru saja mengubah data instansi ini.")


def create_instansi(*, actor: Pengguna, isian: Mapping[str, Any], is_another: bool = False) -> Instansi:
    """Who belongs to none creates an institution and runs it (guide, section 4).

    `isian`: the columns by name, `wilayah` as a row. `is_another`: the person has said that the institution of the same
    name is a different one. Raises Refused (field nama).
    """
    # Of two presses the second waits here, and then hears that she is a member, not that the name is taken.
    db.session.execute(select(Pengguna.id).where(Pengguna.id == actor.id).with_for_update(key_share=True))
    if membership_of(actor) is not None:
        raise Refused(ALREADY_MEMBER)
    if not is_another and same_named(isian["nama"]):
        raise Refused(SAME_NAME, "nama")
    with refuse_second(ALREADY_MEMBER):
        instansi = Instansi(**isian)
        db.session.add(instansi)
        db.session.flush()
        db.session.add(
            KeanggotaanInstansi(instansi=instansi, pengguna=actor, is_pengelola=True, joined_at=now())
        )
    become_pemohon(actor)
    record("instansi.dibuat", actor=actor, objek=instansi, peran=rules.acting_role(actor), data=_said(isian))
    return instansi


def save_instansi(
    instansi: Instansi, *, actor: Pengguna, isian: Mapping[str, Any], seen: int, is_another: bool = False
) -> bool:
    """Any member mends the institution's data; of two at once the second is told.

    Another name or kind takes the badge until Admin has looked again. `seen` is the version that the form showed.
    Answers False when nothing changed. Raises Stale, Refused (field nama).
    """
    membership = membership_of(actor)
    if membership is None or membership.instansi_id != instansi.id:
        raise Refused(_l("Anda bukan anggota instansi ini."))
    versi = db.session.scalar(
        select(Instansi.versi).where(Instansi.id == instansi.id).with_for_update(key_share=True)
    )
    if versi != seen:
        raise Stale(STALE)
    before = {name: getattr(instansi, name) for name in isian}
    changed = [name for name in isian if before[name] != isian[name]]
    if not changed:
        return False
    is_renamed = isian["nama"].lower() != instansi.nama.lower()
    if is_renamed and not is_another and same_named(isian["nama"], but=instansi):
        raise Refused(SAME_NAME, "nama")
    for name in changed:
        setattr(instansi, name, isian[name])
    old = _said({name: before[name] for name in changed})
    new = _said({name: isian[name] for name in changed})
    record(
        "instansi.diubah",
        actor=actor,
        objek=instansi,
        peran=rules.acting_role(actor),
        data={"lama": old, "baru": new},
    )
    if is_renamed or "jenis" in changed:
        look_again(instansi, actor=actor)
    return True


def _said(isian: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the journal keeps them: texts."""
    return {name: None if value is None else str(value) for name, value in isian.items()}
