"""Sections of `Data saya` about other applications that sign people in here."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun.models import Pengguna
from app.pdp.sumber import Sumber, register_sumber
from app.sso.models_penyedia import IzinSso, KlienSso, PemberianSso, SubjekSso


def _aplikasi(person: Pengguna) -> Any:
    """The applications that know me, and under which number."""
    return (
        select(
            KlienSso.nama, SubjekSso.sub, IzinSso.scopes, IzinSso.created_at, IzinSso.last_used_at, IzinSso.ended_at
        )
        .join(KlienSso, KlienSso.id == IzinSso.klien_id)
        .outerjoin(SubjekSso, SubjekSso.pengguna_id == IzinSso.pengguna_id)
        .where(IzinSso.pengguna_id == person.id)
        .order_by(IzinSso.id)
    )  # fmt: skip


def _masuk_aplikasi(person: Pengguna) -> Any:
    return (
        select(
            KlienSso.nama,
            PemberianSso.cara,
            PemberianSso.scopes,
            PemberianSso.created_at,
            PemberianSso.used_at,
            PemberianSso.revoked_at,
        )
        .join(KlienSso, KlienSso.id == PemberianSso.klien_id)
        .where(PemberianSso.pengguna_id == person.id)
        .order_by(PemberianSso.id)
    )


DIBUAT = _l("Dibuat")

register_sumber(
    Sumber(
        "aplikasi", _l("Aplikasi yang mengenal saya"),
        {"aplikasi": _l("Aplikasi"), "nomor_di_sana": _l("Nomor saya di sana"), "yang_diketahui": _l("Yang diketahui"),
         "sejak": _l("Sejak"), "dipakai": _l("Terakhir dipakai"), "berakhir": _l("Berakhir")},
        _aplikasi, frozenset({"izin_sso.*", "subjek_sso.*"}), 27,
    ),
    Sumber(
        "masuk_aplikasi", _l("Masuk ke aplikasi lain"),
        {"aplikasi": _l("Aplikasi"), "cara": _l("Cara"), "yang_diketahui": _l("Yang diketahui"), "dibuat": DIBUAT,
         "dipakai": _l("Dipakai"), "dicabut": _l("Dicabut")},
        _masuk_aplikasi, frozenset({"pemberian_sso.*", "token_sso.*"}), 28,
    ),
)  # fmt: skip
