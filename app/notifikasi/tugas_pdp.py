"""Kinds of tasks: UU PDP."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select, true
from sqlalchemy.orm import joinedload

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.kit.formats import waktu
from app.notifikasi.tugas_jenis import Jenis
from app.notifikasi.tugas_sumber import Tugas, waited
from app.pdp.models import TERBUKA, KeadaanPelanggaran, Pelanggaran, PermintaanData
from app.pdp.queries import has_untold, no_officer, visible_to

OFFICERS = (roles.PEJABAT_PDP, roles.ADMIN)


def to_answer(user: Any) -> Select[Any]:
    return (
        select(PermintaanData)
        .where(PermintaanData.keadaan.in_(TERBUKA), visible_to(user))
        .order_by(PermintaanData.due_at, PermintaanData.id)
    )


def show_answer(row: PermintaanData, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Jawab permintaan data pribadi nomor %(n)s", n=row.id),
        row.jenis.label,
        _l("Dijawab paling lambat %(waktu)s: 3×24 jam sejak dikirim.", waktu=waktu(row.due_at)),
        f"/pdp/permintaan/{row.id}",
        sejak=row.created_at,
        hari_kerja=waited(row.created_at),
    )


def to_notify(user: Any) -> Select[Any]:
    in_charge = true() if has_role(user, roles.PEJABAT_PDP) else no_officer()
    return (
        select(Pelanggaran)
        .where(Pelanggaran.keadaan == KeadaanPelanggaran.DITANGANI, has_untold(), in_charge)
        .order_by(Pelanggaran.due_at, Pelanggaran.id)
    )


def show_notify(row: Pelanggaran, user: Pengguna) -> Tugas:
    return Tugas(
        _l("Beri tahu tentang pelanggaran nomor %(n)s", n=row.id),
        row.judul,
        _l(
            "Orang yang terdampak dan lembaga diberi tahu paling lambat %(waktu)s: 3×24 jam sejak diketahui.",
            waktu=waktu(row.due_at),
        ),
        f"/pdp/pelanggaran/{row.id}",
        sejak=row.known_at,
        hari_kerja=waited(row.known_at),
    )


JENIS: tuple[Jenis, ...] = (
    Jenis(
        "permintaan_data",
        _l("Permintaan data pribadi"),
        to_answer,
        show_answer,
        OFFICERS,
        options=lambda: (joinedload(PermintaanData.pengguna),),
        semua=(_l("Semua permintaan data pribadi"), "/pdp/permintaan"),
    ),
    Jenis(
        "pelanggaran",
        _l("Pelanggaran untuk diberitahukan"),
        to_notify,
        show_notify,
        OFFICERS,
        semua=(_l("Semua pelanggaran"), "/pdp/pelanggaran"),
    ),
)
