"""The first sign-in of an ASN: a link or a code to the directory's address, or the guide's first password.

Nobody learns from an answer whether a NIP is in the directory: pages ask for a job, and say the same either way.
What the address of a visitor is, the caller says; no request is seen here.
"""

import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from app.akun import operations_akun, passwords, roles
from app.akun.models import Pengguna
from app.akun.rules import acting_role, personal_words, roles_of
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import keyed_hash, new_token
from app.kit.errors import Refused
from app.pegawai import queries, rules
from app.pegawai import settings as own
from app.pegawai.models import JenisTautan, Pegawai, TautanPegawai
from app.pegawai.operations_ikut import candidate, link, mark_clash

KEEP_LINKS = timedelta(days=7)
CODE_LIFE = timedelta(minutes=15)
LINK_GONE = _l("Tautan ini sudah dipakai atau sudah tidak berlaku.")
WRONG_CODE = _l("Kode tidak cocok atau sudah tidak berlaku. Minta kode baru bila perlu.")
DAY = timedelta(days=1)


# --- a link by mail --------------------------------------------------------------------------------
def request_link(nip: str, bahasa: str = "id") -> bool:
    """The directory's address of this NIP gets a mail; answers whether there is anybody to write to.

    Who has a password already is told so, who may have another account is told that Admin looks at it first. `bahasa`:
    that of the page, for whoever has no account whose language the mail could follow.
    """
    pegawai = _locked(queries.by_nip(nip))
    if pegawai is None or not pegawai.email or not pegawai.is_aktif:
        return False
    if queries.asked_since(pegawai, now() - DAY, *_MAILS) >= rules.LINKS_A_DAY:
        return False
    life = timedelta(minutes=settings.get(own.LINK_MINUTES))
    tautan = _new(pegawai, _kind_of_mail(pegawai), life)
    _tell_asked(tautan, bahasa)
    return True


_MAILS = (JenisTautan.TAUTAN, JenisTautan.SUDAH, JenisTautan.TUNGGU)


def _kind_of_mail(pegawai: Pegawai) -> JenisTautan:
    if pegawai.pengguna is not None and pegawai.pengguna.active:
        return JenisTautan.SUDAH if pegawai.pengguna.password else JenisTautan.TAUTAN
    if pegawai.pengguna is not None or pegawai.bentrok_at is not None:
        return JenisTautan.TUNGGU
    account, is_certain = candidate(pegawai)
    if account is None or is_certain:
        return JenisTautan.TAUTAN
    mark_clash(pegawai, account)
    return JenisTautan.TUNGGU


def _new(pegawai: Pegawai, jenis: JenisTautan, life: timedelta) -> TautanPegawai:
    """The newest asking is the only one in force."""
    db.session.execute(
        update(TautanPegawai)
        .where(TautanPegawai.pegawai_id == pegawai.id, TautanPegawai.used_at.is_(None))
        .values(used_at=now())
    )
    tautan = TautanPegawai(pegawai=pegawai, jenis=jenis, email=pegawai.email, expires_at=now() + life)
    db.session.add(tautan)
    db.session.flush()
    return tautan


def _tell_asked(tautan: TautanPegawai, bahasa: str) -> None:
    data = {"jenis": tautan.jenis.value, "bahasa": bahasa}
    record("pegawai.tautan_diminta", actor=None, objek=tautan, data=data)


def new_link(tautan: TautanPegawai) -> str:
    """The token for `/masuk/asn/<token>`, made when the mail is written."""
    token, tautan.token_sidik = new_token()
    db.session.flush()
    return token


def use_link(tautan: TautanPegawai, password: str | None, *, bahasa: str = "id") -> Pengguna:
    """Whoever holds the link is the person: her account is made or linked, and gets this password.

    An account that has a password keeps it (`password` is not looked at). Raises Refused (field sandi).
    """
    pegawai = _locked(tautan.pegawai)
    db.session.refresh(tautan, ["used_at", "expires_at"])  # the lock on the person stands for it too
    if pegawai is None or tautan.used_at is not None or tautan.expires_at <= now() or not pegawai.is_aktif:
        raise Refused(LINK_GONE)
    account = _account_of(pegawai, bahasa)
    tautan.used_at = now()
    pegawai.sandi_pertama_at = pegawai.sandi_pertama_at or now()  # that way is closed for good
    if not account.password:
        refusal = passwords.why_not_password(password or "", personal_words(account))
        if refusal is not None:
            raise Refused(refusal, "sandi")
        account.password = passwords.hash_password(password or "")
        account.harus_ganti_sandi = False
        account.sesi_versi += 1
        peran = acting_role(account)
        record("akun.sandi_diatur", actor=account, objek=account, peran=peran, data={"pertama": True})
    return account


def _account_of(pegawai: Pegawai, bahasa: str) -> Pengguna:
    """The person's account: the linked one, the one that is certainly hers, or a new one. Raises Refused."""
    if pegawai.pengguna is not None:
        if not pegawai.pengguna.active:
            raise Refused(LINK_GONE)
        return pegawai.pengguna
    found, is_certain = candidate(pegawai)
    if found is not None and not is_certain:
        raise Refused(_l("Ada akun lain yang mungkin milik Anda. Hubungi Bagian Kerja Sama."))
    if found is not None:
        link(pegawai, found, is_new=False)
        return found
    account = operations_akun.add_account(
        nama=pegawai.nama, email=pegawai.email, peran=[roles.PEMOHON], nip=pegawai.nip, bahasa=bahasa
    )
    account.opd_id = pegawai.opd_id
    db.session.flush()
    data = {"cara": operations_akun.BY_DIRECTORY, "peran": [roles.PEMOHON]}
    record("akun.dibuat", actor=account, objek=account, peran=roles.PEMOHON, data=data)
    link(pegawai, account, is_new=True)
    return account


def _locked(pegawai: Pegawai | None) -> Pegawai | None:
    """The row as it is now, held until the end: two askings, two clicks, or a click and a leaving come one by one."""
    if pegawai is None:
        return None
    return db.session.scalar(
        select(Pegawai)
        .where(Pegawai.id == pegawai.id)
        .with_for_update(of=Pegawai)
        .execution_options(populate_existing=True)
    )


# --- the guide's first password --------------------------------------------------------------------------------
def door(name: str, password: str, alamat: str) -> Pengguna | None:
    """Who types her NIP and birth date in one of the city's networks comes in, once; then a new password is forced.

    Only when Superadmin has it so. Wrong tries are counted on the person, and some close this way for good; tries
    from elsewhere are not looked at, so that nobody outside can close it. The caller keeps what this changes.
    """
    if settings.get(own.BIRTH_PASSWORD) != own.BY_NETWORK:
        return None
    if not rules.is_inside(alamat, own.networks_of(settings.get(own.NETWORKS))):
        return None
    pegawai = _locked(queries.by_nip(name))
    if pegawai is None or not _fits_birth(pegawai, password):
        return None
    return _come_in_once(pegawai, is_by_mail=False)


def _fits_birth(pegawai: Pegawai, typed: str) -> bool:
    """Whether the first password may be used and is right; a wrong one is counted."""
    if rules.why_not_first_password(pegawai) is not None:
        return False
    if rules.is_birth_password(pegawai, typed):
        return True
    pegawai.sandi_pertama_gagal += 1
    return False


def _come_in_once(pegawai: Pegawai, *, is_by_mail: bool) -> Pengguna | None:
    """`is_by_mail`: the code came to the directory's address; else nothing says that the mailbox is hers."""
    account, is_certain = candidate(pegawai) if pegawai.pengguna is None else (pegawai.pengguna, True)
    if account is not None and not is_certain:
        mark_clash(pegawai, account)
        return None
    if account is not None and (account.password or roles_of(account) - {roles.PEMOHON}):
        return (
            None  # a password of her own is the way in; the city's roles want the mail, not what a NIP tells
        )
    account = _account_of(pegawai, "id")
    account.is_email_terbukti = is_by_mail and account.email == pegawai.email.lower()
    pegawai.sandi_pertama_at = now()
    account.harus_ganti_sandi = True
    record("pegawai.sandi_pertama", actor=account, objek=pegawai, peran=acting_role(account))
    db.session.flush()
    return account


def request_code(nip: str, password: str, bahasa: str = "id") -> bool:
    """With the right birth date, the directory's address gets a code; answers whether it does. `bahasa`: of the page."""
    if settings.get(own.BIRTH_PASSWORD) != own.BY_CODE:
        return False
    pegawai = _locked(queries.by_nip(nip))
    if pegawai is None or not pegawai.email or not _fits_birth(pegawai, password):
        return False
    if queries.asked_since(pegawai, now() - DAY, JenisTautan.KODE) >= rules.CODES_A_DAY:
        return False
    tautan = _new(pegawai, JenisTautan.KODE, CODE_LIFE)
    _tell_asked(tautan, bahasa)
    return True


def new_code(tautan: TautanPegawai) -> str:
    """Six digits, made when the mail is written and kept only as a keyed hash."""
    code = f"{secrets.randbelow(10**6):06d}"
    tautan.kode_sidik = _code_hash(tautan, code)
    db.session.flush()
    return code


def _code_hash(tautan: TautanPegawai, code: str) -> str:
    return keyed_hash(f"{tautan.id}:{code}", "asn-kode")


def use_code(nip: str, typed: str) -> Pengguna | None:
    """The account of whoever types the code in time; None otherwise. Some wrong codes end it. The caller keeps the count."""
    if settings.get(own.BIRTH_PASSWORD) != own.BY_CODE:
        return None
    pegawai = _locked(queries.by_nip(nip))
    if pegawai is None or rules.why_not_first_password(pegawai) is not None:
        return None
    tautan = queries.open_code(pegawai)
    if tautan is None:
        return None
    digits = "".join(sign for sign in typed if sign.isdigit())[:12]
    if not secrets.compare_digest(tautan.kode_sidik or "", _code_hash(tautan, digits)):
        tautan.gagal += 1
        if tautan.gagal >= rules.WRONG_CODES:
            tautan.used_at = now()
        return None
    tautan.used_at = now()
    return _come_in_once(pegawai, is_by_mail=True)


def forget_old() -> None:
    """Links and codes that can open nothing any more."""
    db.session.execute(delete(TautanPegawai).where(TautanPegawai.expires_at < now() - KEEP_LINKS))
