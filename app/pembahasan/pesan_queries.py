"""Reading messages: which ones a person may see, the files that came with them, and what sharing would give away.

Every page that shows or counts messages asks `readable` here; nobody else decides who reads what.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Instansi, Pengguna
from app.extensions import db
from app.naskah.models import VersiNaskah
from app.pembahasan.models import LampiranPesan, Pesan
from app.permohonan.models import Permohonan, TahapPerkara
from app.permohonan.queries import visible_to
from app.permohonan.rules import may_read_internal

COUNT_CAP = 100  # the tab says "99+"
MIN_QUOTE = 30  # letters of one line that make it a quotation and no coincidence
MAX_VERSIONS = 100
MAX_LINES = 200


def find_case(kode: str, user: Pengguna) -> Permohonan | None:
    """One visible case with only what reading its talk needs: open pages ask for news all the time."""
    return db.session.scalar(
        select(Permohonan)
        .where(Permohonan.kode == kode, visible_to(user))
        .options(
            joinedload(Permohonan.kategori),
            joinedload(Permohonan.instansi).selectinload(Instansi.anggota),
            selectinload(Permohonan.petugas),
        )
    )


def readable(permohonan: Permohonan, user: Pengguna) -> ColumnElement[bool]:
    """The condition on Pesan that leaves the messages of one visible case that this person may read."""
    of_case = Pesan.permohonan_id == permohonan.id
    if may_read_internal(user, permohonan):
        return of_case
    return and_(of_case, Pesan.is_internal.is_(False))


def visible_messages(permohonan: Permohonan, user: Pengguna) -> Select[tuple[Pesan]]:
    """The messages of a case that this person may read, oldest first."""
    return select(Pesan).where(readable(permohonan, user)).order_by(Pesan.id)


def find_message(permohonan: Permohonan, user: Pengguna, nomor: int) -> Pesan | None:
    """One message by its id, when this person may read it."""
    return db.session.scalar(select(Pesan).where(Pesan.id == nomor, readable(permohonan, user)))


def find_attachment(permohonan: Permohonan, user: Pengguna, nomor: int) -> LampiranPesan | None:
    """One file by its id, when this person may read the message with which it came."""
    return db.session.scalar(
        select(LampiranPesan)
        .join(LampiranPesan.pesan)
        .where(LampiranPesan.id == nomor, readable(permohonan, user))
        .options(joinedload(LampiranPesan.berkas))
    )


def counting_messages(permohonan: Permohonan, user: Pengguna) -> Select[Any]:
    """How many messages of a case this person may read, counted to COUNT_CAP."""
    found = select(Pesan.id).where(readable(permohonan, user)).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(found)


def count_messages(permohonan: Permohonan, user: Pengguna) -> int:
    """The same as a number."""
    return db.session.scalar(counting_messages(permohonan, user)) or 0


def versions_of(permohonan: Permohonan, tahap: TahapPerkara | None) -> list[VersiNaskah]:
    """What a message may be about: the versions of one stage (None: of all), newest first."""
    query = select(VersiNaskah).where(VersiNaskah.permohonan_id == permohonan.id)
    if tahap is not None:
        query = query.where(VersiNaskah.tahap_id == tahap.id)
    query = query.options(joinedload(VersiNaskah.slot)).order_by(VersiNaskah.id.desc()).limit(MAX_VERSIONS)
    return list(db.session.scalars(query))


def find_version(permohonan: Permohonan, nomor: int | None) -> VersiNaskah | None:
    """One version of a document of this case."""
    return db.session.scalar(
        select(VersiNaskah).where(VersiNaskah.id == nomor, VersiNaskah.permohonan_id == permohonan.id)
    )


def wrote_internal_last(permohonan: Permohonan, user: Pengguna) -> bool:
    """Whether the last message that this person wrote in this case was internal; the form begins with that choice."""
    last = db.session.scalar(
        select(Pesan.is_internal)
        .where(Pesan.permohonan_id == permohonan.id, Pesan.penulis_id == user.id)
        .order_by(Pesan.id.desc())
        .limit(1)
    )
    return bool(last)


def quotes_internal(permohonan: Permohonan, isi: str) -> bool:
    """Whether a line of this text stands in an internal message of the case."""
    lines = {line.strip().lstrip("> ").strip() for line in isi.splitlines()}
    long = sorted((line for line in lines if len(line) >= MIN_QUOTE), key=len, reverse=True)[:MAX_LINES]
    if not long:
        return False
    line = func.unnest(bindparam("baris", long, ARRAY(Text))).column_valued("baris")
    found = exists(select(line).where(func.strpos(Pesan.isi, line) > 0))
    internal = and_(Pesan.permohonan_id == permohonan.id, Pesan.is_internal)
    return db.session.scalar(select(Pesan.id).where(internal, found).limit(1)) is not None


def came_internally(permohonan: Permohonan, berkas: Collection[int]) -> bool:
    """Whether one of these stored contents came with an internal message of the case."""
    if not berkas:
        return False
    query = (
        select(LampiranPesan.id)
        .join(LampiranPesan.pesan)
        .where(Pesan.permohonan_id == permohonan.id, Pesan.is_internal, LampiranPesan.berkas_id.in_(berkas))
    )
    return db.session.scalar(query.limit(1)) is not None
