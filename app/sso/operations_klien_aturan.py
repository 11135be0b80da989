"""What claims give at each sign-in: roles and an office, taken again when the claim goes. Not decided here: who signs in."""

from typing import Any

from sqlalchemy import select

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import why_not_jabatan
from app.extensions import db
from app.jejak.operations import record
from app.pegawai import queries as pegawai
from app.rujukan.models import OPD
from app.sso import queries_klien as queries
from app.sso import rules_klien as rules
from app.sso.models_klien import AkunSso, PenyediaSso
from app.sso.oidc_klien import Identitas


def apply_claims(link: AkunSso, identitas: Identitas) -> bool:
    """The rules of the provider, applied to the account of a link; answers whether anything changed.

    The city's directory has the last word on who serves: whoever has left it gets nothing by a claim, and loses what
    one gave, however long the provider goes on saying so.
    Recorded as `akun.peran_diubah` by the program itself, with data.sebab = "klaim".
    """
    account, penyedia = link.pengguna, link.penyedia
    has_left = pegawai.has_left(account, nip=queries.nip_of(penyedia, identitas))
    aturan = [] if has_left else queries.rules_of(penyedia)
    before = _standing(account)
    names, by_rule = rules.new_roles(
        before["peran"], link.peran_dari_klaim, _by_other_links(link), rules.roles_by(aturan, identitas)
    )
    link.peran_dari_klaim = sorted(by_rule)
    if names != set(before["peran"]):
        role = Pengguna.roles.property.mapper.class_
        account.roles = list(db.session.scalars(select(role).where(role.name.in_(names)).order_by(role.id)))
    named = None if has_left else _office_of_claim(penyedia, identitas)
    _give_office(link, rules.office_by(aturan, identitas) or named)
    if account.jabatan_tim is not None and why_not_jabatan(account.jabatan_tim, names) is not None:
        account.jabatan_tim = None
    after = _standing(account)
    if before == after:
        return False
    data = {"lama": before, "baru": after, "sebab": "klaim", "penyedia": penyedia.kode}
    record("akun.peran_diubah", actor=None, objek=account, data=data)
    return True


def take_back(link: AkunSso) -> None:
    """A link that goes takes with it what its rules gave."""
    apply_claims(link, Identitas(link.penyedia.issuer, link.sub, {}))


def _by_other_links(link: AkunSso) -> set[str]:
    return {
        name
        for other in queries.links_of(link.pengguna)
        if other.id != link.id
        for name in other.peran_dari_klaim
    }


def _office_of_claim(penyedia: PenyediaSso, identitas: Identitas) -> OPD | None:
    return queries.office_named(identitas.text(penyedia.klaim_unit)) if penyedia.klaim_unit else None


def _give_office(link: AkunSso, office: OPD | None) -> None:
    """An office that a person has set stays; one that came from a claim follows the claim."""
    account = link.pengguna
    is_from_claim = account.opd_id is not None and account.opd_id == link.opd_dari_klaim_id
    if office is None:
        if is_from_claim:
            account.opd, account.opd_id = None, None
        link.opd_dari_klaim_id = None
    elif account.opd_id is None or is_from_claim:
        account.opd, account.opd_id, link.opd_dari_klaim_id = office, office.id, office.id


def _standing(account: Pengguna) -> dict[str, Any]:
    """What an account may do and for whom it speaks, in the shape that the journal keeps of `akun.peran_diubah`."""
    return {
        "peran": sorted(role.name for role in account.roles if role.name in roles.ALL),
        "aktif": bool(account.active),
        "opd": account.opd.nama if account.opd else None,
        "jabatan_tim": account.jabatan_tim.nama if account.jabatan_tim else None,
    }
