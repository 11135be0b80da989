"""Reading the inbox and the mails. Each page costs the same number of queries, however much has piled up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.akun.models import Pengguna, UndanganInstansi
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kerjasama.models import KerjaSama
from app.kerjasama.queries import visible_to as may_see_agreement
from app.notifikasi import surat_pdp, tabel
from app.notifikasi.models import Pemberitahuan, StatusSurel, Surel
from app.permohonan.models import Permohonan
from app.permohonan.queries import visible_to

COUNT_CAP = 100  # the bell says "99+"
PAGE = 25
MAILS = 100
AGREEMENT = KerjaSama.__tablename__


def unread_of_visitor() -> int:
    """How many lines the person at this page has not read, counted to 100; one query a request, none for a visitor."""
    if "unread" not in g:
        g.unread = count_unread(current_user) if current_user and current_user.is_authenticated else 0
    return g.unread


def count_unread(pengguna: Pengguna) -> int:
    """Unread lines, counted to 100."""
    unread = select(Pemberitahuan.id).where(
        Pemberitahuan.pengguna_id == pengguna.id, Pemberitahuan.read_at.is_(None)
    )
    return db.session.scalar(select(func.count()).select_from(unread.limit(COUNT_CAP).subquery())) or 0


@dataclass(frozen=True)
class Baris:
    """One line of the inbox, ready to be shown. `url` is None when there is nothing to open (any more)."""

    id: int
    kalimat: str
    ikon: str
    tentang: str
    catatan: str
    sebab: Any
    at: datetime
    url: str | None
    is_read: bool


@dataclass(frozen=True)
class KotakMasuk:
    """One page of the inbox, newest first. `newer`: this is not the first page."""

    baris: Sequence[Baris]
    older_id: int | None
    newer: bool

    @property
    def newest_id(self) -> int:
        return self.baris[0].id if self.baris else 0


def inbox(pengguna: Pengguna, before_id: int | None = None, size: int = PAGE) -> KotakMasuk:
    """One page of a person's inbox; older ones with the id of the last line of the page before."""
    query = (
        select(Pemberitahuan)
        .where(Pemberitahuan.pengguna_id == pengguna.id)
        .options(joinedload(Pemberitahuan.peristiwa, innerjoin=True))
        .order_by(Pemberitahuan.id.desc())
        .limit(size + 1)
    )
    if before_id is not None:
        query = query.where(Pemberitahuan.id < before_id)
    lines = db.session.scalars(query).all()
    places = _places([line.peristiwa for line in lines[:size]], pengguna)
    return KotakMasuk(
        [_line(line, places) for line in lines[:size]],
        older_id=lines[size - 1].id if len(lines) > size else None,
        newer=before_id is not None,
    )


def _places(events: Sequence[Peristiwa], pengguna: Pengguna) -> dict[tuple[str, int], str]:
    """Where each thing can be looked at by this person."""
    wanted = [event.objek_id for event in events if event.objek_tipe == Permohonan.__tablename__]
    places = {}
    if wanted:
        cases = select(Permohonan.id, Permohonan.kode).where(Permohonan.id.in_(wanted), visible_to(pengguna))
        for id_, kode in db.session.execute(cases):
            places[Permohonan.__tablename__, id_] = f"/permohonan/{kode}"
    places |= _agreements([event.objek_id for event in events if event.objek_tipe == AGREEMENT], pengguna)
    for event in events:
        if event.objek_tipe in (UndanganInstansi.__tablename__, "instansi", "keanggotaan_instansi"):
            places[event.objek_tipe, event.objek_id] = "/pengaturan/instansi"
        elif event.objek_tipe == Pengguna.__tablename__:
            places[event.objek_tipe, event.objek_id] = "/pengaturan/akun"
    return places | surat_pdp.places(events, pengguna)


def _agreements(wanted: Sequence[int], pengguna: Pengguna) -> dict[tuple[str, int], str]:
    """The addresses of the agreements that this person may see."""
    if not wanted:
        return {}
    rows = select(KerjaSama.id, KerjaSama.kode).where(KerjaSama.id.in_(wanted), may_see_agreement(pengguna))
    return {(AGREEMENT, id_): f"/kerja-sama/{kode}" for id_, kode in db.session.execute(rows)}


def _line(line: Pemberitahuan, places: dict[tuple[str, int], str]) -> Baris:
    event = line.peristiwa
    kabar = tabel.find(event, line.sebagai)
    is_case = event.objek_tipe in (Permohonan.__tablename__, AGREEMENT)
    return Baris(
        id=line.id,
        kalimat=tabel.sentence(kabar, event) if kabar else event.jenis,
        ikon=kabar.ikon if kabar else "dot",
        tentang=event.objek_nama if is_case else "",
        catatan="" if event.data.get("is_internal") else event.catatan,
        sebab=tabel.SEBAB[line.sebagai],
        at=event.at,
        url=places.get((event.objek_tipe, event.objek_id)),
        is_read=line.read_at is not None,
    )


def failed_mails(limit: int = MAILS) -> Sequence[Surel]:
    """The mails that did not leave, newest first."""
    return db.session.scalars(
        select(Surel)
        .where(Surel.status == StatusSurel.GAGAL)
        .options(joinedload(Surel.peristiwa, innerjoin=True))
        .order_by(Surel.id.desc())
        .limit(limit)
    ).all()
