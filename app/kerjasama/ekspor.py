"""Agreements as rows of a file: which columns, in which order, a page of rows at a time. Reads only.

Names of columns and codes never change with the language of the page. No column speaks of a person.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from app.akun.models import Pengguna
from app.extensions import db
from app.kerjasama.daftar import conditions
from app.kerjasama.keadaan import Keadaan, keadaan_sql
from app.kerjasama.models import KerjaSama
from app.kerjasama.queries import sees_all
from app.kerjasama.saringan import Saringan
from app.kit.clock import to_wita
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import JenisNaskah

BATCH = 500  # rows read at once, whatever the length of the file

# name in the file -> (kind, meaning)
KOLOM: dict[str, tuple[str, Any]] = {
    "kode": ("teks", _l("Kode kerja sama pada daftar, sekaligus alamat halamannya")),
    "jenis": ("teks", _l("Kode jenis naskah: kb, pks, nk, rk")),
    "nama_jenis": ("teks", _l("Nama jenis naskah")),
    "judul": ("teks", _l("Judul kerja sama")),
    "kategori": ("teks", _l("Kode kategori menurut PP 28/2018")),
    "nama_kategori": ("teks", _l("Nama kategori")),
    "mitra": ("teks", _l("Nama instansi mitra")),
    "nomor_kota": ("teks", _l("Nomor naskah dari Pemerintah Kota Samarinda")),
    "nomor_mitra": ("teks", _l("Nomor naskah dari mitra")),
    "ditandatangani": ("tanggal", _l("Tanggal penandatanganan (tahun-bulan-hari)")),
    "tempat": ("teks", _l("Tempat penandatanganan")),
    "berlaku_sejak": ("tanggal", _l("Hari pertama masa berlaku")),
    "berlaku_sampai": ("tanggal", _l("Hari terakhir masa berlaku")),
    "keadaan": ("teks", _l("Keadaan pada hari berkas diunduh: ditandatangani, berjalan, berakhir, diakhiri")),
    "induk": ("teks", _l("Kode kerja sama yang menaunginya; kosong: tidak ada, atau tidak dirilis")),
    "dirilis": ("tanggal", _l("Tampil di daftar publik sejak; kosong: belum dirilis")),
}


def may_export(user: Pengguna) -> bool:
    """Who sees every agreement may take the list along; a list with gaps would be taken for the whole."""
    return sees_all(user)


def rows(saringan: Saringan, user: Pengguna | None) -> Iterator[Sequence[Any]]:
    """Every row of a filter, in its order, as this person may see it (None: a visitor), with the columns of KOLOM.

    The questions are settled now, the rows are read while somebody takes them: a page at a time and no transaction is
    held open for a slow reader.
    """
    place, key = getattr(KerjaSama, saringan.urutan.kolom), KerjaSama.id
    is_descending = saringan.urutan.is_descending
    query = _query(saringan, user).add_columns(place.label("letak"), key.label("nomor"))
    query = query.order_by(*((one.desc() if is_descending else one.asc()) for one in (place, key)))
    return _each(query.limit(BATCH), tuple_(place, key), is_descending)


def _each(query: Any, place: Any, is_descending: bool) -> Iterator[Sequence[Any]]:
    after: Any = None
    while True:
        limit = tuple_(literal(after[0]), literal(after[1])) if after else None
        part = query
        if limit is not None:
            part = query.where(place < limit if is_descending else place > limit)
        found: Sequence[Any] = db.session.execute(part).all()
        db.session.rollback()
        with force_locale("id"):
            printed = [_printed(*row) for row in found]
        yield from printed
        if len(found) < BATCH:
            return
        after = found[-1].letak, found[-1].nomor


def _query(saringan: Saringan, user: Pengguna | None) -> Any:
    above = aliased(KerjaSama)
    parent = above.kode if sees_all(user) else case((above.released_at.is_not(None), above.kode))
    return (
        select(
            KerjaSama.kode,
            KerjaSama.jenis,
            KerjaSama.judul,
            Kategori.kode,
            Kategori.nama,
            KerjaSama.instansi_nama,
            KerjaSama.nomor_kota,
            KerjaSama.nomor_mitra,
            KerjaSama.ditandatangani_on,
            KerjaSama.tempat,
            KerjaSama.berlaku_from,
            KerjaSama.berlaku_until,
            keadaan_sql(),
            func.coalesce(parent, ""),
            KerjaSama.released_at,
        )
        .join(Kategori, Kategori.id == KerjaSama.kategori_id)
        .outerjoin(above, above.id == KerjaSama.induk_id)
        .where(*conditions(saringan, user))
    )


def _printed(*values: Any) -> Sequence[Any]:
    """One row as the file holds it: codes beside words, dates as ISO 8601."""
    kode, jenis, judul, kategori, nama_kategori, mitra, nomor_kota, nomor_mitra, *rest = values
    signed_on, tempat, since, until, keadaan, induk, released_at, _place, _key = rest
    return (
        kode,
        JenisNaskah(jenis).value,
        str(JenisNaskah(jenis).label),
        judul,
        kategori,
        nama_kategori,
        mitra,
        nomor_kota,
        nomor_mitra,
        signed_on.isoformat(),
        tempat,
        since.isoformat(),
        until.isoformat(),
        Keadaan(keadaan).value,
        induk,
        to_wita(released_at).date().isoformat() if released_at else "",
    )
