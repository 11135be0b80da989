"""Who hears of UU PDP: the person herself, the data officers, whoever a breach concerns, whoever consented to news.

One SELECT for each kind of hearer, as in pendengar.py.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, case, func, null, select

from app.akun import roles
from app.akun.models import Pengguna
from app.jejak.models import Peristiwa
from app.notifikasi.pendengar import Hearers
from app.pdp.models import (
    PermintaanData,
    Persetujuan,
    TeksPersetujuan,
    Terdampak,
    TujuanPersetujuan,
)
from app.pdp.queries import has_consented, no_officer


def _accounts(*conditions: Any) -> Hearers:
    return select(Pengguna.id.label("pengguna_id"), Pengguna.email.label("kepada"), Pengguna.bahasa).where(
        Pengguna.active.is_(True), *conditions
    )


def _news(*conditions: Any) -> Hearers:
    """The same at the address for news, when there is one. Answers to requests and letters go to the one of sign-in."""
    address = func.coalesce(Pengguna.email_kabar, Pengguna.email).label("kepada")
    return select(Pengguna.id.label("pengguna_id"), address, Pengguna.bahasa).where(
        Pengguna.active.is_(True), *conditions
    )


def _asker(peristiwa: Peristiwa) -> Any:
    return select(PermintaanData.pengguna_id).where(PermintaanData.id == peristiwa.objek_id).scalar_subquery()


def pemohon(peristiwa: Peristiwa) -> Hearers:
    """Whoever asked."""
    return _accounts(Pengguna.id == _asker(peristiwa))


def pamit(peristiwa: Peristiwa) -> Hearers:
    """The address of an account that is erased in this very transaction; no account any more."""
    return select(
        null().cast(Integer).label("pengguna_id"), Pengguna.email.label("kepada"), Pengguna.bahasa
    ).where(Pengguna.id == _asker(peristiwa))


def _officer(but: Any = None) -> Any:
    role = Pengguna.roles.property.mapper.class_
    return case(
        (no_officer(but), Pengguna.roles.any(role.name == roles.ADMIN)),
        else_=Pengguna.roles.any(role.name == roles.PEJABAT_PDP),
    )


def pejabat_permintaan(peristiwa: Peristiwa) -> Hearers:
    """The officers, without the one who asked; Admin where there is no other."""
    asker = _asker(peristiwa)
    return _news(Pengguna.id != asker, _officer(asker))


def pejabat(peristiwa: Peristiwa) -> Hearers:
    """The officers; Admin where there is none."""
    return _news(_officer())


def terdampak(peristiwa: Peristiwa) -> Hearers:
    """Those who are told by this event: their rows carry its moment. Without an account, the address alone."""
    at = datetime.fromisoformat(peristiwa.data["pada"])
    in_use = case((Pengguna.active.is_(True), Pengguna.id), else_=null())
    return (
        select(
            in_use.label("pengguna_id"),
            Terdampak.email.label("kepada"),
            func.coalesce(Pengguna.bahasa, "id").label("bahasa"),
        )
        .outerjoin(Pengguna, Pengguna.id == Terdampak.pengguna_id)
        .where(Terdampak.pelanggaran_id == peristiwa.objek_id, Terdampak.notified_at == at)
    )


def penyetuju(peristiwa: Peristiwa) -> Hearers:
    """Who consents to service news now."""
    return _news(has_consented(Pengguna, TujuanPersetujuan.KABAR_LAYANAN))


def penyetuju_lama(peristiwa: Peristiwa) -> Hearers:
    """Who consented to an older version of this text and has not withdrawn it: it no longer counts."""
    given = (
        select(Persetujuan.pengguna_id)
        .join(TeksPersetujuan)
        .where(
            and_(
                TeksPersetujuan.tujuan == peristiwa.data["tujuan"],
                TeksPersetujuan.versi < peristiwa.data["versi"],
            ),
            Persetujuan.withdrawn_at.is_(None),
        )
    )
    return _news(Pengguna.id.in_(given))


def semua(peristiwa: Peristiwa) -> Hearers:
    """Every account in use."""
    return _news()
