"""Roles by rule: proposed when somebody is linked or changes office or position, and nothing before Admin says yes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun import operations_akun, roles
from app.akun.models import Pengguna
from app.akun.rules import acting_role, roles_of
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused
from app.pegawai import queries, rules
from app.pegawai.giliran import lock_directory
from app.pegawai.models import ArahUsulan, AturanPeranAsn, KeadaanUsulan, Pegawai, UsulanPeran


def propose(pegawai: Pegawai, aturan: Sequence[AturanPeranAsn] | None = None) -> int:
    """Bring what waits in step with office and position; answers how many proposals are new.

    A role that a rule gave is proposed to be taken when no rule fits any more; a role that a person gave is left alone.
    """
    account = pegawai.pengguna
    if account is None or not pegawai.is_aktif or not account.active:
        return 0
    found = queries.rules_in_force() if aturan is None else aturan
    wanted = rules.proposed_roles(found, pegawai)
    has, granted = roles_of(account), _granted(pegawai)
    now_wanted = {(name, ArahUsulan.BERI) for name in wanted - has}
    now_wanted |= {(name, ArahUsulan.CABUT) for name in (granted & has) - wanted}
    waits = {(one.peran, one.arah): one for one in _waiting(pegawai) if one.arah is not ArahUsulan.BUKA}
    for key, one in waits.items():
        if key not in now_wanted:
            _lapse(one)
    db.session.flush()
    new = [key for key in sorted(now_wanted - set(waits)) if not _was_refused(pegawai, *key)]
    for name, arah in new:
        _add(pegawai, name, arah)
    return len(new)


def propose_return(pegawai: Pegawai) -> None:
    """The account of somebody who came back is opened by Admin, not by the directory."""
    if not any(one.arah is ArahUsulan.BUKA for one in _waiting(pegawai)):
        _add(pegawai, "", ArahUsulan.BUKA)


def propose_all(*, actor: Pengguna) -> int:
    """Hold every linked person against the rules once more, after these have changed. Raises Refused."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    aturan = queries.rules_in_force()
    people = db.session.scalars(
        select(Pegawai)
        .where(Pegawai.is_aktif, Pegawai.pengguna_id.is_not(None))
        .order_by(Pegawai.id)
        .options(*queries.with_account())
    )
    return sum(propose(pegawai, aturan) for pegawai in people)


def decide(usulan: UsulanPeran, *, actor: Pengguna, is_yes: bool) -> None:
    """Admin confirms or refuses one proposal; a confirmed one changes the account at once. Raises Refused."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()  # nobody leaves between the question and the answer
    state = db.session.scalar(
        select(UsulanPeran.keadaan).where(UsulanPeran.id == usulan.id).with_for_update()
    )
    db.session.refresh(usulan)
    db.session.refresh(usulan.pegawai)
    if state is not KeadaanUsulan.MENUNGGU:
        raise Refused(_l("Usulan ini sudah diputus."))
    account = usulan.pegawai.pengguna
    if account is None or not usulan.pegawai.is_aktif:
        raise Refused(_l("Orang ini sudah keluar dari direktori."))
    if account.id == actor.id:
        raise Refused(_l("Usulan untuk akun sendiri diputus oleh orang lain."))
    if is_yes:
        _carry_out(usulan, account, actor)
    usulan.keadaan = KeadaanUsulan.DISETUJUI if is_yes else KeadaanUsulan.DITOLAK
    usulan.decided_by, usulan.decided_at = actor, now()
    data = {"akun_id": account.id, "peran": usulan.peran, "arah": usulan.arah.value, "ya": is_yes}
    record("pegawai.usulan_diputus", actor=actor, objek=usulan.pegawai, peran=acting_role(actor), data=data)
    db.session.flush()
    if usulan.arah is ArahUsulan.BUKA and is_yes:
        propose(usulan.pegawai)


def _carry_out(usulan: UsulanPeran, account: Pengguna, actor: Pengguna) -> None:
    wanted = set(roles_of(account))
    if usulan.arah is ArahUsulan.BERI:
        wanted.add(usulan.peran)
    elif usulan.arah is ArahUsulan.CABUT:
        wanted.discard(usulan.peran)
        _end_grants(usulan.pegawai, usulan.peran)
    wanted = wanted or {roles.PEMOHON}
    opd = account.opd or usulan.pegawai.opd
    jabatan = account.jabatan_tim if wanted & set(roles.TEAM) else None
    operations_akun.change_account(
        account, actor=actor, peran=wanted, is_active=True, opd=opd, jabatan_tim=jabatan
    )


def drop_waiting(pegawai: Pegawai, *, but_grants: bool = True) -> None:
    """What waits has lost its ground; with `but_grants=False` what was granted ended too."""
    for one in _waiting(pegawai):
        _lapse(one)
    if not but_grants:
        _end_grants(pegawai)
    db.session.flush()


def _add(pegawai: Pegawai, peran: str, arah: ArahUsulan) -> None:
    dasar = " · ".join(part for part in (str(pegawai.opd or ""), pegawai.unit, pegawai.jabatan) if part)
    usulan = UsulanPeran(pegawai=pegawai, peran=peran, arah=arah, dasar=dasar[:500])
    db.session.add(usulan)
    db.session.flush()
    record("pegawai.peran_diusulkan", actor=None, objek=pegawai, data={"peran": peran, "arah": arah.value})


def _lapse(usulan: UsulanPeran) -> None:
    usulan.keadaan, usulan.decided_at = KeadaanUsulan.GUGUR, now()


def _waiting(pegawai: Pegawai) -> Sequence[UsulanPeran]:
    return db.session.scalars(
        select(UsulanPeran).where(
            UsulanPeran.pegawai_id == pegawai.id, UsulanPeran.keadaan == KeadaanUsulan.MENUNGGU
        )
    ).all()


def _granted(pegawai: Pegawai) -> set[str]:
    """The roles that came from rules and have not been taken since."""
    return set(
        db.session.scalars(
            select(UsulanPeran.peran).where(
                UsulanPeran.pegawai_id == pegawai.id,
                UsulanPeran.arah == ArahUsulan.BERI,
                UsulanPeran.keadaan == KeadaanUsulan.DISETUJUI,
                UsulanPeran.ended_at.is_(None),
            )
        )
    )


def _was_refused(pegawai: Pegawai, peran: str, arah: ArahUsulan) -> bool:
    """Whether Admin has refused the same on the same ground: it is not asked again and again."""
    newest = db.session.scalar(
        select(UsulanPeran)
        .where(UsulanPeran.pegawai_id == pegawai.id, UsulanPeran.peran == peran, UsulanPeran.arah == arah)
        .order_by(UsulanPeran.id.desc())
        .limit(1)
    )
    dasar = " · ".join(part for part in (str(pegawai.opd or ""), pegawai.unit, pegawai.jabatan) if part)[:500]
    return newest is not None and newest.keadaan is KeadaanUsulan.DITOLAK and newest.dasar == dasar


def _end_grants(pegawai: Pegawai, peran: str | None = None) -> None:
    query = update(UsulanPeran).where(
        UsulanPeran.pegawai_id == pegawai.id,
        UsulanPeran.arah == ArahUsulan.BERI,
        UsulanPeran.keadaan == KeadaanUsulan.DISETUJUI,
        UsulanPeran.ended_at.is_(None),
    )
    if peran is not None:
        query = query.where(UsulanPeran.peran == peran)
    db.session.execute(query.values(ended_at=now()))
