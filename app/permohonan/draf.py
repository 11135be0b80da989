"""The task list of a draft: every part with its state, in any order. Shown as the page of the case while a draft."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.akun.rules import invitation_state
from app.kit.clock import now, to_wita
from app.permohonan import halaman, kata, lanjutan, queries, rules
from app.permohonan.alur import PERSIAPAN_ISIAN, Bagian, Hat
from app.permohonan.models import JawabanPetugas, Permohonan

# A draft that nobody touched for so long is pointed out to those who write it.
FORGOTTEN_DAYS = 14
LOCKED = rules.Keadaan("terkunci", _l("Belum dapat dimulai"))


@dataclass(frozen=True)
class Baris:
    """One row: what, where, a line below, how far."""

    judul: Any
    url: str | None
    ket: Any
    keadaan: rules.Keadaan


def draft_page(permohonan: Permohonan, user: Pengguna) -> Any:
    """The answer for the page of a draft; who was asked to be PPKSD-2 answers first."""
    if halaman.is_asked(user, permohonan):
        return halaman.turned_away(permohonan, "")
    groups = task_list(permohonan, user)
    rows = [row for _name, group in groups for row in group]
    saved = max((row.saved_at for row in permohonan.bagian), default=permohonan.created_at)
    return render_template(
        "permohonan/isian/daftar_tugas.html",
        permohonan=permohonan,
        kelompok=groups,
        selesai=sum(row.keadaan.kode == "selesai" for row in rows),
        jumlah=len(rows),
        berikut=next(
            (row for row in rows if row.url and row.keadaan.kode not in ("selesai", "menunggu")), None
        ),
        langkah=halaman.steps(permohonan),
        jejak=halaman.crumbs(permohonan, None)[:2],
        tersimpan=saved,
        hari_diam=(to_wita(now()).date() - to_wita(saved).date()).days,
        batas_diam=FORGOTTEN_DAYS,
        sesudah=lanjutan.after_sending(),
        boleh_menghapus=rules.why_not(user, permohonan, "hapus") is None,
        pengubah=_editors(permohonan, user),
        hapus_url=url_for("PeriksaView.hapus", kode=permohonan.kode),
    )


def task_list(permohonan: Permohonan, user: Pengguna) -> list[tuple[Any, list[Baris]]]:
    """The rows of each form and of sending, with the state of each."""
    return [
        (_l("1 Pemohon"), _pemohon(permohonan)),
        (_l("2 Petugas"), _petugas(permohonan, user)),
        (_l("3 Persiapan"), [_persiapan(permohonan)]),
        (_l("Kirim"), [_kirim(permohonan, user)]),
    ]


def _pemohon(permohonan: Permohonan) -> list[Baris]:
    url = halaman.part_url(permohonan, Bagian.PEMOHON)
    kategori = permohonan.kategori or permohonan.kategori_usulan
    chosen = ", ".join(row.nama for row in permohonan.urusan)
    words: Any = _l("Tentang apa kerja sama ini")
    if chosen and kategori is not None:
        words = _l("%(urusan)s · kategori: %(kategori)s", urusan=chosen, kategori=kategori.nama)
    return [
        Baris(
            _l("Data instansi"),
            halaman.part_url(permohonan, Bagian.PEMOHON, "instansi"),
            _l("%(nama)s, dari Pengaturan Instansi", nama=permohonan.instansi_nama),
            rules.SELESAI,
        ),
        Baris(
            _l("Judul, urusan, dan kategori"), url, words, rules.keadaan_bagian(permohonan, Bagian.PEMOHON)
        ),
    ]


def _petugas(permohonan: Permohonan, user: Pengguna) -> list[Baris]:
    url = halaman.part_url(permohonan, Bagian.PETUGAS)
    pertama, kedua = rules.petugas_ke(permohonan, 1), rules.petugas_ke(permohonan, 2)
    assert pertama is not None  # every case is born with one
    is_me = pertama.pengguna_id == user.id
    nama = _l("%(nama)s, Anda sendiri", nama=pertama.nama) if is_me else pertama.nama
    words: Any = _l("Pilih anggota instansi yang sama, atau undang lewat email")
    if kedua is not None:
        words = _second_words(kedua)
    state = rules.keadaan_bagian(permohonan, Bagian.PETUGAS)
    return [
        Baris(_l("PPKSD-1"), url, nama, rules.SELESAI),
        Baris(_l("PPKSD-2"), f"{url}#ppksd2", words, state),
    ]


def _second_words(kedua: Any) -> Any:
    if kedua.pengguna_id is None and invitation_state(kedua.undangan, now()) != "terbuka":
        return _l(
            "Undangan ke %(email)s sudah berakhir. Kirim ulang atau pilih orang lain.",
            email=kedua.undangan.email,
        )
    if kedua.pengguna_id is None:
        return _l(
            "Undangan dikirim ke %(email)s. Kirim ulang atau pilih orang lain.", email=kedua.undangan.email
        )
    nama = kedua.nama or str(kedua.pengguna)
    if kedua.jawaban is JawabanPetugas.DITOLAK:
        return _l("%(nama)s menolak. Pilih orang lain.", nama=nama)
    if kedua.jawaban is JawabanPetugas.MENUNGGU:
        return _l("%(nama)s belum menjawab. Tunggu, atau pilih orang lain.", nama=nama)
    return nama


def _persiapan(permohonan: Permohonan) -> Baris:
    words: Any = _l(
        "%(n)s dari %(jumlah)s isian terisi", n=halaman.filled_count(permohonan), jumlah=len(PERSIAPAN_ISIAN)
    )
    saved = queries.last_saved(permohonan, Bagian.PERSIAPAN)
    if saved is not None:
        words = _l("%(isian)s; terakhir diubah oleh %(nama)s", isian=words, nama=saved.saved_by.nama)
    return Baris(
        _l("Kerangka acuan kerja"),
        halaman.part_url(permohonan, Bagian.PERSIAPAN),
        words,
        rules.keadaan_bagian(permohonan, Bagian.PERSIAPAN),
    )


def _kirim(permohonan: Permohonan, user: Pengguna) -> Baris:
    title = _l("Periksa dan setujui pakta integritas")
    left = [bagian for bagian in Bagian if rules.kekurangan(permohonan, bagian)]
    if left:
        names = ", ".join(str(kata.BAGIAN[bagian]) for bagian in left)
        words: Any = _l("Terbuka setelah bagian ini selesai: %(bagian)s", bagian=names)
        return Baris(title, None, words, LOCKED)
    if Hat.PPKSD1 not in rules.hats(user, permohonan):
        return Baris(title, halaman.check_url(permohonan), _l("Dikirim oleh PPKSD-1"), rules.MENUNGGU)
    return Baris(
        title, halaman.check_url(permohonan), _l("Langkah terakhir sebelum dikirim"), rules.BELUM_DIMULAI
    )


def _editors(permohonan: Permohonan, user: Pengguna) -> Any:
    kedua = rules.petugas_ke(permohonan, 2)
    is_two = kedua is not None and kedua.jawaban is JawabanPetugas.DITERIMA
    if not is_two:
        return _l("Anda")
    return _l("Anda dan PPKSD-2") if kedua and kedua.pengguna_id != user.id else _l("Anda dan PPKSD-1")
