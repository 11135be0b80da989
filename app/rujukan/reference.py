"""The reference rows without which no page works: loaded by `flask siapkan`, again and again, and never twice.

What the law fixes (urusan, wilayah, categories) is completed when a row is missing. What a city decides (OPD,
holidays of a year, the pact) is loaded only while there is none: a row that Admin changed or removed stays so.
Nothing is committed here.
"""

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import holidays
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.extensions import db
from app.rujukan import reference_rencana
from app.rujukan.models import (
    OPD,
    HariLibur,
    JenisPemohon,
    Kategori,
    PaktaIntegritas,
    Urusan,
    UsulanKategori,
    Wilayah,
)
from app.rujukan.operations import pakta_fingerprint

DATA = Path(__file__).resolve().parent / "data"
YEARS = (2026, 2027)
CUTI_BERSAMA = "cuti bersama"

# code, name, explanation, source (domain.md 1.2, read in the law)
KATEGORI: tuple[tuple[str, str, str, str], ...] = (
    (
        "KSDD-W",
        "KSDD wajib",
        "Kerja Sama Daerah dengan Daerah Lain yang wajib: antara daerah yang berbatasan, untuk urusan yang dampaknya "
        "melintasi batas daerah atau yang pelayanannya lebih efisien bila dikelola bersama. Naskahnya Kesepakatan "
        "Bersama, kemudian Perjanjian Kerja Sama.",
        "PP 28/2018 pasal 3, 5, dan 7; UU 23/2014 pasal 364",
    ),
    (
        "KSDD-S",
        "KSDD sukarela",
        "Kerja Sama Daerah dengan Daerah Lain yang sukarela: antara dua daerah atau lebih, berbatasan atau tidak, "
        "yang lebih efektif dan efisien bila urusannya dikerjakan bersama. Naskahnya Kesepakatan Bersama, kemudian "
        "Perjanjian Kerja Sama.",
        "PP 28/2018 pasal 3 ayat (3); UU 23/2014 pasal 365",
    ),
    (
        "KSDPK",
        "KSDPK",
        "Kerja Sama Daerah dengan Pihak Ketiga: perseorangan, badan usaha berbadan hukum (BUMN, BUMD, koperasi, "
        "perusahaan), dan organisasi kemasyarakatan. Didahului studi kelayakan; naskahnya Perjanjian Kerja Sama, "
        "bila perlu didahului Kesepakatan Bersama.",
        "PP 28/2018 pasal 14–22; UU 23/2014 pasal 366",
    ),
    (
        "SINERGI",
        "Sinergi",
        "Sinergi perencanaan dan pelaksanaan pembangunan dengan kementerian, lembaga, instansi vertikal, atau badan "
        "hukum publik. Naskahnya Nota Kesepakatan dan Rencana Kerja; biaya ditanggung anggaran masing-masing pihak.",
        "PP 28/2018 pasal 46",
    ),
)

USULAN: dict[JenisPemohon, tuple[str, str]] = {
    JenisPemohon.OPD_KOTA: (
        "KSDD-S",
        "Kategori mengikuti mitra yang dituju. Bila mitranya pemerintah daerah lain, kategorinya KSDD. Pilih KSDPK "
        "bila mitranya perusahaan, kampus swasta, atau lembaga masyarakat, dan Sinergi bila mitranya kementerian, "
        "lembaga, atau instansi vertikal.",
    ),
    JenisPemohon.OPD_PROVINSI: (
        "KSDD-S",
        "Kerja sama antara pemerintah provinsi dan pemerintah kota termasuk KSDD. Pilih KSDD wajib bila urusannya "
        "berdampak lintas daerah dan disepakati dalam pemetaan urusan.",
    ),
    JenisPemohon.OPD_LAIN: (
        "KSDD-S",
        "Kerja sama antara dua pemerintah kabupaten/kota termasuk KSDD. Pilih KSDD wajib bila daerah Anda berbatasan "
        "dengan Samarinda dan urusannya berdampak lintas daerah.",
    ),
    JenisPemohon.PERGURUAN_TINGGI: (
        "KSDPK",
        "Perguruan tinggi swasta termasuk pihak ketiga. Bila perguruan tinggi Anda negeri (satuan kerja atau BLU), "
        "pilih Sinergi. Untuk PTN berbadan hukum, Bagian Kerja Sama yang menentukan.",
    ),
    JenisPemohon.ORNOP: (
        "KSDPK",
        "Organisasi kemasyarakatan, berbadan hukum atau tidak, termasuk pihak ketiga.",
    ),
    JenisPemohon.LEMBAGA: (
        "KSDPK",
        "Lembaga, organisasi, asosiasi, dan yayasan termasuk pihak ketiga. Bila lembaga Anda milik pemerintah pusat, "
        "pilih Sinergi.",
    ),
    JenisPemohon.BADAN_HUKUM_PUBLIK: (
        "SINERGI",
        "Badan hukum publik, seperti BPJS Kesehatan, bersinergi dengan pemerintah daerah melalui Nota Kesepakatan dan "
        "Rencana Kerja.",
    ),
    JenisPemohon.PERUSAHAAN: (
        "KSDPK",
        "Badan usaha berbadan hukum, termasuk BUMN dan BUMD, adalah pihak ketiga.",
    ),
}

# Guide 5 (after the third form), said in our words.
PAKTA = (
    "Informasi dan data diri yang saya sampaikan adalah benar.",
    "Saya tunduk pada keputusan Pemerintah Kota Samarinda atas permohonan fasilitasi kerja sama daerah ini.",
    "Saya menggunakan layanan ini dengan penuh tanggung jawab dan hanya sesuai kewenangan yang diberikan kepada saya.",
    "Saya menaati kebijakan kerja sama daerah yang berlaku di Pemerintah Kota Samarinda.",
)
PAKTA_FROM = dt.date(2022, 12, 15)  # the first day of the first Si KERJA


def load() -> None:
    """Load what is missing. Never commits."""
    load_urusan()
    load_wilayah()
    load_kategori()
    load_opd()
    load_holidays()
    load_pakta()
    db.session.flush()
    reference_rencana.load()
    db.session.flush()


def _read(name: str) -> list[dict[str, str]]:
    with open(DATA / name, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _add_missing(model: Any, rows: Iterable[dict[str, Any]], key: str = "kode") -> None:
    """Add the rows whose key is not there; a row that is there is left as Admin made it."""
    values = list(rows)
    if values:
        db.session.execute(insert(model).on_conflict_do_nothing(index_elements=[key]), values)


def _ids(model: Any) -> dict[str, int]:
    return dict(db.session.execute(select(model.kode, model.id)).all())


def _is_empty(model: Any) -> bool:
    return db.session.scalar(select(model.id).limit(1)) is None


def load_urusan() -> None:
    """The 32 fields of government (UU 23/2014 article 12)."""
    _add_missing(Urusan, _read("urusan.csv"))


def load_wilayah() -> None:
    """38 provinces, then the 514 kabupaten and kota that lie in them, with their Kemendagri codes."""
    rows = _read("wilayah.csv")
    parents = [row for row in rows if not row["induk"]]
    _add_missing(Wilayah, ({"kode": r["kode"], "nama": r["nama"], "tingkat": r["tingkat"]} for r in parents))
    ids = _ids(Wilayah)
    _add_missing(
        Wilayah,
        (
            {"kode": r["kode"], "nama": r["nama"], "tingkat": r["tingkat"], "induk_id": ids[r["induk"]]}
            for r in rows
            if r["induk"]
        ),
    )


def load_kategori() -> None:
    """The four categories of this issue, and which one is proposed to each of the eight kinds of applicant."""
    _add_missing(
        Kategori,
        (
            {"kode": kode, "nama": nama, "keterangan": keterangan, "dasar_hukum": dasar, "urut": urut}
            for urut, (kode, nama, keterangan, dasar) in enumerate(KATEGORI, start=1)
        ),
    )
    ids = _ids(Kategori)
    _add_missing(
        UsulanKategori,
        (
            {"jenis_pemohon": jenis, "kategori_id": ids[kode], "alasan": alasan}
            for jenis, (kode, alasan) in USULAN.items()
        ),
        key="jenis_pemohon",
    )


def load_opd() -> None:
    """The city's perangkat daerah; parents stand before their parts in the file."""
    if not _is_empty(OPD):
        return
    rows = _read("opd_samarinda.csv")
    made: dict[str, OPD] = {}
    for row in rows:
        made[row["kode"]] = OPD(
            kode=row["kode"],
            nama=row["nama"],
            singkatan=row["singkatan"] or None,
            jenis=row["jenis"],
            induk=made.get(row["induk"]),
        )
    db.session.add_all(made.values())
    db.session.flush()


def load_holidays() -> None:
    """National holidays and cuti bersama of the years that have none yet; those still estimated say so in their name."""
    have = {day.year for day in db.session.scalars(select(HariLibur.tanggal))}
    calendar = holidays.country_holidays(
        "ID",
        years=[year for year in YEARS if year not in have],
        categories=("public", "government"),
        language="id",
    )
    db.session.add_all(
        HariLibur(tanggal=day, nama=name, is_cuti_bersama=name.lower().startswith(CUTI_BERSAMA))
        for day, name in sorted(calendar.items())
        if day.year in YEARS and day.year not in have
    )


def load_pakta() -> None:
    """Version 1 of the integrity pact: the four statements of the guide."""
    if _is_empty(PaktaIntegritas):
        isi = "\n".join(PAKTA)
        db.session.add(PaktaIntegritas(versi=1, berlaku_on=PAKTA_FROM, isi=isi, sidik=pakta_fingerprint(isi)))
