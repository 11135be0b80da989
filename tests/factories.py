"""Rows for tests, made as people make them: what has a life goes through its operations."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_appbuilder.security.sqla.models import Role
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.akun.models import Biodata, Instansi, JenisKelamin, KeanggotaanInstansi, Pengguna
from app.extensions import db
from app.kerjasama import operations as kerjasama
from app.kerjasama.models import KerjaSama
from app.kerjasama.rules import years_after
from app.kit.clock import today
from app.kit.crypto import encrypt, keyed_hash
from app.kit.storage import Berkas, save_upload
from app.naskah.models import VersiNaskah
from app.naskah.operations import upload_version
from app.naskah.queries import pokok_version, required_mark
from app.pembahasan.models import Pendapat, Sikap
from app.pembahasan.operations import give_opinion
from app.penjadwalan import nomor, ttd_rules
from app.penjadwalan import operations as penjadwalan
from app.penjadwalan import rules as penjadwalan_rules
from app.penjadwalan.models import Penandatanganan
from app.penjadwalan.rules import Waktu
from app.penjadwalan.ttd_operations import record_signing, validate_signing
from app.penjadwalan.ttd_rules import Isi, IsiNaskah
from app.permohonan import operations, verifikasi_operations
from app.permohonan.alur import PENYUSUNAN, PERSIAPAN_ISIAN, Status
from app.permohonan.models import AlasanPerbaikan, Permohonan
from app.permohonan.queries import part_version
from app.permohonan.rules import open_stage
from app.rujukan.models import JenisPemohon, Urusan, Wilayah
from app.rujukan.models_rencana import JenisNaskah
from app.rujukan.queries import current_pakta
from app.rujukan.queries_rencana import active_pejabat
from tests import papers
from tests.states import kept

PASSWORD = "rahasia-untuk-uji"
# One cheap hash for all: hashing is not what these tests are about.
PASSWORD_HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")
_number = itertools.count(1)


def all_roles() -> dict[str, Role]:
    """Every role by its name, in one query."""
    return {role.name: role for role in db.session.scalars(select(Role))}


def make_pengguna(nama: str, *roles: str, email: str | None = None, **columns: Any) -> Pengguna:
    """An active account with these roles."""
    known = all_roles()
    pengguna = build_pengguna(nama, [known[role] for role in roles], email, **columns)
    db.session.flush()
    return pengguna


def build_pengguna(nama: str, roles: list[Role], email: str | None = None, **columns: Any) -> Pengguna:
    """The same, to be flushed with others: one statement for many people."""
    email = email or f"{nama.lower().replace(' ', '.')}.{next(_number)}@example.org"
    pengguna = Pengguna(
        nama=nama,
        first_name=nama[:64],
        last_name="",
        username=email,
        email=email,
        password=PASSWORD_HASH,
        active=True,
        roles=roles,
        **columns,
    )
    db.session.add(pengguna)
    return pengguna


def samarinda() -> Wilayah:
    return db.session.query(Wilayah).filter_by(kode="64.72").one()


def make_nik(number: int | None = None) -> str:
    """A valid NIK of Samarinda that nobody else has in this run."""
    number = next(_number) if number is None else number
    day = 1 + number // 9999 % 28
    return f"647201{day:02}0180{number % 9999 + 1:04}"


def make_biodata(pengguna: Pengguna, **columns: Any) -> Biodata:
    biodata = build_biodata(pengguna, samarinda(), **columns)
    db.session.flush()
    return biodata


def build_biodata(pengguna: Pengguna, wilayah: Wilayah, **columns: Any) -> Biodata:
    """The same, to be flushed with others."""
    nik = columns.pop("nik", None) or make_nik()
    values: dict[str, Any] = {
        "nama_lengkap": pengguna.nama,
        "nama_panggilan": pengguna.nama.split()[0],
        "nik_sandi": encrypt(nik),
        "nik_sidik": keyed_hash(nik, "nik"),
        "nik_samar": f"{nik[:4]}••••••••{nik[-4:]}",
        "jenis_kelamin": JenisKelamin.PEREMPUAN,
        "email": pengguna.email,
        "telepon": "+6281234567890",
        "wilayah": wilayah,
        "alamat": "Jalan Contoh 1",
        "unit_kerja": "Biro Kerja Sama",
        "nomor_kepegawaian": "12345",
        "jabatan": "Kepala Biro",
        **columns,
    }
    biodata = Biodata(pengguna=pengguna, **values)
    db.session.add(biodata)
    return biodata


def make_instansi(
    nama: str, *members: Pengguna, jenis: JenisPemohon = JenisPemohon.PERGURUAN_TINGGI
) -> Instansi:
    """An institution; the first of its members runs it."""
    instansi = build_instansi(nama, members, samarinda(), jenis)
    db.session.flush()
    return instansi


def build_instansi(nama: str, members: Sequence[Pengguna], wilayah: Wilayah, jenis: JenisPemohon) -> Instansi:
    """The same, to be flushed with others."""
    instansi = Instansi(
        nama=nama,
        jenis=jenis,
        wilayah=wilayah,
        kode_pos="75123",
        alamat="Jalan Contoh 1",
        telepon="+62541123456",
        email="kontak@example.org",
        website="https://www.example.org",
    )
    db.session.add(instansi)
    for place, member in enumerate(members):
        db.session.add(KeanggotaanInstansi(instansi=instansi, pengguna=member, is_pengelola=place == 0))
    return instansi


def fill(permohonan: Permohonan, actor: Pengguna, judul: str = "Riset Pengelolaan Sampah Kota") -> Permohonan:
    """Forms 1 and 3 filled in."""
    urusan = db.session.query(Urusan).filter_by(nama="Lingkungan Hidup").one()
    operations.save_pemohon(
        permohonan,
        actor=actor,
        judul=judul,
        urusan=[urusan],
        kategori=permohonan.kategori_usulan,
        kategori_alasan="",
        seen=part_version(permohonan, "pemohon"),
    )
    operations.save_persiapan(
        permohonan,
        actor=actor,
        isian={isian.name: f"Isian contoh untuk {isian.name}." for isian in PERSIAPAN_ISIAN},
        seen=part_version(permohonan, "persiapan"),
    )
    return permohonan


@kept
def make_draft(actor: Pengguna, ppksd2: Pengguna | None = None, **given: Any) -> Permohonan:
    """A draft with its forms filled in; with `ppksd2`, who has confirmed, it is ready to be sent."""
    permohonan = fill(operations.create_draft(actor=actor), actor, **given)
    if ppksd2 is not None:
        operations.choose_ppksd2(permohonan, actor=actor, pengguna=ppksd2)
        operations.answer_ppksd2(permohonan, actor=ppksd2, terima=True, pakta=current_pakta())
    return permohonan


@kept
def make_submitted(actor: Pengguna, ppksd2: Pengguna, **given: Any) -> Permohonan:
    permohonan = make_draft(actor, ppksd2, **given)
    return operations.submit_permohonan(permohonan, actor=actor, pakta=current_pakta())


@kept
def make_returned(
    actor: Pengguna, ppksd2: Pengguna, admin: Pengguna, *isian: str, **given: Any
) -> Permohonan:
    """A case that Admin sent back; by default the field `lokasi` must be mended."""
    permohonan = make_submitted(actor, ppksd2, **given)
    requests = [(name, AlasanPerbaikan.TIDAK_LENGKAP, f"Lengkapi {name}.") for name in isian or ("lokasi",)]
    verifikasi_operations.request_correction(
        permohonan, actor=admin, permintaan=requests, catatan="Mohon dilengkapi."
    )
    return permohonan


@kept
def make_approved(actor: Pengguna, ppksd2: Pengguna, admin: Pengguna, **given: Any) -> Permohonan:
    permohonan = make_submitted(actor, ppksd2, **given)
    verifikasi_operations.approve(permohonan, actor=admin)
    return permohonan


@kept
def make_rejected(actor: Pengguna, ppksd2: Pengguna, admin: Pengguna, **given: Any) -> Permohonan:
    permohonan = make_submitted(actor, ppksd2, **given)
    verifikasi_operations.reject(permohonan, actor=admin, catatan="Bukan kewenangan kota.")
    return permohonan


@kept
def make_stage_documents(permohonan: Permohonan, actor: Pengguna, text: str = "") -> list[VersiNaskah]:
    """A new version in each required slot of the open stage, in their order; the contents differ each time."""
    tahap = open_stage(permohonan)
    assert tahap is not None
    return [
        upload_version(
            permohonan,
            actor=actor,
            slot=slot,
            upload=papers.paper(slot.bentuk, f"{slot.nama} {text or next(_number)}", slot.kode),
            catatan="Versi contoh.",
        )
        for slot in tahap.rencana_tahap.slot
        if slot.is_wajib
    ]


def make_opinion(
    permohonan: Permohonan, actor: Pengguna, sikap: Sikap = Sikap.SETUJU, alasan: str = ""
) -> Pendapat:
    """What somebody thinks of the newest version of the open stage."""
    tahap = open_stage(permohonan)
    assert tahap is not None
    pokok, mark = pokok_version(tahap), required_mark(tahap)
    assert pokok is not None and mark is not None, "no documents yet"
    return give_opinion(
        permohonan, actor=actor, sikap=sikap, alasan=alasan, versi_id=pokok.id, terakhir_id=mark
    )


@kept
def make_agreed_stage(permohonan: Permohonan, cast: Any) -> Permohonan:
    """Papers of the open stage, and the opinions that its first plan asks for: the stage closes."""
    make_stage_documents(permohonan, cast.pemohon)
    is_drafting = permohonan.status in PENYUSUNAN
    for person in (cast.admin, cast.tkksd, *([cast.pemohon] if is_drafting else [])):
        make_opinion(permohonan, person)
    return permohonan


@kept
def make_agreed(cast: Any, **given: Any) -> Permohonan:
    """A case whose papers are all agreed: DISEPAKATI."""
    permohonan = make_approved(cast.pemohon, cast.ppksd2, cast.admin, **given)
    while permohonan.status is not Status.DISEPAKATI:
        make_agreed_stage(permohonan, cast)
    return permohonan


def make_scheduled(
    permohonan: Permohonan,
    actor: Pengguna,
    protokol: Pengguna,
    *slots: Waktu,
    jenis: Sequence[JenisNaskah] = (),
) -> Penandatanganan:
    """An agreed case gets its confirmed time: the PPKSD proposes, Protokol approves the first. All papers by default."""
    papers = jenis or penjadwalan_rules.planned(permohonan)
    ttd = penjadwalan.propose(permohonan, actor=actor, jenis=papers, slots=slots)
    waiting = next(row for row in ttd.usulan if row.putaran == ttd.putaran)
    return penjadwalan.approve_slot(ttd, actor=protokol, usulan_id=waiting.id, seen=ttd.putaran)


@kept
def make_signed(cast: Any, *, released: bool = False, **given: Any) -> KerjaSama:
    """A case agreed, signed desk to desk and validated; answers its last agreement (a PKS), begun today for three years."""
    permohonan = make_agreed(cast, **given)
    papers_of = penjadwalan_rules.planned(permohonan)
    ttd = penjadwalan.choose_desk(permohonan, actor=cast.pemohon, jenis=papers_of)
    record_signing(ttd, actor=cast.pemohon, isi=make_record(ttd))
    rows = validate_signing(ttd, actor=cast.admin)
    if released:
        for row in rows:
            kerjasama.release(row, actor=cast.admin)
    return rows[-1]


def sign(ttd: Penandatanganan, actor: Pengguna) -> list[KerjaSama]:
    """A signing recorded rightly and validated by the same person, as Admin may; refused to others."""
    record_signing(ttd, actor=actor, isi=make_record(ttd))
    return validate_signing(ttd, actor=actor)


def make_record(ttd: Penandatanganan, on: date | None = None, **changes: Any) -> Isi:
    """A record of a signing that is right; changes named `naskah_…` go to each paper."""
    on = on or today()
    of_paper = {
        name.removeprefix("naskah_"): changes.pop(name) for name in [*changes] if name[:7] == "naskah_"
    }
    rows = ttd_rules.papers(ttd)
    written = [
        IsiNaskah(
            **{
                "jenis": row.jenis,
                "nomor_kota": number,
                "nomor_mitra": f"{ttd.permohonan_id}/{row.jenis.value}/MITRA/{on.year}",
                "berlaku_from": on,
                "berlaku_until": years_after(on, 3) - timedelta(days=1),
                "berkas": make_scan(f"{ttd.permohonan.kode} {row.jenis.value}"),
                **of_paper,
            }
        )
        for row, number in zip(rows, nomor.propose(on, len(rows)), strict=True)
    ]
    record: dict[str, Any] = {
        "ditandatangani_on": on,
        "tempat": "Balai Kota Samarinda",
        "pejabat": active_pejabat()[0],
        "mitra_nama": "Rina Contoh",
        "mitra_jabatan": "Rektor",
        "naskah": written,
        "is_paraf": True,
        "is_meterai": True,
        "is_stempel": True,
    }
    return Isi(**{**record, **changes})


def make_scan(text: str = "Naskah bertanda tangan") -> Berkas:
    """A stored PDF; another text is another file."""
    return save_upload(papers.upload(papers.pdf(text)), {"pdf"})
