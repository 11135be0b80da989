"""Registration: a form is kept, its address is proved by the mail, and only then there is an account.

Nothing here tells whether an address or a number is known already, until the owner of the mailbox has shown that the
mailbox is hers: everything before that is the same work with the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.akun import passwords, roles, rules
from app.akun import settings as own
from app.akun.identitas import JenisIdentitas, Kewarganegaraan, fingerprint, mask
from app.akun.models import KeadaanVerifikasi, Pengguna
from app.akun.models_pendaftaran import Identitas, Pendaftaran, Pintu
from app.akun.operations_akun import BY_REGISTRATION, add_account
from app.akun.operations_instansi import create_instansi
from app.akun.queries import email_owner, same_named
from app.akun.queries_pendaftaran import number_owner_id
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.clock import now
from app.kit.crypto import encrypt, keyed_hash, new_token, token_hash
from app.kit.errors import Refused
from app.rujukan.models import JenisPemohon, Wilayah

MOST_RESENT = 3  # of one address at one asking
CLOSED = _l("Pendaftaran mandiri sedang ditutup. Hubungi Bagian Kerja Sama untuk memperoleh akun.")
NUMBER_TAKEN = _l(
    "Nomor identitas ini sudah dipakai akun lain. Bila ini nomor Anda, hubungi Bagian Kerja Sama; akun ini belum dibuat."
)
ADDRESS_TAKEN = _l("Alamat email ini sudah mempunyai akun. Silakan masuk, atau pakai “Lupa kata sandi?”.")
LINK_GONE = _l("Tautan ini sudah dipakai atau sudah tidak berlaku.")
SAME_NAME = _l(
    "Instansi dengan nama itu sudah terdaftar. Akun Anda sudah aktif; minta anggota instansi itu mengundang Anda."
)


@dataclass(frozen=True)
class Formulir:
    """What one form says, checked: the number as read_identity answers it, the password as it was typed."""

    pintu: Pintu
    nama: str
    email: str
    password: str
    kewarganegaraan: Kewarganegaraan
    jenis_identitas: JenisIdentitas
    nomor: str
    bahasa: str = "id"
    isian: Mapping[str, Any] = field(default_factory=dict)


# --- the form comes in --------------------------------------------------------------------------------
def register(formulir: Formulir) -> None:
    """A form waits for the proof of its address; the mail goes to that address, whether it has an account or not.

    Which of the two mails it is, is decided when it is written. Raises Refused (field sandi) for an easy password, and
    when nobody may register by herself.
    """
    if not settings.get(own.SELF_REGISTRATION):
        raise Refused(CLOSED)
    personal = [formulir.email, formulir.email.partition("@")[0], *words_of(formulir.nama), formulir.nomor]
    refusal = passwords.why_not_password(formulir.password, personal)
    if refusal is not None:
        raise Refused(refusal, "sandi")
    hashed = passwords.hash_password(formulir.password)
    email = formulir.email.strip().lower()
    number = fingerprint(formulir.kewarganegaraan, formulir.jenis_identitas, formulir.nomor, keyed_hash)
    row = Pendaftaran(
        pintu=formulir.pintu,
        nama=formulir.nama,
        email=email,
        sandi=hashed,
        bahasa=formulir.bahasa,
        kewarganegaraan=formulir.kewarganegaraan,
        jenis_identitas=formulir.jenis_identitas,
        nomor_sandi=encrypt(formulir.nomor),
        nomor_sidik=number,
        nomor_samar=mask(formulir.jenis_identitas, formulir.nomor),
        isian=dict(formulir.isian),
    )
    db.session.add(row)
    record("pendaftaran.diterima", actor=None, objek=row, data={"pintu": str(formulir.pintu)})


def words_of(nama: str) -> list[str]:
    """A name and its words: what a password may not be made of."""
    return [nama, *nama.split()]


def new_activation_link(pendaftaran: Pendaftaran) -> str:
    """A one-use token for `/daftar/aktifkan/<token>`, made when the mail is written; an older one ends."""
    token, pendaftaran.token_sidik = new_token()
    pendaftaran.expires_at = now() + timedelta(hours=settings.get(own.ACTIVATION_HOURS))
    db.session.flush()
    return token


def resend(email: str) -> int:
    """The newest forms that wait for this address are mailed again, with new links. Answers how many; 0 is no secret kept.

    Called by a job, never by a page: the page answers before anybody has looked.
    """
    found = db.session.scalars(
        select(Pendaftaran)
        .where(Pendaftaran.email == email.strip().lower(), Pendaftaran.created_at > _oldest())
        .order_by(Pendaftaran.id.desc())
        .limit(MOST_RESENT)
    ).all()
    for row in found:
        record("pendaftaran.dikirim_ulang", actor=None, objek=row)
    return len(found)


# --- the address is proved --------------------------------------------------------------------------------
def activate(token: str, *, is_another: bool = False) -> tuple[Pengguna, bool]:
    """Who holds the link from the mail gets the account that the form asked for: (account, whether all of it was made).

    The account with the role Pemohon, the identity, the institution of that door; the other forms of the address are
    thrown away. False: an institution of the same name exists and `is_another` does not say that this is a different
    one, so the account was made without. Of two presses the second waits, finds the row gone and is refused.
    Raises Refused.
    """
    row = _take(token)
    if email_owner(row.email) is not None:
        raise Refused(ADDRESS_TAKEN)
    if number_owner_id(row.nomor_sidik) is not None:
        raise Refused(NUMBER_TAKEN)
    pengguna = add_account(nama=row.nama, email=row.email, peran=[roles.PEMOHON], bahasa=row.bahasa)
    pengguna.password = row.sandi
    _add_identity(pengguna, row)
    data = {
        "cara": BY_REGISTRATION,
        "peran": [roles.PEMOHON],
        "pintu": str(row.pintu),
        "identitas": str(row.jenis_identitas),
    }
    record("akun.dibuat", actor=pengguna, objek=pengguna, peran=rules.acting_role(pengguna), data=data)
    is_whole = row.pintu is not Pintu.INSTITUSI or _add_instansi(pengguna, row, is_another)
    db.session.execute(delete(Pendaftaran).where(Pendaftaran.email == row.email))
    return pengguna, is_whole


def _take(token: str) -> Pendaftaran:
    """The form of this link, with all others of its address locked in order: two links pressed at once never cross."""
    wanted = select(Pendaftaran.email).where(Pendaftaran.token_sidik == token_hash(token)).scalar_subquery()
    rows = db.session.scalars(
        select(Pendaftaran)
        .where(Pendaftaran.email == wanted)
        .order_by(Pendaftaran.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        if row.token_sidik == token_hash(token) and row.expires_at is not None and row.expires_at > now():
            return row
    raise Refused(LINK_GONE)


def _add_identity(pengguna: Pengguna, row: Pendaftaran) -> None:
    with refuse_second(NUMBER_TAKEN):
        db.session.add(
            Identitas(
                pengguna=pengguna,
                kewarganegaraan=row.kewarganegaraan,
                jenis=row.jenis_identitas,
                nomor_sandi=row.nomor_sandi,
                nomor_sidik=row.nomor_sidik,
                nomor_samar=row.nomor_samar,
                unit_kerja=row.isian.get("unit_kerja", "") if row.pintu is Pintu.PTT else "",
                nomor_kepegawaian=row.isian.get("nomor_kepegawaian", "") if row.pintu is Pintu.PTT else "",
            )
        )


def _add_instansi(pengguna: Pengguna, row: Pendaftaran, is_another: bool) -> bool:
    """The institution that the form describes, run by this person; it waits for Admin's verification."""
    values = dict(row.isian)
    if not is_another and same_named(values["nama"]):
        return False
    values["wilayah"] = db.session.get_one(Wilayah, values.pop("wilayah_id"))
    values["jenis"] = JenisPemohon(values["jenis"])
    instansi = create_instansi(actor=pengguna, isian=values, is_another=is_another)
    instansi.verifikasi, instansi.verifikasi_since = KeadaanVerifikasi.MENUNGGU, now()
    record("instansi.verifikasi_diminta", actor=pengguna, objek=instansi, peran=rules.acting_role(pengguna))
    return True


# --- what nobody proved --------------------------------------------------------------------------------
def _oldest() -> Any:
    return now() - timedelta(days=settings.get(own.KEEP_UNPROVED_DAYS))


def forget_unproved() -> int:
    """Forms whose address was not proved within the set time vanish with everything in them. Answers how many."""
    gone = db.session.execute(delete(Pendaftaran).where(Pendaftaran.created_at < _oldest()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def drop(pendaftaran: Pendaftaran) -> None:
    """A form for an address that has an account already: its owner is told by mail, nothing of the form is kept."""
    db.session.delete(pendaftaran)
    db.session.flush()
