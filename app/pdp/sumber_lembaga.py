"""Sections of `Data saya` about the directory of ASN, papers of institutions and hand-overs."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, literal, or_, select, union_all

from app.akun.models import Instansi, Pengguna
from app.akun.models_lembaga import SuratInstansi
from app.pdp.sumber import Sumber, register_sumber
from app.pegawai.models import ImporPegawai, Pegawai, TautanPegawai, UsulanPeran
from app.permohonan.models import Permohonan
from app.permohonan.models_alih import AlihTugas
from app.rujukan.models import OPD


def _pegawai(person: Pengguna) -> Any:
    return (
        select(
            Pegawai.nip, Pegawai.nama, Pegawai.lahir_on, OPD.nama, Pegawai.unit, Pegawai.jabatan, Pegawai.email,
            Pegawai.is_aktif, Pegawai.is_akun_dibuat, Pegawai.sandi_pertama_at, Pegawai.sumber, Pegawai.synced_at,
            Pegawai.ended_at, Pegawai.created_at, Pegawai.updated_at,
        )
        .outerjoin(OPD, OPD.id == Pegawai.opd_id)
        .where(Pegawai.pengguna_id == person.id)
    )  # fmt: skip


def _kecocokan(person: Pengguna) -> Any:
    """That a row of the directory may be mine. Until Admin has said so it may be another's: what it says stays out."""
    return (
        select(
            Pegawai.bentrok_at,
            (Pegawai.nip == (person.nip or "")).label("nip_sama"),
            (Pegawai.email == person.email.lower()).label("email_sama"),
        )
        .where(Pegawai.bentrok_id == person.id)
        .order_by(Pegawai.id)
    )


def _tautan_pegawai(person: Pengguna) -> Any:
    return (
        select(
            TautanPegawai.jenis,
            TautanPegawai.email,
            TautanPegawai.created_at,
            TautanPegawai.expires_at,
            TautanPegawai.used_at,
        )
        .join(Pegawai, Pegawai.id == TautanPegawai.pegawai_id)
        .where(Pegawai.pengguna_id == person.id)
        .order_by(TautanPegawai.id)
    )


def _usulan(person: Pengguna) -> Any:
    return (
        select(
            UsulanPeran.arah,
            UsulanPeran.peran,
            UsulanPeran.dasar,
            UsulanPeran.keadaan,
            UsulanPeran.created_at,
        )
        .join(Pegawai, Pegawai.id == UsulanPeran.pegawai_id)
        .where(Pegawai.pengguna_id == person.id)
        .order_by(UsulanPeran.id)
    )


def _alih(person: Pengguna) -> Any:
    """Cases that I handed over, or was asked to take; of the other person nothing is told here.

    The copy of the former contact's data is told to whom it is about, the reason to whoever wrote it.
    """
    return (
        select(
            Permohonan.kode,
            AlihTugas.ke,
            (AlihTugas.dari_id == person.id).label("dari_saya"),
            (AlihTugas.kepada_id == person.id).label("kepada_saya"),
            AlihTugas.jawaban,
            AlihTugas.diminta_at,
            AlihTugas.dijawab_at,
            case((AlihTugas.oleh_id == person.id, AlihTugas.alasan), else_="").label("alasan"),
            case((AlihTugas.dari_id == person.id, AlihTugas.petugas_lama), else_="").label("data_lama"),
        )
        .join(Permohonan, Permohonan.id == AlihTugas.permohonan_id)
        .where(
            or_(
                AlihTugas.dari_id == person.id,
                AlihTugas.kepada_id == person.id,
                AlihTugas.oleh_id == person.id,
            )
        )
        .order_by(AlihTugas.id)
    )


def _lembaga(person: Pengguna) -> Any:
    """What I did for an institution, mine or another."""
    uploaded = select(
        Instansi.nama.label("instansi"),
        literal("mengunggah surat").label("apa"),
        SuratInstansi.created_at.label("pada"),
    ).join(Instansi, Instansi.id == SuratInstansi.instansi_id)
    checked = select(Instansi.nama, literal("memeriksa surat"), SuratInstansi.diperiksa_at).join(
        Instansi, Instansi.id == SuratInstansi.instansi_id
    )
    verified = select(Instansi.nama, literal("memverifikasi instansi"), Instansi.verified_at)
    imported = select(literal(""), literal("mengimpor direktori ASN"), ImporPegawai.created_at)
    decided = select(literal(""), literal("memutuskan usulan peran"), UsulanPeran.decided_at)
    rows = union_all(
        uploaded.where(SuratInstansi.pengunggah_id == person.id),
        checked.where(SuratInstansi.diperiksa_oleh_id == person.id),
        verified.where(Instansi.verified_by_id == person.id),
        imported.where(ImporPegawai.pengunggah_id == person.id),
        decided.where(UsulanPeran.decided_by_id == person.id),
    ).subquery()
    return select(rows).order_by(rows.c.pada)


DIBUAT, NAMA = _l("Dibuat"), _l("Nama")

register_sumber(
    Sumber(
        "pegawai", _l("Direktori ASN"),
        {"nip": _l("NIP"), "nama": NAMA, "lahir": _l("Tanggal lahir"), "opd": _l("Perangkat daerah"),
         "unit": _l("Unit Kerja"), "jabatan": _l("Jabatan"), "email": _l("Email"), "aktif": _l("Aktif"),
         "akun_dari_direktori": _l("Akun dibuat dari direktori"),
         "sandi_pertama": _l("Sandi pertama dipakai"), "sumber": _l("Sumber"),
         "disamakan": _l("Terakhir disamakan"), "berakhir": _l("Berakhir"), "dibuat": DIBUAT,
         "diubah": _l("Terakhir diubah")},
        _pegawai, frozenset({"pegawai.*"}), 17,
    ),
    Sumber(
        "kecocokan_asn", _l("Baris direktori ASN yang mungkin milik saya"),
        {"sejak": _l("Sejak"), "nip_sama": _l("NIP sama"), "email_sama": _l("Email sama")},
        _kecocokan, frozenset({"pegawai.bentrok_id", "pegawai.bentrok_at"}), 17,
    ),
    Sumber(
        "tautan_pegawai", _l("Tautan masuk pertama"),
        {"jenis": _l("Jenis"), "email": _l("Email"), "dibuat": DIBUAT, "berlaku_sampai": _l("Berlaku sampai"),
         "dipakai": _l("Dipakai")},
        _tautan_pegawai, frozenset({"tautan_pegawai.*"}), 18,
    ),
    Sumber(
        "usulan_peran", _l("Usulan peran dari direktori"),
        {"arah": _l("Jenis"), "peran": _l("Peran"), "dasar": _l("Dasar"), "keadaan": _l("Keadaan"), "dibuat": DIBUAT},
        _usulan,
        frozenset({"usulan_peran.peran", "usulan_peran.dasar", "usulan_peran.arah", "usulan_peran.keadaan"}), 19,
    ),
    Sumber(
        "alih", _l("Pengalihan tugas petugas penghubung"),
        {"kode": _l("Kode permohonan"), "ppksd": _l("PPKSD ke"), "dari_saya": _l("Dari saya"),
         "kepada_saya": _l("Kepada saya"),
         "jawaban": _l("Jawaban"), "diminta": _l("Diminta"), "dijawab": _l("Dijawab"),
         "alasan": _l("Alasan"), "data_lama": _l("Potret data saya sebelum dialihkan")},
        _alih, frozenset({"alih_tugas.*"}), 48,
    ),
    Sumber(
        "lembaga", _l("Pekerjaan atas data lembaga dan direktori"),
        {"instansi": _l("Instansi"), "apa": _l("Apa"), "pada": _l("Waktu")},
        _lembaga,
        frozenset({"surat_instansi.pengunggah_id", "surat_instansi.diperiksa_oleh_id", "instansi.verified_by_id",
                   "impor_pegawai.pengunggah_id", "usulan_peran.decided_by_id"}), 49,
    ),
)  # fmt: skip
