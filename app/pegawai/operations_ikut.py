"""What the directory does to accounts: they follow it, close when somebody leaves, and are matched with people.

Called by operations.py and operations_masuk.py, inside their transaction and under their lock.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun import operations_akun, roles
from app.akun.models import Pengguna
from app.akun.rules import acting_role, roles_of
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.pegawai import queries, rules
from app.pegawai.giliran import lock_directory
from app.pegawai.models import Pegawai, TautanPegawai
from app.pegawai.operations_usulan import drop_waiting, propose, propose_return

PIECE = 1000


def pieces(nips: Sequence[str]) -> Iterable[Sequence[str]]:
    return (nips[at : at + PIECE] for at in range(0, len(nips), PIECE))


def tell(jenis: str, pegawai: Pegawai, actor: Pengguna | None, **data: Any) -> None:
    """The journal keeps which columns changed, never what they say: it cannot forget."""
    peran = acting_role(actor) if actor is not None else ""
    record(jenis, actor=actor, objek=pegawai, peran=peran, data=data)


# --- what it does to accounts --------------------------------------------------------------------------------
def follow(pegawai: Pegawai, opd_before: int | None) -> None:
    """The account and the biodata say what the directory says. An office that Admin chose otherwise stays.

    Roles are only proposed: a new office or position changes nothing before Admin has said yes.
    """
    account = pegawai.pengguna
    if account is None or not pegawai.is_aktif:
        return
    if account.nama != pegawai.nama:
        operations_akun.rename(account, pegawai.nama)
    if account.opd_id in (None, opd_before) and account.opd_id != pegawai.opd_id:
        account.opd_id = pegawai.opd_id
        db.session.flush()
        db.session.expire(account, ["opd"])
    biodata = account.biodata
    if biodata is not None:
        for name, value in fixed_fields(pegawai).items():
            if getattr(biodata, name) != value:
                setattr(biodata, name, value)
    propose(pegawai)


def fixed_fields(pegawai: Pegawai) -> dict[str, str]:
    """The columns of the biodata that the directory fills; one that it does not know stays the person's own."""
    unit = pegawai.unit or (pegawai.opd.nama if pegawai.opd is not None else "")
    found = {
        "nama_lengkap": pegawai.nama,
        "unit_kerja": unit,
        "nomor_kepegawaian": pegawai.nip,
        "jabatan": pegawai.jabatan,
    }
    return {name: value for name, value in found.items() if value}


def leave(pegawai: Pegawai, *, actor: Pengguna | None) -> None:
    """Whoever leaves the directory has no access from this moment: sessions end, the city's roles go, links end.

    The account closes with it, unless it has a ground of its own (somebody who applies for an institution stays
    Pemohon). The only Superadmin stays, so that the program is not locked; the event says so. An account that carries
    the NIP, and of which Admin has not yet said whose it is, is treated as hers: nobody else has that NIP.
    """
    if not pegawai.is_aktif:
        return
    pegawai.is_aktif, pegawai.ended_at, pegawai.synced_at = False, now(), now()
    pegawai.bentrok_id = pegawai.bentrok_at = None
    drop_waiting(pegawai, but_grants=False)
    db.session.execute(
        update(TautanPegawai)
        .where(TautanPegawai.pegawai_id == pegawai.id, TautanPegawai.used_at.is_(None))
        .values(used_at=now())
    )
    account = pegawai.pengguna or queries.account_with_nip(pegawai.nip)
    if account is None:
        return tell("pegawai.keluar", pegawai, actor)
    before = sorted(roles_of(account))
    kept = _kept_roles(pegawai, account)
    account.roles = [role for role in account.roles if role.name in kept]
    account.active = bool(kept)
    account.sesi_versi += 1
    account.opd_id = account.jabatan_tim_id = None  # whoever speaks for an office works there
    db.session.flush()
    data = {"akun_id": account.id, "lama": before, "baru": sorted(kept), "aktif": bool(kept)}
    return tell("pegawai.keluar", pegawai, actor, **data)


def _kept_roles(pegawai: Pegawai, account: Pengguna) -> set[str]:
    had = roles_of(account)
    kept: set[str] = set()
    is_own = not pegawai.is_akun_dibuat or queries.belongs_to_institution(account)
    if roles.PEMOHON in had and is_own:
        kept.add(roles.PEMOHON)
    if roles.SUPERADMIN in had and not queries.other_superadmins(account):
        kept.add(roles.SUPERADMIN)
    return kept


def come_back(pegawai: Pegawai, *, actor: Pengguna | None) -> None:
    """Somebody is in service again. What was taken comes back only when Admin confirms it."""
    pegawai.is_aktif, pegawai.ended_at, pegawai.synced_at = True, None, now()
    db.session.flush()
    tell("pegawai.kembali", pegawai, actor)
    account = pegawai.pengguna
    if account is None:
        match_accounts([pegawai.nip])
    elif account.active:
        follow(pegawai, None)
    else:
        propose_return(pegawai)


# --- whose account is whose --------------------------------------------------------------------------------
def match_accounts(nips: Sequence[str]) -> None:
    """Accounts that carry the NIP of somebody new: linked when the address agrees too, else Admin decides."""
    for piece in pieces(nips):
        rows = db.session.execute(
            select(Pegawai, Pengguna)
            .join(Pengguna, Pengguna.nip == Pegawai.nip)
            .where(Pegawai.nip.in_(piece), Pegawai.pengguna_id.is_(None), Pegawai.is_aktif)
            .options(queries.with_account()[0])
        ).all()
        for pegawai, account in rows:
            if account.email.lower() == pegawai.email:
                link(pegawai, account, is_new=False)
            elif pegawai.bentrok_at is None:
                mark_clash(pegawai, account)


def candidate(pegawai: Pegawai) -> tuple[Pengguna | None, bool]:
    """The account that may be a person's, and whether that is certain: same address, and no other NIP."""
    by_nip = db.session.scalar(select(Pengguna).where(Pengguna.nip == pegawai.nip))
    by_email = operations_akun.email_owner(pegawai.email) if pegawai.email else None
    found = by_nip or by_email
    if found is None:
        return None, True
    others = select(Pegawai.id).where(Pegawai.pengguna_id == found.id, Pegawai.id != pegawai.id)
    is_same = (
        by_email is not None
        and by_email.id == found.id
        and found.nip in (None, pegawai.nip)
        and db.session.scalar(others) is None
    )
    return found, is_same and found.active


def link(pegawai: Pegawai, account: Pengguna, *, is_new: bool) -> None:
    """This account is this person's from now on, and follows the directory. A closed one is opened by Admin only."""
    account.nip = pegawai.nip
    pegawai.pengguna, pegawai.is_akun_dibuat = account, is_new
    pegawai.bentrok_id = pegawai.bentrok_at = None
    db.session.flush()
    tell("pegawai.dihubungkan", pegawai, None, akun_id=account.id)
    if not account.active:
        propose_return(pegawai)
    follow(pegawai, account.opd_id if is_new else None)


def mark_clash(pegawai: Pegawai, account: Pengguna) -> None:
    """There is an account that may be this person's: nobody comes in by the directory before Admin has looked."""
    if pegawai.bentrok_at is None:
        pegawai.bentrok_at = now()
        tell("pegawai.bentrok", pegawai, None, akun_id=account.id)
    pegawai.bentrok_id = account.id
    db.session.flush()


def decide_clash(pegawai: Pegawai, *, actor: Pengguna, is_same: bool, seen: int) -> None:
    """Admin says whether the account is this person's. If not, it loses the NIP, so that the person can come in.

    `seen`: the account that the page showed. The account keeps its own address; who signs in with it need prove nothing
    new. Raises Refused, Stale when another account is asked about by now.
    """
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    db.session.refresh(pegawai)
    account = pegawai.bentrok
    if account is None or not pegawai.is_aktif:
        raise Refused(_l("Pertanyaan ini sudah dijawab."))
    if account.id != seen:
        raise Stale(_l("Akun yang ditanyakan baru saja berganti. Bandingkan lagi."))
    if account.id == actor.id:
        raise Refused(_l("Akun sendiri dihubungkan oleh orang lain."))
    if is_same:
        return _confirm_same(pegawai, account, actor)
    if account.email.lower() == pegawai.email:
        raise Refused(
            _l("Alamat email di direktori sama dengan email masuk akun itu. Perbaiki dahulu salah satunya.")
        )
    if account.nip == pegawai.nip:
        account.nip = None
    pegawai.bentrok_id = pegawai.bentrok_at = None
    return tell("pegawai.bentrok_diputus", pegawai, actor, akun_id=account.id, sama=False)


def _confirm_same(pegawai: Pegawai, account: Pengguna, actor: Pengguna) -> None:
    """Somebody who left and came with another NIP takes her account along: the row of the old one lets it go."""
    former = db.session.scalar(
        select(Pegawai).where(Pegawai.pengguna_id == account.id, Pegawai.id != pegawai.id)
    )
    owner = select(Pengguna.id).where(Pengguna.nip == pegawai.nip, Pengguna.id != account.id)
    if (former is not None and former.is_aktif) or db.session.scalar(owner) is not None:
        raise Refused(_l("Akun itu, atau NIP ini, sudah dihubungkan dengan orang lain."))
    if former is not None:
        former.pengguna = None
        db.session.flush()  # one account belongs to one row at a time
    tell("pegawai.bentrok_diputus", pegawai, actor, akun_id=account.id, sama=True)
    link(pegawai, account, is_new=False)
