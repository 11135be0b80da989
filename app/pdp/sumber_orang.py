"""Sections of `Data saya` about the account itself: who one is, how one signs in, what one consented to and asked."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from app.akun.models import (
    Biodata,
    Instansi,
    KeanggotaanInstansi,
    Pengguna,
    TautanAkun,
    UndanganInstansi,
)
from app.akun.models_masuk import FaktorTotp, KodePemulihan, KunciSandi, Sesi
from app.akun.models_pendaftaran import Identitas, Pendaftaran
from app.kit.crypto import decrypt
from app.kit.phone import phone_text
from app.pdp.models import (
    PembatasanData,
    PermintaanData,
    Persetujuan,
    TeksPersetujuan,
    Terdampak,
)
from app.pdp.sumber import Row, Sumber, register_sumber
from app.permohonan.models import TampilanTersimpan
from app.rujukan.models import OPD, Wilayah
from app.rujukan.models_rencana import JabatanTim
from app.sso.models_klien import AkunSso, PenyediaSso, PermintaanSso, SesiSso


def _role() -> Any:
    return Pengguna.roles.property.mapper.class_


def _akun(person: Pengguna) -> Any:
    return (
        select(
            Pengguna.id, Pengguna.nama, Pengguna.email, Pengguna.email_kabar, Pengguna.nip, Pengguna.bahasa,
            Pengguna.active, OPD.nama, JabatanTim.nama, Pengguna.created_on, Pengguna.last_login,
            Pengguna.login_count, Pengguna.fail_login_count, Pengguna.locked_until, Pengguna.is_email_terbukti,
            Pengguna.harus_ganti_sandi, Pengguna.changed_on,
        )
        .outerjoin(OPD, OPD.id == Pengguna.opd_id)
        .outerjoin(JabatanTim, JabatanTim.id == Pengguna.jabatan_tim_id)
        .where(Pengguna.id == person.id)
    )  # fmt: skip


def _peran(person: Pengguna) -> Any:
    role = _role()
    return select(role.name).join(Pengguna.roles).where(Pengguna.id == person.id).order_by(role.name)


def _biodata(person: Pengguna) -> Any:
    return (
        select(
            Biodata.nama_lengkap, Biodata.nama_panggilan, Biodata.nik_samar, Biodata.nik_sandi, Biodata.jenis_kelamin,
            Biodata.email, Biodata.telepon, Wilayah.nama, Biodata.alamat, Biodata.unit_kerja,
            Biodata.nomor_kepegawaian, Biodata.jabatan, Biodata.updated_at,
        )
        .join(Wilayah, Wilayah.id == Biodata.wilayah_id)
        .where(Biodata.pengguna_id == person.id)
    )  # fmt: skip


def _whole_nik(row: Row, is_whole: bool) -> Row:
    """The number itself only for who has proved who she is just now; its box never leaves the house."""
    name, nick, mask, box, *rest = row
    rest[2] = phone_text(rest[2])
    return (name, nick, decrypt(box) if is_whole and box else mask, *rest)


def _identitas(person: Pengguna) -> Any:
    return select(
        Identitas.jenis,
        Identitas.nomor_samar,
        Identitas.nomor_sandi,
        Identitas.kewarganegaraan,
        Identitas.unit_kerja,
        Identitas.nomor_kepegawaian,
        Identitas.created_at,
    ).where(Identitas.pengguna_id == person.id)


def _whole_number(row: Row, is_whole: bool) -> Row:
    kind, mask, box, *rest = row
    return (kind, decrypt(box) if is_whole else mask, *rest)


def _pendaftaran(person: Pengguna) -> Any:
    return (
        select(Pendaftaran.nama, Pendaftaran.email, Pendaftaran.nomor_samar, Pendaftaran.created_at)
        .where(func.lower(Pendaftaran.email) == person.email.lower())
        .order_by(Pendaftaran.id)
    )


def _keanggotaan(person: Pengguna) -> Any:
    return (
        select(
            Instansi.nama,
            KeanggotaanInstansi.is_pengelola,
            KeanggotaanInstansi.joined_at,
            KeanggotaanInstansi.ended_at,
        )
        .join(Instansi, Instansi.id == KeanggotaanInstansi.instansi_id)
        .where(KeanggotaanInstansi.pengguna_id == person.id)
        .order_by(KeanggotaanInstansi.id)
    )


def _undangan(person: Pengguna) -> Any:
    """Those to my address or accepted by me, and those that I sent: the address of somebody else is not my datum."""
    mine = func.lower(UndanganInstansi.email) == person.email.lower()
    return (
        select(
            Instansi.nama,
            (UndanganInstansi.pengundang_id == person.id).label("dari_saya"),
            UndanganInstansi.created_at,
            UndanganInstansi.expires_at,
            UndanganInstansi.accepted_at,
            UndanganInstansi.cancelled_at,
        )
        .join(Instansi, Instansi.id == UndanganInstansi.instansi_id)
        .where(
            or_(
                mine,
                UndanganInstansi.accepted_by_id == person.id,
                UndanganInstansi.pengundang_id == person.id,
            )
        )
        .order_by(UndanganInstansi.id)
    )


def _sesi(person: Pengguna) -> Any:
    return (
        select(
            Sesi.peramban,
            Sesi.alamat,
            Sesi.cara,
            Sesi.is_kuat,
            Sesi.begun_at,
            Sesi.proved_at,
            Sesi.seen_at,
            Sesi.ended_at,
        )
        .where(Sesi.pengguna_id == person.id)
        .order_by(Sesi.id.desc())
    )


def _faktor(person: Pengguna) -> Any:
    codes = (
        select(func.count())
        .where(KodePemulihan.pengguna_id == person.id, KodePemulihan.used_at.is_(None))
        .scalar_subquery()
    )
    return select(FaktorTotp.created_at, FaktorTotp.confirmed_at, codes).where(
        FaktorTotp.pengguna_id == person.id
    )


def _kunci(person: Pengguna) -> Any:
    return (
        select(KunciSandi.nama, KunciSandi.created_at, KunciSandi.used_at)
        .where(KunciSandi.pengguna_id == person.id)
        .order_by(KunciSandi.id)
    )


def _sso(person: Pengguna) -> Any:
    return (
        select(
            PenyediaSso.nama, AkunSso.sub, AkunSso.nama_sana, AkunSso.created_at, AkunSso.last_used_at,
            AkunSso.peran_dari_klaim, OPD.nama,
        )
        .join(PenyediaSso, PenyediaSso.id == AkunSso.penyedia_id)
        .outerjoin(OPD, OPD.id == AkunSso.opd_dari_klaim_id)
        .where(AkunSso.pengguna_id == person.id)
        .order_by(AkunSso.id)
    )  # fmt: skip


def _sesi_sso(person: Pengguna) -> Any:
    began = select(
        PenyediaSso.nama, SesiSso.created_at.label("mulai"), SesiSso.ended_at.label("selesai")
    ).join(PenyediaSso, PenyediaSso.id == SesiSso.penyedia_id)
    tried = select(PenyediaSso.nama, PermintaanSso.created_at, PermintaanSso.selesai_at).join(
        PenyediaSso, PenyediaSso.id == PermintaanSso.penyedia_id
    )
    both = began.where(SesiSso.pengguna_id == person.id).union_all(
        tried.where(or_(PermintaanSso.pengguna_id == person.id, PermintaanSso.calon_id == person.id))
    )
    rows = both.subquery()
    return select(rows).order_by(rows.c.mulai)


def _tautan(person: Pengguna) -> Any:
    return (
        select(TautanAkun.tujuan, TautanAkun.email, TautanAkun.created_at, TautanAkun.expires_at, TautanAkun.used_at)
        .where(TautanAkun.pengguna_id == person.id)
        .order_by(TautanAkun.id)
    )  # fmt: skip


def _persetujuan(person: Pengguna) -> Any:
    return (
        select(
            TeksPersetujuan.tujuan, TeksPersetujuan.versi, TeksPersetujuan.sidik, Persetujuan.cara,
            Persetujuan.given_at, Persetujuan.withdrawn_at,
        )
        .join(TeksPersetujuan, TeksPersetujuan.id == Persetujuan.teks_id)
        .where(Persetujuan.pengguna_id == person.id)
        .order_by(Persetujuan.id)
    )  # fmt: skip


def _permintaan(person: Pengguna) -> Any:
    return (
        select(
            PermintaanData.id, PermintaanData.jenis, PermintaanData.isi, PermintaanData.keadaan,
            PermintaanData.created_at, PermintaanData.due_at, PermintaanData.ended_at, PermintaanData.jawaban,
        )
        .where(PermintaanData.pengguna_id == person.id)
        .order_by(PermintaanData.id)
    )  # fmt: skip


def _pembatasan(person: Pengguna) -> Any:
    return (
        select(PembatasanData.permintaan_id, PembatasanData.since_at, PembatasanData.ended_at)
        .where(PembatasanData.pengguna_id == person.id)
        .order_by(PembatasanData.id)
    )


def _terdampak(person: Pengguna) -> Any:
    mine = or_(Terdampak.pengguna_id == person.id, func.lower(Terdampak.email) == person.email.lower())
    return (
        select(Terdampak.pelanggaran_id, Terdampak.email, Terdampak.notified_at)
        .where(mine)
        .order_by(Terdampak.id)
    )


def _tampilan(person: Pengguna) -> Any:
    return (
        select(TampilanTersimpan.nama, TampilanTersimpan.alamat, TampilanTersimpan.created_at)
        .where(TampilanTersimpan.pengguna_id == person.id)
        .order_by(TampilanTersimpan.id)
    )


NAMA, EMAIL, SEJAK, SAMPAI = _l("Nama"), _l("Email"), _l("Sejak"), _l("Sampai")
DIBUAT, DIPAKAI, BERAKHIR = _l("Dibuat"), _l("Terakhir dipakai"), _l("Berakhir")

register_sumber(
    Sumber(
        "akun", _l("Akun"),
        {"nomor": _l("Nomor akun"), "nama": NAMA, "email": EMAIL, "email_kabar": _l("Email kabar"), "nip": _l("NIP"),
         "bahasa": _l("Bahasa"), "aktif": _l("Aktif"), "opd": _l("Perangkat daerah"),
         "jabatan_tim": _l("Jabatan dalam TKKSD"), "dibuat": DIBUAT, "masuk_terakhir": _l("Masuk terakhir"),
         "jumlah_masuk": _l("Berapa kali masuk"), "gagal_masuk": _l("Gagal masuk berturut-turut"),
         "ditutup_sampai": _l("Masuk ditutup sampai"), "email_terbukti": _l("Email terbukti"),
         "harus_ganti_sandi": _l("Harus mengganti kata sandi"), "diubah": _l("Terakhir diubah")},
        _akun, frozenset({"ab_user.*"}), 10,
    ),
    Sumber("peran", _l("Peran"), {"peran": _l("Peran")}, _peran, frozenset({"ab_user_role.*"}), 11),
    Sumber(
        "biodata", _l("Biodata"),
        {"nama_lengkap": _l("Nama Lengkap"), "nama_panggilan": _l("Nama Panggilan"), "nik": _l("NIK"),
         "jenis_kelamin": _l("Jenis Kelamin"), "email": EMAIL, "telepon": _l("Telepon Pribadi"),
         "wilayah": _l("Kabupaten/Kota"), "alamat": _l("Alamat"), "unit_kerja": _l("Unit Kerja"),
         "nomor_kepegawaian": _l("Nomor Kepegawaian"), "jabatan": _l("Jabatan"), "diubah": _l("Terakhir diubah")},
        _biodata, frozenset({"biodata.*"}), 12, _whole_nik,
    ),
    Sumber(
        "identitas", _l("Identitas dari pendaftaran"),
        {"jenis": _l("Jenis Identitas"), "nomor": _l("Nomor Identitas"), "kewarganegaraan": _l("Kewarganegaraan"),
         "unit_kerja": _l("Unit Kerja"), "nomor_kepegawaian": _l("Nomor Kepegawaian"), "dibuat": DIBUAT},
        _identitas, frozenset({"identitas.*"}), 13, _whole_number,
    ),
    Sumber(
        "pendaftaran", _l("Pendaftaran yang belum diaktifkan"),
        {"nama": NAMA, "email": EMAIL, "nomor": _l("Nomor Identitas"), "dibuat": DIBUAT},
        _pendaftaran, frozenset({"pendaftaran.*"}), 14,
    ),
    Sumber(
        "keanggotaan", _l("Keanggotaan instansi"),
        {"instansi": _l("Instansi"), "pengelola": _l("Pengelola"), "sejak": SEJAK, "sampai": SAMPAI},
        _keanggotaan, frozenset({"keanggotaan_instansi.*"}), 15,
    ),
    Sumber(
        "undangan", _l("Undangan instansi"),
        {"instansi": _l("Instansi"), "dari_saya": _l("Saya yang mengundang"), "dibuat": DIBUAT,
         "berlaku_sampai": _l("Berlaku sampai"), "diterima": _l("Diterima"), "dibatalkan": _l("Dibatalkan")},
        _undangan, frozenset({"undangan_instansi.*"}), 16,
    ),
    Sumber(
        "sesi", _l("Sesi masuk"),
        {"peramban": _l("Peramban"), "jaringan": _l("Jaringan"), "cara": _l("Cara"), "dua_langkah": _l("Dua langkah"),
         "mulai": _l("Mulai"), "dibuktikan": _l("Terakhir dibuktikan"), "terlihat": _l("Terakhir terlihat"),
         "berakhir": BERAKHIR},
        _sesi, frozenset({"sesi.*"}), 20,
    ),
    Sumber(
        "faktor", _l("Verifikasi dua langkah"),
        {"dibuat": DIBUAT, "dinyalakan": _l("Dinyalakan"), "kode_tersisa": _l("Kode pemulihan tersisa")},
        _faktor, frozenset({"faktor_totp.*", "kode_pemulihan.*"}), 21,
    ),
    Sumber(
        "kunci_sandi", _l("Kunci sandi (passkey)"), {"nama": NAMA, "dibuat": DIBUAT, "dipakai": DIPAKAI},
        _kunci, frozenset({"kunci_sandi.*"}), 22,
    ),
    Sumber(
        "sso", _l("Sambungan dengan penyedia masuk"),
        {"penyedia": _l("Penyedia"), "nomor_di_sana": _l("Nomor pada penyedia"), "nama_di_sana": _l("Nama pada penyedia"),
         "dibuat": DIBUAT, "dipakai": DIPAKAI, "peran": _l("Peran dari penyedia"),
         "opd": _l("Perangkat daerah dari penyedia")},
        _sso, frozenset({"akun_sso.*"}), 23,
    ),
    Sumber(
        "sesi_sso", _l("Masuk lewat penyedia"),
        {"penyedia": _l("Penyedia"), "mulai": _l("Mulai"), "selesai": BERAKHIR},
        _sesi_sso, frozenset({"sesi_sso.*", "permintaan_sso.*"}), 24,
    ),
    Sumber(
        "tautan", _l("Tautan dan kode sekali pakai"),
        {"tujuan": _l("Tujuan"), "email": EMAIL, "dibuat": DIBUAT, "berlaku_sampai": _l("Berlaku sampai"),
         "dipakai": _l("Dipakai")},
        _tautan, frozenset({"tautan_akun.*"}), 25,
    ),
    Sumber(
        "tampilan", _l("Tampilan daftar yang disimpan"), {"nama": NAMA, "alamat": _l("Saringan"), "dibuat": DIBUAT},
        _tampilan, frozenset({"tampilan_tersimpan.*"}), 26,
    ),
    Sumber(
        "persetujuan", _l("Persetujuan"),
        {"tujuan": _l("Tujuan"), "versi": _l("Versi"), "sidik": _l("Sidik teks (SHA-256)"), "cara": _l("Cara"),
         "diberikan": _l("Diberikan"), "ditarik": _l("Ditarik")},
        _persetujuan, frozenset({"persetujuan.*"}), 30,
    ),
    Sumber(
        "permintaan", _l("Permintaan atas data"),
        {"nomor": _l("Nomor"), "jenis": _l("Jenis"), "isi": _l("Isi"), "keadaan": _l("Keadaan"), "dibuat": DIBUAT,
         "tenggat": _l("Tenggat"), "selesai": _l("Selesai"), "jawaban": _l("Jawaban")},
        _permintaan, frozenset({"permintaan_data.pengguna_id", "permintaan_data.isi", "permintaan_data.jawaban",
                                "permintaan_data.jenis", "permintaan_data.keadaan"}), 31,
    ),
    Sumber(
        "pembatasan", _l("Pembatasan pemrosesan"),
        {"permintaan": _l("Nomor permintaan"), "sejak": SEJAK, "sampai": SAMPAI},
        _pembatasan, frozenset({"pembatasan_data.*"}), 32,
    ),
    Sumber(
        "pelanggaran", _l("Pelanggaran yang menyangkut data saya"),
        {"nomor": _l("Nomor"), "email": EMAIL, "diberitahukan": _l("Diberitahukan")},
        _terdampak, frozenset({"terdampak.*"}), 33,
    ),
)  # fmt: skip
