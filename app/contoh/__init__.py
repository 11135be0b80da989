"""The example city: accounts, institutions and a case in every stage, clearly marked. Loaded once, never unasked.

Everything is done by the program's own operations, at moments in the past; what follows the verification stands in
perjalanan.py. Only an early end is *placed* (event `contoh.ditempatkan`), because no chapter does that yet.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select, update

from app.akun import roles
from app.akun.models import Biodata, Instansi, JenisKelamin, KeanggotaanInstansi, Pengguna
from app.contoh import pelindungan
from app.contoh.cerita import (
    AKUN,
    CERITA,
    INSTANSI,
    LOKUS_OPD,
    PERSIAPAN,
    PETUGAS_LAIN,
    Cerita,
    Lembaga,
    Orang,
)
from app.contoh.pegawai import load_pegawai
from app.contoh.pelindungan import Act
from app.contoh.perjalanan import Perjalanan
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kit.clock import at, now
from app.kit.crypto import encrypt, keyed_hash
from app.notifikasi.models import Pemberitahuan
from app.notifikasi.operations import without_mail
from app.permohonan import operations, verifikasi_operations
from app.permohonan.alur import TERVERIFIKASI, USAI, Status
from app.permohonan.models import AlasanPerbaikan, Permohonan
from app.permohonan.queries import part_version
from app.rujukan.models import OPD, Urusan, Wilayah
from app.rujukan.queries import current_pakta


def load() -> None:
    """Load the example city unless it is there. Never commits."""
    if db.session.scalar(select(func.count()).select_from(Pengguna).where(Pengguna.is_contoh)):
        return
    wilayah = {row.kode: row for row in db.session.scalars(select(Wilayah))}
    lembaga = {row.kunci: _make_instansi(row, wilayah[row.wilayah]) for row in INSTANSI}
    people = {
        orang.email: _make_person(orang, place, wilayah["64.72"], lembaga)
        for place, orang in enumerate((*AKUN, *PETUGAS_LAIN), start=1)
    }
    load_pegawai()
    db.session.flush()
    acts: list[Act] = pelindungan.acts(people)
    for cerita in CERITA:
        acts += Telling(cerita, people).acts()
    with without_mail():  # nobody is behind the examples
        for moment, _place, act in sorted(acts, key=lambda one: (one[0], one[1])):
            with at(moment):
                act()
                db.session.flush()
    _mark_old_as_read()


def _make_instansi(lembaga: Lembaga, wilayah: Wilayah) -> Instansi:
    instansi = Instansi(
        nama=lembaga.nama,
        jenis=lembaga.jenis,
        wilayah=wilayah,
        kode_pos=lembaga.kode_pos,
        alamat=lembaga.alamat,
        telepon=lembaga.telepon,
        email=f"kontak-{lembaga.kunci}@example.org",
        website="https://www.example.org",
        is_contoh=True,
    )
    db.session.add(instansi)
    return instansi


def _make_person(orang: Orang, place: int, samarinda: Wilayah, lembaga: dict[str, Instansi]) -> Pengguna:
    manager = current_app.appbuilder.sm  # type: ignore[attr-defined]
    pengguna = Pengguna(
        nama=orang.nama,
        first_name=orang.nama,
        last_name="",
        username=orang.email,
        email=orang.email,
        password=_password_hash(),
        active=True,
        roles=[manager.find_role(name) for name in orang.peran],
        opd=_office_of(orang),
        is_contoh=True,
    )
    db.session.add(pengguna)
    if orang.instansi:
        instansi = lembaga[orang.instansi]
        db.session.add(
            KeanggotaanInstansi(instansi=instansi, pengguna=pengguna, is_pengelola=not instansi.anggota)
        )
        db.session.add(_make_biodata(orang, place, pengguna, samarinda, instansi))
    return pengguna


def _office_of(orang: Orang) -> OPD | None:
    """The perangkat daerah of the member on site: the cases that it carries are theirs to see."""
    if roles.LOKUS not in orang.peran:
        return None
    return db.session.scalar(select(OPD).where(OPD.nama == LOKUS_OPD))


def _password_hash() -> str:
    """One hash for all example accounts: they share one password, and hashing is slow on purpose."""
    from flask import g
    from werkzeug.security import generate_password_hash

    if "example_hash" not in g:
        g.example_hash = generate_password_hash(current_app.config["SIKERJA_DEMO_PASSWORD"])
    return g.example_hash


def _make_biodata(
    orang: Orang, place: int, pengguna: Pengguna, samarinda: Wilayah, instansi: Instansi
) -> Biodata:
    nik = f"647201{(41 if orang.perempuan else 1) + place:02}0185{place:04}"  # invented, of the right form
    return Biodata(
        pengguna=pengguna,
        nama_lengkap=orang.nama,
        nama_panggilan=orang.nama.split()[0],
        nik_sandi=encrypt(nik),
        nik_sidik=keyed_hash(nik, "nik"),
        nik_samar=f"{nik[:4]}••••••••{nik[-4:]}",
        jenis_kelamin=JenisKelamin.PEREMPUAN if orang.perempuan else JenisKelamin.LAKI_LAKI,
        email=orang.email,
        telepon=f"+62812345670{place:02}",
        wilayah=samarinda,
        alamat=f"Jalan Contoh {place}",
        unit_kerja=instansi.nama,
        nomor_kepegawaian=f"C-{place:04}",
        jabatan=orang.jabatan,
    )


class Telling:
    """One story as acts at moments; each act looks up what it needs when its moment comes."""

    def __init__(self, cerita: Cerita, people: dict[str, Pengguna]) -> None:
        self.cerita = cerita
        here = [o.email for o in (*AKUN, *PETUGAS_LAIN) if o.instansi == cerita.instansi]
        self.pertama, self.kedua = people[here[0]], people[here[1]]
        self.admin = people["admin@example.org"]
        self.city: dict[str, Any] = {
            "admin": self.admin,
            "tkksd": people["tkksd@example.org"],
            "hukum": people["hukum@example.org"],
            "protokol": people["protokol@example.org"],
            "opd": LOKUS_OPD if "Lingkungan Hidup" in cerita.urusan else "",
            "is_sparse": cerita.is_sparse,
        }
        self.start = now() - timedelta(days=cerita.days_ago, hours=cerita.days_ago % 5)
        self.permohonan: Permohonan | None = None

    @property
    def p(self) -> Permohonan:
        assert self.permohonan is not None
        return self.permohonan

    def _after(self, days: float) -> datetime:
        return min(self.start + timedelta(days=days), now() - timedelta(minutes=30))

    def acts(self) -> list[Act]:
        status = self.cerita.status
        steps: list[tuple[float, Callable[[], None]]] = [(0, self.draft), (0.2, self.fill)]
        if status is not Status.DRAF:
            steps += [(0.4, self.second), (0.8, self.submit)]
        if self.cerita.putaran > 1:
            steps += [(2, self.send_back), (3, self.mend), (3.1, self.submit)]
        verified_after = 2 + 3 * (self.cerita.putaran - 1) + self.cerita.days_ago % 3
        if status is Status.PERLU_PERBAIKAN:
            steps += [(verified_after, self.send_back)]
        elif status is Status.DITOLAK:
            steps += [(verified_after, self.refuse)]
        elif status is Status.DITARIK:
            steps += [(verified_after, self.withdraw)]
        elif status in TERVERIFIKASI:
            steps += [(verified_after, self.approve), *self.way(verified_after)]
        return [(self._after(days), place, act) for place, (days, act) in enumerate(steps)]

    def way(self, verified_after: float) -> list[tuple[float, Callable[[], None]]]:
        """What followed the verification, squeezed when the story is too young for the usual pace."""
        steps = Perjalanan(
            lambda: self.p, self.pertama, self.kedua, tujuan=self.cerita.status, **self.city
        ).steps()
        if self.cerita.status is Status.DIAKHIRI:
            steps[-1] = (steps[-1][0] / 3, self.placing(Status.DIAKHIRI))
        room = self.cerita.days_ago - verified_after - 1
        needed = max((days for days, _act in steps), default=0)
        pace = min(1, room / needed) if needed else 1
        return [(verified_after + days * pace, act) for days, act in steps]

    # --- one act each
    def draft(self) -> None:
        self.permohonan = operations.create_draft(actor=self.pertama)
        self.p.is_contoh = True

    def fill(self) -> None:
        urusan = list(db.session.scalars(select(Urusan).where(Urusan.nama.in_(self.cerita.urusan))))
        operations.save_pemohon(
            self.p,
            actor=self.pertama,
            judul=self.cerita.judul,
            urusan=urusan,
            kategori=self.p.kategori_usulan,
            kategori_alasan="",
            seen=part_version(self.p, "pemohon"),
        )
        words = {"judul": self.cerita.judul, "instansi": self.p.instansi_nama}
        texts = {name: sample % words for name, sample in PERSIAPAN.items()}
        if self.cerita.status is Status.DRAF:
            texts = {
                name: words for name, words in texts.items() if name not in ("jangka_waktu", "pembiayaan")
            }
        operations.save_persiapan(
            self.p, actor=self.pertama, isian=texts, seen=part_version(self.p, "persiapan")
        )

    def second(self) -> None:
        operations.choose_ppksd2(self.p, actor=self.pertama, pengguna=self.kedua)
        operations.answer_ppksd2(self.p, actor=self.kedua, terima=True, pakta=current_pakta())

    def submit(self) -> None:
        operations.submit_permohonan(self.p, actor=self.pertama, pakta=current_pakta())

    def send_back(self) -> None:
        verifikasi_operations.request_correction(
            self.p,
            actor=self.admin,
            permintaan=[
                ("lokasi", AlasanPerbaikan.TIDAK_LENGKAP, "Sebutkan kelurahan percontohannya."),
                ("pembiayaan", AlasanPerbaikan.TIDAK_BENAR, "Tulis sumber anggaran setiap pihak."),
            ],
            catatan="Isian lain sudah baik. Mohon lengkapi dua hal ini.",
        )

    def mend(self) -> None:
        operations.save_persiapan(
            self.p,
            actor=self.pertama,
            isian={
                "lokasi": "Kelurahan Contoh Satu, Contoh Dua, dan Contoh Tiga; tahun kedua seluruh kecamatan.",
                "pembiayaan": "Kota: APBD Samarinda. Mitra: anggaran sendiri, Rp1.500.000.000 selama tiga tahun.",
            },
            seen=part_version(self.p, "persiapan"),
        )

    def approve(self) -> None:
        verifikasi_operations.approve(self.p, actor=self.admin, catatan="Lengkap dan sesuai kewenangan kota.")

    def refuse(self) -> None:
        verifikasi_operations.reject(
            self.p, actor=self.admin, catatan="Penggunaan barang milik daerah mengikuti aturan tersendiri."
        )

    def withdraw(self) -> None:
        operations.withdraw_permohonan(
            self.p, actor=self.pertama, alasan="Kegiatan digabung dengan program lain di yayasan kami."
        )

    def placing(self, status: Status) -> Callable[[], None]:
        def place() -> None:
            operations.move(self.p, status)
            if status in USAI:
                self.p.closed_at = now()
            record("contoh.ditempatkan", actor=None, objek=self.p, data={"status": status.value})

        return place


def _mark_old_as_read() -> None:
    """What is older than two weeks counts as read, so that inboxes look like inboxes."""
    recent = select(Peristiwa.id).where(Peristiwa.at > now() - timedelta(days=14))
    db.session.execute(
        update(Pemberitahuan).where(Pemberitahuan.peristiwa_id.not_in(recent)).values(read_at=now())
    )
