"""Snapshots: what a case copies from profiles, and what one submission says as text.

Reads only its arguments, and the registered identity of somebody without a NIK."""

from typing import Any

from flask_babel import force_locale

from app.akun.identitas import JenisIdentitas
from app.akun.models import Biodata, Instansi
from app.akun.queries_pendaftaran import identity_of
from app.kit.phone import phone_text
from app.permohonan.alur import PERSIAPAN_ISIAN
from app.permohonan.models import Permohonan, Petugas


def take_instansi(permohonan: Permohonan, instansi: Instansi) -> None:
    """Copy the institution into the case."""
    permohonan.instansi_id = instansi.id
    permohonan.instansi_nama = instansi.nama
    permohonan.instansi_jenis = instansi.jenis
    permohonan.instansi_wilayah_id = instansi.wilayah_id
    permohonan.instansi_wilayah = str(instansi.wilayah)
    permohonan.instansi_kode_pos = instansi.kode_pos
    permohonan.instansi_alamat = instansi.alamat
    permohonan.instansi_telepon = instansi.telepon
    permohonan.instansi_email = instansi.email
    permohonan.instansi_website = instansi.website


def take_biodata(petugas: Petugas, biodata: Biodata) -> None:
    """Copy a person's biodata into the case."""
    petugas.nama = biodata.nama_lengkap
    take_identity(petugas, biodata)
    petugas.nomor_kepegawaian = biodata.nomor_kepegawaian
    petugas.telepon = biodata.telepon
    petugas.email = biodata.email
    petugas.unit_kerja = biodata.unit_kerja
    petugas.jabatan = biodata.jabatan


def take_identity(petugas: Petugas, biodata: Biodata) -> None:
    """The NIK, or for somebody who has none the identity of the registration."""
    if biodata.nik_sandi and biodata.nik_samar:
        petugas.jenis_identitas = JenisIdentitas.KTP
        petugas.nik_sandi, petugas.nik_samar = biodata.nik_sandi, biodata.nik_samar
        return
    identity = identity_of(biodata.pengguna)
    if identity is not None:
        petugas.jenis_identitas = identity.jenis
        petugas.nik_sandi, petugas.nik_samar = identity.nomor_sandi, identity.nomor_samar


def instansi_text(permohonan: Permohonan) -> str:
    """The institution as lines of text, its name first."""
    lines: list[Any] = [
        permohonan.instansi_nama,
        str(permohonan.instansi_jenis.label),
        permohonan.instansi_alamat,
        f"{permohonan.instansi_wilayah} {permohonan.instansi_kode_pos}",
        phone_text(permohonan.instansi_telepon),
        permohonan.instansi_email,
        permohonan.instansi_website,
    ]
    return "\n".join(line for line in lines if line)


def kategori_text(permohonan: Permohonan) -> str:
    """The category, and below it the reason when another one had been proposed."""
    if permohonan.kategori is None:
        return ""
    return "\n".join(text for text in (permohonan.kategori.nama, permohonan.kategori_alasan) if text)


def petugas_text(petugas: Petugas | None) -> str:
    """One contact as lines of text; the NIK only masked."""
    if petugas is None:
        return ""
    lines = [
        petugas.nama,
        f"{petugas.nomor_kata} {petugas.nik_samar}",
        petugas.nomor_kepegawaian,
        petugas.jabatan,
        petugas.unit_kerja,
        phone_text(petugas.telepon),
        petugas.email,
    ]
    return "\n".join(line for line in lines if line)


def content_of(permohonan: Permohonan) -> dict[str, str]:
    """What the application says now, field by field, as Kiriman keeps it."""
    by_number = {petugas.ke: petugas for petugas in permohonan.petugas}
    with force_locale("id"):  # the same words whoever sends
        instansi = instansi_text(permohonan)
    content = {
        "judul": permohonan.judul,
        "urusan": "\n".join(urusan.nama for urusan in permohonan.urusan),
        "kategori": kategori_text(permohonan),
        "instansi": instansi,
        "ppksd1": petugas_text(by_number.get(1)),
        "ppksd2": petugas_text(by_number.get(2)),
    }
    return content | {isian.name: getattr(permohonan.persiapan, isian.name) for isian in PERSIAPAN_ISIAN}
