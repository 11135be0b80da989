"""Signing in through another provider: an attempt begun and taken up, the proof, the link, the sign-in, the end.

The protocol is in oidc_klien.py, what claims give in operations_klien_aturan.py. No request is seen here.
"""

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.operations_akun import BY_SSO, add_account
from app.akun.queries import email_owner
from app.akun.rules import acting_role
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.crypto import decrypt, encrypt, new_token, token_hash
from app.kit.errors import Refused
from app.pegawai import queries as pegawai
from app.sso import oidc_klien as oidc
from app.sso import queries_klien as queries
from app.sso import rules_klien as rules
from app.sso.http_klien import ProviderFault
from app.sso.models_klien import AkunSso, PenyediaSso, PermintaanSso, SesiSso
from app.sso.oidc_klien import Identitas
from app.sso.operations_klien_aturan import take_back

BY_PASSWORD, BY_MAIL, BY_SESSION, BY_BIRTH = "sandi", "surat", "sesi", "baru"
LEFT = _l(
    "Direktori ASN mencatat orang ini sudah tidak bertugas. Untuk urusan di luar dinas, daftarlah sebagai warga."
)
LINKED_MEANWHILE = _l("Identitas ini baru saja dihubungkan. Mulai lagi dari halaman Masuk.")


# --- the attempt --------------------------------------------------------------------------------
def begin_attempt(
    penyedia: PenyediaSso, *, peramban: str, lanjut: str = "", actor: Pengguna | None = None
) -> oidc.Awal:
    """A new attempt of one browser (the hash of its token). Several may be under way at once. `actor`: links her account."""
    db.session.execute(delete(PermintaanSso).where(PermintaanSso.expires_at < now()))
    awal = oidc.new_attempt()
    db.session.add(
        PermintaanSso(
            penyedia=penyedia,
            peramban_sidik=peramban,
            state_sidik=token_hash(awal.state),
            rahasia_sandi=encrypt(json.dumps([awal.nonce, awal.verifier])),
            lanjut=lanjut[:2000],
            pengguna_id=actor.id if actor is not None else None,
            expires_at=now() + rules.ATTEMPT_LIFE,
        )
    )
    db.session.flush()
    return awal


def take_attempt(penyedia: PenyediaSso, state: str, *, peramban: str) -> tuple[PermintaanSso, oidc.Awal]:
    """The attempt that an answer belongs to, used up by this: a second answer finds none.

    Raises ProviderFault("state") when there is none, when it is another browser's, too old, or used.
    """
    taken = db.session.scalar(
        update(PermintaanSso)
        .where(
            PermintaanSso.state_sidik == token_hash(state),
            PermintaanSso.penyedia_id == penyedia.id,
            PermintaanSso.peramban_sidik == peramban,
            PermintaanSso.used_at.is_(None),
            PermintaanSso.expires_at > now(),
        )
        # Its time begins anew: while the provider is asked nobody clears it away.
        .values(used_at=now(), expires_at=now() + rules.ATTEMPT_LIFE)
        .returning(PermintaanSso.id)
    )
    if taken is None:
        raise ProviderFault("state", "tidak ada permintaan dengan state ini di peramban ini")
    permintaan = db.session.get_one(PermintaanSso, taken, populate_existing=True)
    nonce, verifier = json.loads(decrypt(permintaan.rahasia_sandi))
    permintaan.rahasia_sandi = ""
    db.session.flush()
    return permintaan, oidc.Awal(state, nonce, verifier)


# --- the identity that came --------------------------------------------------------------------------------
def candidate_for(penyedia: PenyediaSso, identitas: Identitas) -> Pengguna | None:
    """The account that an unlinked identity may be: by its verified address, else by its NIP. To be proved first."""
    email = rules.email_of(identitas)
    found = email_owner(email) if email else None
    if found is None and penyedia.klaim_nip:
        found = queries.account_by_nip(queries.nip_of(penyedia, identitas))
    return found


def why_not_create(penyedia: PenyediaSso, identitas: Identitas) -> Any:
    """None when an account may be made for an identity; nobody who has left the city's directory gets one in this way."""
    refusal = rules.why_not_create(penyedia, identitas)
    if refusal is not None:
        return refusal
    nip, email = queries.nip_of(penyedia, identitas), rules.email_of(identitas) or ""
    return LEFT if pegawai.has_left(None, nip=nip, email=email) else None


def await_proof(permintaan: PermintaanSso, identitas: Identitas, calon: Pengguna | None) -> str:
    """Keep the identity until the person has proved which account is hers; answers the token of that page."""
    token, permintaan.bukti_sidik = new_token()
    kept = [identitas.issuer, identitas.sub, identitas.klaim, identitas.id_token]
    permintaan.identitas_sandi = encrypt(json.dumps(kept))
    permintaan.calon = calon
    permintaan.expires_at = now() + rules.PROOF_LIFE
    db.session.flush()
    return token


def identity_of(permintaan: PermintaanSso) -> Identitas:
    """The identity that an attempt waits with."""
    return Identitas(*json.loads(decrypt(permintaan.identitas_sandi or "")))


def ask_mail(permintaan: PermintaanSso) -> PermintaanSso:
    """A one-use link to the account's own address, which opens in the browser of the attempt. Raises Refused."""
    account = permintaan.calon
    if account is None or not account.active:
        raise Refused(_l("Tidak ada alamat untuk mengirim tautan."))
    if permintaan.surat >= rules.MAX_MAILS:
        raise Refused(_l("Tautan sudah dikirim beberapa kali. Periksa juga folder spam."))
    permintaan.surat += 1
    data = {"akun_id": account.id, "penyedia": permintaan.penyedia.kode}
    record("sso.bukti_diminta", actor=None, objek=permintaan, data=data)
    return permintaan


def new_mail_link(permintaan: PermintaanSso) -> str:
    """The token for `/sso/surat/<token>`, made when the mail is written; the one before ends."""
    token, permintaan.surat_sidik = new_token()
    db.session.flush()
    return token


def count_wrong(permintaan: PermintaanSso) -> bool:
    """One wrong password on the page of the proof; answers whether it was one too many, which ends the attempt."""
    permintaan.gagal += 1
    if permintaan.gagal >= rules.MAX_WRONG:
        _finish(permintaan)
        return True
    return False


# --- linking --------------------------------------------------------------------------------
def link_account(permintaan: PermintaanSso, account: Pengguna, *, cara: str) -> AkunSso:
    """The identity of an attempt is this account from now on. `cara`: how the person proved it.

    The owner hears of it by mail. Raises Refused.
    """
    _lock(permintaan)
    identitas, penyedia = identity_of(permintaan), permintaan.penyedia
    there = queries.link_by_sub(penyedia, identitas.sub)
    others = [one for one in queries.links_of(account) if one.penyedia_id == penyedia.id]
    refusal = rules.why_not_link(
        account, there.pengguna if there else None, any(one.sub != identitas.sub for one in others)
    )
    if refusal is not None:
        raise Refused(refusal)
    _finish(permintaan)
    if there is not None:
        return there
    return _link(penyedia, account, identitas, cara)


def create_linked(permintaan: PermintaanSso, *, bahasa: str = "id") -> AkunSso:
    """A new account with the role Pemohon, for somebody whom only the provider knows. Raises Refused."""
    _lock(permintaan)
    identitas, penyedia = identity_of(permintaan), permintaan.penyedia
    refusal = why_not_create(penyedia, identitas)
    if refusal is not None:
        raise Refused(refusal)
    if queries.link_by_sub(penyedia, identitas.sub) is not None:
        raise Refused(LINKED_MEANWHILE)
    account = add_account(
        nama=rules.name_of(identitas),
        email=rules.email_of(identitas) or "",
        peran=[roles.PEMOHON],
        bahasa=bahasa,
    )
    data = {"cara": BY_SSO, "peran": [roles.PEMOHON], "penyedia": penyedia.kode}
    record("akun.dibuat", actor=account, objek=account, peran=roles.PEMOHON, data=data)
    _finish(permintaan)
    return _link(penyedia, account, identitas, BY_BIRTH)


def _link(penyedia: PenyediaSso, account: Pengguna, identitas: Identitas, cara: str) -> AkunSso:
    link = AkunSso(
        penyedia=penyedia,
        pengguna=account,
        sub=identitas.sub,
        nama_sana=rules.shown_name(identitas),
        peran_dari_klaim=[],
    )
    with refuse_second(LINKED_MEANWHILE):
        db.session.add(link)
    data = {"nama": penyedia.nama, "penyedia": penyedia.kode, "cara": cara}
    record("akun.sso_dihubungkan", actor=account, objek=account, peran=acting_role(account), data=data)
    return link


def unlink(link: AkunSso, *, actor: Pengguna, other_ways: int) -> PenyediaSso:
    """The identity is nobody's again, and what its claims gave goes. Raises Refused when it is the only way in."""
    refusal = rules.why_not_unlink(actor, other_ways)
    if link.pengguna_id != actor.id or refusal is not None:
        raise Refused(refusal or _l("Sambungan ini bukan milik Anda."))
    take_back(link)
    penyedia = link.penyedia
    db.session.execute(
        update(SesiSso)
        .where(
            SesiSso.penyedia_id == penyedia.id, SesiSso.pengguna_id == actor.id, SesiSso.ended_at.is_(None)
        )
        .values(ended_at=now(), id_token_sandi="")
    )
    db.session.delete(link)
    data = {"nama": penyedia.nama, "penyedia": penyedia.kode}
    record("akun.sso_dilepas", actor=actor, objek=actor, peran=acting_role(actor), data=data)
    return penyedia


def _lock(permintaan: PermintaanSso) -> None:
    """Two presses at once: the second waits, and hears that the attempt is over. Raises Refused."""
    done = db.session.scalar(
        select(PermintaanSso.selesai_at).where(PermintaanSso.id == permintaan.id).with_for_update()
    )
    if done is not None or not permintaan.identitas_sandi:
        raise Refused(LINKED_MEANWHILE)


def _finish(permintaan: PermintaanSso) -> None:
    """Nothing of the identity is kept once the attempt is over."""
    permintaan.selesai_at = now()
    permintaan.identitas_sandi = permintaan.surat_sidik = None
