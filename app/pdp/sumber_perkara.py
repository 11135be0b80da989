"""Sections of `Data saya` about work: cases, what one wrote, uploaded and decided, and what the journal says."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, String, and_, cast, func, literal, null, or_, select, union_all

from app.akun import roles
from app.akun.history import SPOKEN
from app.akun.models import Biodata, Pengguna
from app.jejak.models import Peristiwa
from app.jejak.operations import SYSTEM
from app.kerjasama.models import IndukPerkara, KerjaSama, KoreksiKerjaSama
from app.kit.crypto import decrypt
from app.kit.phone import phone_text
from app.kit.storage import Berkas
from app.naskah.models import VersiNaskah
from app.pdp.models import KabarLayanan, Pelanggaran, PermintaanData
from app.pdp.sumber import Istilah, Row, Sumber, register_sumber
from app.pembahasan.models import Pendapat, Pengembalian, Pesan, SuratPenawaran
from app.penjadwalan.models import Penandatanganan
from app.permohonan import kata
from app.permohonan.models import (
    BagianPermohonan,
    Kiriman,
    Penugasan,
    Permohonan,
    PersetujuanPakta,
    Petugas,
    Verifikasi,
)
from app.permohonan.models_alih import AlihTugas
from app.rujukan.models import PaktaIntegritas

STRANGER = _l("Pengguna lain")


def _petugas(person: Pengguna) -> Any:
    return (
        select(
            Permohonan.kode, Permohonan.judul, Petugas.ke, Petugas.jawaban, Petugas.dijawab_at, Petugas.nama,
            Petugas.nik_samar, Petugas.nik_sandi, Petugas.email, Petugas.telepon, Petugas.unit_kerja, Petugas.jabatan,
            Petugas.nomor_kepegawaian, Petugas.jenis_identitas, Petugas.hak,
        )
        .join(Permohonan, Permohonan.id == Petugas.permohonan_id)
        .where(Petugas.pengguna_id == person.id)
        .order_by(Petugas.id)
    )  # fmt: skip


def _whole(row: Row, is_whole: bool) -> Row:
    *first, mask, box, email, phone, unit, post, number, kind, right = row
    whole = decrypt(box) if is_whole and box else mask
    return (*first, whole, email, phone_text(phone), unit, post, number, kind, right)


def _isian(person: Pengguna) -> Any:
    saved = (
        select(
            Permohonan.kode,
            cast(BagianPermohonan.bagian, String).label("apa"),
            BagianPermohonan.saved_at.label("pada"),
        )
        .join(Permohonan, Permohonan.id == BagianPermohonan.permohonan_id)
        .where(BagianPermohonan.saved_by_id == person.id)
    )
    sent = (
        select(Permohonan.kode, literal("dikirim"), Kiriman.sent_at)
        .join(Permohonan, Permohonan.id == Kiriman.permohonan_id)
        .where(Kiriman.pengirim_id == person.id)
    )
    owned = select(Permohonan.kode, literal("dimiliki"), Permohonan.created_at).where(
        Permohonan.pemilik_id == person.id
    )
    rows = union_all(saved, sent, owned).subquery()
    return select(rows).order_by(rows.c.pada.desc())


def _kiriman(person: Pengguna) -> Any:
    return (
        select(Permohonan.kode, Kiriman.putaran, Kiriman.sent_at, Kiriman.isi)
        .join(Permohonan, Permohonan.id == Kiriman.permohonan_id)
        .where(Kiriman.pengirim_id == person.id)
        .order_by(Kiriman.id)
    )


CONTACTS = ("ppksd1", "ppksd2")


def _potret(person: Pengguna) -> Any:
    """What each form that was sent says of me as a contact: only the text in which my own address stands.

    A place may have been another's when an older form was sent, so the place alone proves nothing.
    """
    mine = union_all(
        select(Petugas.permohonan_id).where(Petugas.pengguna_id == person.id),
        select(AlihTugas.permohonan_id).where(AlihTugas.dari_id == person.id),
    )
    addresses = union_all(
        select(func.lower(Pengguna.email)).where(Pengguna.id == person.id),
        select(func.lower(Biodata.email)).where(Biodata.pengguna_id == person.id),
        select(func.lower(Petugas.email)).where(Petugas.pengguna_id == person.id, Petugas.email != ""),
    )
    texts = union_all(
        *(
            select(
                Permohonan.kode,
                Kiriman.putaran.label("putaran"),
                Kiriman.sent_at.label("pada"),
                Kiriman.isi[name].astext.label("isi"),
            )
            .join(Permohonan, Permohonan.id == Kiriman.permohonan_id)
            .where(Kiriman.permohonan_id.in_(mine))
            for name in CONTACTS
        )
    ).subquery()
    line = func.unnest(func.string_to_array(func.lower(texts.c.isi), "\n")).column_valued("baris")
    return (
        select(texts)
        .where(select(line).where(line.in_(addresses)).exists())
        .order_by(texts.c.pada, texts.c.isi)
    )


def _without_others(row: Row, is_whole: bool) -> Row:
    """What the form said, without the persons in it: what they say of oneself stands in _potret, another's are not mine."""
    *first, isi = row
    return (*first, {name: value for name, value in isi.items() if name not in CONTACTS})


def _pakta(person: Pengguna) -> Any:
    return (
        select(Permohonan.kode, PaktaIntegritas.versi, PersetujuanPakta.sidik, PersetujuanPakta.accepted_at)
        .join(Permohonan, Permohonan.id == PersetujuanPakta.permohonan_id)
        .join(PaktaIntegritas, PaktaIntegritas.id == PersetujuanPakta.pakta_id)
        .where(PersetujuanPakta.pengguna_id == person.id)
        .order_by(PersetujuanPakta.id)
    )


def _pesan(person: Pengguna) -> Any:
    return (
        select(Permohonan.kode, Pesan.sent_at, Pesan.peran, Pesan.is_internal, Pesan.isi, Pesan.ditarik_at)
        .join(Permohonan, Permohonan.id == Pesan.permohonan_id)
        .where(Pesan.penulis_id == person.id)
        .order_by(Pesan.id)
    )


def _pendapat(person: Pengguna) -> Any:
    given = (
        select(
            Permohonan.kode,
            Pendapat.given_at.label("pada"),
            Pendapat.peran,
            cast(Pendapat.sikap, String).label("sikap"),
            Pendapat.alasan,
        )
        .join(Permohonan, Permohonan.id == Pendapat.permohonan_id)
        .where(Pendapat.pengguna_id == person.id)
    )
    answered = (
        select(Permohonan.kode, Pendapat.ditanggapi_at, literal(""), literal("tanggapan"), Pendapat.tanggapan)
        .join(Permohonan, Permohonan.id == Pendapat.permohonan_id)
        .where(Pendapat.ditanggapi_oleh_id == person.id)
    )
    rows = union_all(given, answered).subquery()
    return select(rows).order_by(rows.c.pada)


def _unggahan(person: Pengguna) -> Any:
    versions = (
        select(
            Permohonan.kode,
            VersiNaskah.nama,
            VersiNaskah.nomor,
            VersiNaskah.catatan,
            VersiNaskah.uploaded_at.label("pada"),
        )
        .join(Permohonan, Permohonan.id == VersiNaskah.permohonan_id)
        .where(VersiNaskah.pengunggah_id == person.id)
    )
    files = select(
        null().label("kode"), Berkas.nama, cast(null(), Integer), literal(""), Berkas.created_at
    ).where(Berkas.pengunggah_id == person.id)
    rows = union_all(versions, files).subquery()
    return select(rows).order_by(rows.c.pada)


def _pekerjaan(person: Pengguna) -> Any:
    """What one did for the city: which kind of row names the person, and when."""
    acts: tuple[tuple[str, Any, Any, Any], ...] = (
        ("verifikasi", Verifikasi.oleh_id, Verifikasi.decided_at, Verifikasi.id),
        ("ditugaskan", Penugasan.pengguna_id, Penugasan.assigned_at, Penugasan.id),
        ("menugaskan", Penugasan.oleh_id, Penugasan.assigned_at, Penugasan.id),
        ("mengembalikan naskah", Pengembalian.oleh_id, Pengembalian.returned_at, Pengembalian.id),
        (
            "mencatat surat penawaran",
            SuratPenawaran.dicatat_oleh_id,
            SuratPenawaran.recorded_at,
            SuratPenawaran.permohonan_id,
        ),
        ("menarik pesan", Pesan.ditarik_oleh_id, Pesan.ditarik_at, Pesan.id),
        (
            "mencatat penandatanganan",
            Penandatanganan.dicatat_oleh_id,
            Penandatanganan.recorded_at,
            Penandatanganan.id,
        ),
        (
            "memvalidasi penandatanganan",
            Penandatanganan.divalidasi_oleh_id,
            Penandatanganan.validated_at,
            Penandatanganan.id,
        ),
        ("memilih induk", IndukPerkara.oleh_id, IndukPerkara.chosen_at, IndukPerkara.permohonan_id),
        ("merilis kerja sama", KerjaSama.dirilis_oleh_id, KerjaSama.released_at, KerjaSama.id),
        (
            "mengoreksi kerja sama",
            KoreksiKerjaSama.oleh_id,
            KoreksiKerjaSama.corrected_at,
            KoreksiKerjaSama.id,
        ),
        ("menangani permintaan data", PermintaanData.petugas_id, PermintaanData.begun_at, PermintaanData.id),
        ("mencatat pelanggaran", Pelanggaran.pencatat_id, Pelanggaran.created_at, Pelanggaran.id),
        ("mengirim kabar layanan", KabarLayanan.pengirim_id, KabarLayanan.created_at, KabarLayanan.id),
    )
    rows = union_all(
        *(
            select(literal(what).label("apa"), number.label("nomor"), moment.label("pada")).where(
                column == person.id
            )
            for what, column, moment, number in acts
        )
    ).subquery()
    return select(rows).order_by(rows.c.pada)


# --- the journal --------------------------------------------------------------------------------
def _mine(person: Pengguna) -> Any:
    """What I did. Of a row about another person only what was done is told, not to whom."""
    return (
        select(Peristiwa.at, Peristiwa.jenis, Peristiwa.peran, Peristiwa.objek_tipe, Peristiwa.objek_id)
        .where(Peristiwa.pelaku_id == person.id)
        .order_by(Peristiwa.id.desc())
    )


def _about(person: Pengguna) -> Any:
    """Who looked at my data, or changed them, or acted on my account and my requests."""
    asked = select(PermintaanData.id).where(PermintaanData.pengguna_id == person.id)
    return (
        select(
            Peristiwa.at, Peristiwa.jenis, Peristiwa.pelaku_nama, Peristiwa.peran, Peristiwa.catatan
        )
        .where(
            Peristiwa.pelaku_id.is_distinct_from(person.id),
            or_(
                and_(Peristiwa.objek_tipe == "ab_user", Peristiwa.objek_id == person.id),
                and_(Peristiwa.objek_tipe == "permintaan_data", Peristiwa.objek_id.in_(asked)),
            ),
        )
        .order_by(Peristiwa.id.desc())
    )  # fmt: skip


def said(jenis: str) -> Istilah:
    """An event in words, where there are any."""
    if jenis in SPOKEN:
        return Istilah(jenis, SPOKEN[jenis][2])
    known = kata.PERISTIWA.get(jenis)
    return Istilah(jenis, known.kalimat if known is not None else jenis)


def _known_officials(row: Row, is_whole: bool) -> Row:
    """Officials act under their names; another person is none of mine."""
    at, jenis, name, role, note = row
    is_official = name == SYSTEM or role in roles.OFFICE
    return at, said(jenis), name if is_official else STRANGER, role, note if is_official else ""


def _in_words(row: Row, is_whole: bool) -> Row:
    at, jenis, *rest = row
    return (at, said(jenis), *rest)


KODE, PADA, PERAN = _l("Kode permohonan"), _l("Waktu"), _l("Sebagai")

register_sumber(
    Sumber(
        "perkara", _l("Permohonan yang saya hubungi (potret data saya)"),
        {"kode": KODE, "judul": _l("Judul"), "ppksd": _l("PPKSD ke"), "jawaban": _l("Jawaban"),
         "dijawab": _l("Dijawab"), "nama": _l("Nama"), "nik": _l("NIK"), "email": _l("Email"),
         "telepon": _l("Telepon Pribadi"), "unit_kerja": _l("Unit Kerja"), "jabatan": _l("Jabatan"),
         "nomor_kepegawaian": _l("Nomor Kepegawaian"), "jenis_identitas": _l("Jenis Identitas"),
         "hak": _l("Hak")},
        _petugas, frozenset({"petugas.*"}), 40, _whole,
    ),
    Sumber(
        "isian", _l("Permohonan yang saya isi"), {"kode": KODE, "bagian": _l("Bagian"), "pada": PADA},
        _isian, frozenset({"bagian_permohonan.*", "permohonan.pemilik_id"}), 41,
    ),
    Sumber(
        "kiriman", _l("Formulir yang saya kirim"),
        {"kode": KODE, "putaran": _l("Pengiriman"), "pada": PADA, "isi": _l("Isi")},
        _kiriman, frozenset({"kiriman.*"}), 42, _without_others,
    ),
    Sumber(
        "potret", _l("Potret data saya pada formulir yang dikirim"),
        {"kode": KODE, "putaran": _l("Pengiriman"), "pada": PADA, "isi": _l("Isi")},
        _potret, frozenset({"kiriman.isi"}), 42,
    ),
    Sumber(
        "pakta", _l("Pakta integritas yang saya setujui"),
        {"kode": KODE, "versi": _l("Versi"), "sidik": _l("Sidik teks (SHA-256)"), "pada": PADA},
        _pakta, frozenset({"persetujuan_pakta.*"}), 43,
    ),
    Sumber(
        "pesan", _l("Pesan yang saya tulis"),
        {"kode": KODE, "pada": PADA, "sebagai": PERAN, "internal": _l("Internal"), "isi": _l("Isi"),
         "ditarik": _l("Ditarik")},
        _pesan, frozenset({"pesan.penulis_id", "pesan.peran", "pesan.isi", "pesan.kunci"}), 44,
    ),
    Sumber(
        "pendapat", _l("Pendapat dan tanggapan saya"),
        {"kode": KODE, "pada": PADA, "sebagai": PERAN, "sikap": _l("Sikap"), "isi": _l("Alasan")},
        _pendapat, frozenset({"pendapat.*"}), 45,
    ),
    Sumber(
        "unggahan", _l("Berkas yang saya unggah"),
        {"kode": KODE, "nama": _l("Nama berkas"), "versi": _l("Versi"), "catatan": _l("Catatan Versi"), "pada": PADA},
        _unggahan, frozenset({"versi_naskah.*", "berkas.*"}), 46,
    ),
    Sumber(
        "pekerjaan", _l("Pekerjaan dinas yang tercatat atas nama saya"),
        {"apa": _l("Apa"), "nomor": _l("Nomor"), "pada": PADA},
        _pekerjaan,
        frozenset({
            "verifikasi.oleh_id", "penugasan.pengguna_id", "penugasan.oleh_id", "pengembalian.oleh_id",
            "surat_penawaran.dicatat_oleh_id", "pesan.ditarik_oleh_id", "penandatanganan.dicatat_oleh_id",
            "penandatanganan.divalidasi_oleh_id", "induk_perkara.oleh_id",
            "kerja_sama.dirilis_oleh_id", "koreksi_kerja_sama.oleh_id",
            "permintaan_data.petugas_id", "pelanggaran.pencatat_id", "kabar_layanan.pengirim_id",
        }), 47,
    ),
    Sumber(
        "dilihat", _l("Siapa melihat atau mengubah data saya"),
        {"pada": PADA, "apa": _l("Apa"), "pelaku": _l("Oleh"), "sebagai": PERAN, "alasan": _l("Alasan")},
        _about, frozenset({"peristiwa.objek_nama", "peristiwa.pelaku_nama", "peristiwa.catatan"}), 60,
        _known_officials,
    ),
    Sumber(
        "jejak", _l("Jejak perbuatan saya"),
        {"pada": PADA, "apa": _l("Apa"), "sebagai": PERAN, "objek": _l("Atas"), "nomor": _l("Nomor")},
        _mine, frozenset({"peristiwa.pelaku_id", "peristiwa.jenis", "peristiwa.peran", "peristiwa.objek_tipe"}), 61,
        _in_words,
    ),
)  # fmt: skip
