"""Reading registrations and identities: which form a link opens, whose number this is. Nothing is written or decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, union_all

from app.akun.identitas import NUMBER_WORDS, JenisIdentitas
from app.akun.models import Biodata
from app.akun.models_pendaftaran import Identitas, Pendaftaran
from app.extensions import db
from app.kit.crypto import token_hash
from app.rujukan.models import TingkatWilayah, Wilayah


def waiting_for(token: str, at: datetime) -> Pendaftaran | None:
    """The form that this link activates now; None when it is unknown, used or too old."""
    return db.session.scalar(
        select(Pendaftaran).where(Pendaftaran.token_sidik == token_hash(token), Pendaftaran.expires_at > at)
    )


def number_owner_id(sidik: str) -> int | None:
    """Whose identity number has this keyed hash, at registration or in the biodata."""
    known = union_all(
        select(Identitas.pengguna_id).where(Identitas.nomor_sidik == sidik),
        select(Biodata.pengguna_id).where(Biodata.nik_sidik == sidik),
    ).subquery()
    return db.session.scalar(select(known.c.pengguna_id).limit(1))


def identity_of(pengguna: Any) -> Identitas | None:
    """The identity with which this person registered; None for who came in another way."""
    return db.session.get(Identitas, pengguna.id)


def shown_identity(pengguna: Any, biodata: Biodata | None = None) -> tuple[Any, str] | None:
    """(what the number is called, the number masked): the NIK of the biodata, else the identity of the registration."""
    biodata = biodata if biodata is not None else pengguna.biodata
    if biodata is not None and biodata.nik_samar:
        return NUMBER_WORDS[JenisIdentitas.KTP], biodata.nik_samar
    identity = identity_of(pengguna)
    return (NUMBER_WORDS[identity.jenis], identity.nomor_samar) if identity is not None else None


def places() -> list[tuple[int, str, str]]:
    """Every kabupaten and kota to choose from without being signed in: (id, name, province), by province."""
    province = Wilayah.__table__.alias("provinsi")
    rows = db.session.execute(
        select(Wilayah.id, Wilayah.nama, province.c.nama)
        .join(province, province.c.id == Wilayah.induk_id)
        .where(Wilayah.tingkat != TingkatWilayah.PROVINSI, Wilayah.is_active)
        .order_by(province.c.nama, Wilayah.nama, Wilayah.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]
