"""Providers that people sign in through, as Superadmin keeps them. Their secrets are stored encrypted and shown to nobody.

What the journal keeps of a change names the columns; of a secret only that it was set.
"""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun.models import Pengguna
from app.akun.rules import acting_role, is_superadmin
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt
from app.kit.errors import Refused, Stale
from app.sso import oidc_klien as oidc
from app.sso import queries_klien as queries
from app.sso import rules_klien as rules
from app.sso.models_klien import PenyediaSso, PermintaanSso

CODE_TAKEN = _l(
    "Kode ini sudah dipakai penyedia lain, atau penyedia dengan issuer dan client ID ini sudah ada."
)


@dataclass(frozen=True)
class IsianPenyedia:
    """What Superadmin types of a provider, without its code and its secret."""

    nama: str
    label_tombol: str
    issuer: str
    client_id: str
    scopes: str
    klaim_nip: str = ""
    klaim_unit: str = ""
    nilai_kuat: str = ""
    is_aktif: bool = False
    is_utama: bool = False
    is_membuat_akun: bool = False


def add_provider(*, actor: Pengguna, kode: str, isian: IsianPenyedia, rahasia: str) -> PenyediaSso:
    """A new provider. Raises Refused (fields kode, issuer, is_utama)."""
    _check(actor, isian)
    if kode in rules.RESERVED or db.session.scalar(select(PenyediaSso.id).where(PenyediaSso.kode == kode)):
        raise Refused(_l("Kode ini tidak dapat dipakai; pilih yang lain."), "kode")
    if isian.is_utama:
        _no_other_main(None)
    penyedia = PenyediaSso(kode=kode, rahasia_sandi=encrypt(rahasia) if rahasia else None, **asdict(isian))
    with refuse_second(CODE_TAKEN, "issuer"):
        db.session.add(penyedia)
    data = {"baru": {"kode": kode, **asdict(isian)}, "rahasia": "diatur" if rahasia else "tanpa"}
    record("sso.penyedia_ditambah", actor=actor, objek=penyedia, peran=acting_role(actor), data=data)
    return penyedia


def change_provider(
    penyedia: PenyediaSso, *, actor: Pengguna, isian: IsianPenyedia, rahasia: str, seen: int
) -> bool:
    """What is typed replaces what stands; an empty secret keeps the one there is. Answers whether anything changed.

    Raises Refused (fields issuer, is_utama), Stale when somebody else changed it since `seen`.
    """
    _check(actor, isian)
    if penyedia.versi != seen:
        raise Stale(_l("Orang lain baru saja mengubah data ini. Bandingkan, lalu simpan lagi."))
    refusal = rules.why_not_move(penyedia, isian.issuer, isian.client_id, queries.link_count(penyedia))
    if refusal is not None:
        raise Refused(refusal, "issuer")
    new = asdict(isian)
    old = {name: getattr(penyedia, name) for name in new}
    changed = [name for name in new if new[name] != old[name]]
    if not changed and not rahasia:
        return False
    if isian.is_utama and not penyedia.is_utama:
        _no_other_main(penyedia)
    oidc.forget(penyedia.issuer)
    with refuse_second(CODE_TAKEN, "issuer"):
        for name in changed:
            setattr(penyedia, name, new[name])
        if rahasia:
            penyedia.rahasia_sandi = encrypt(rahasia)
    if {"issuer", "client_id"} & set(changed) or (old["is_aktif"] and not isian.is_aktif):
        _end_attempts(penyedia)
    data: dict[str, Any] = {
        "lama": {name: old[name] for name in changed},
        "baru": {name: new[name] for name in changed},
    }
    if rahasia:
        data["rahasia"] = "diganti"
    record("sso.penyedia_diubah", actor=actor, objek=penyedia, peran=acting_role(actor), data=data)
    return True


def client_of(penyedia: PenyediaSso) -> oidc.Klien:
    """Who we are there, with the secret in the clear: for the protocol only."""
    secret = decrypt(penyedia.rahasia_sandi) if penyedia.rahasia_sandi else ""
    return oidc.Klien(penyedia.issuer, penyedia.client_id, secret)


def _check(actor: Pengguna, isian: IsianPenyedia) -> None:
    if not is_superadmin(actor):
        raise Refused(_l("Hanya Superadmin yang mengatur penyedia."))
    refusal = rules.why_not_issuer(isian.issuer)
    if refusal is not None:
        raise Refused(refusal, "issuer")
    refusal = rules.why_not_main(isian.is_aktif, isian.is_utama)
    if refusal is not None:
        raise Refused(refusal, "is_utama")


def _end_attempts(penyedia: PenyediaSso) -> None:
    """Who is on the way begins anew: an identity that came from elsewhere, or from nobody any more, is not taken."""
    db.session.execute(
        update(PermintaanSso)
        .where(PermintaanSso.penyedia_id == penyedia.id, PermintaanSso.selesai_at.is_(None))
        .values(selesai_at=now(), expires_at=now(), identitas_sandi=None, surat_sidik=None)
    )


def _no_other_main(but: PenyediaSso | None) -> None:
    """One main provider at most: a new one takes the place of the old one."""
    query = update(PenyediaSso).where(PenyediaSso.is_utama)
    if but is not None:
        query = query.where(PenyediaSso.id != but.id)
    db.session.execute(query.values(is_utama=False, versi=PenyediaSso.versi + 1))
