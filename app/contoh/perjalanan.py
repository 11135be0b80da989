"""The example cases after their verification: each act by the program's own operations, at a moment in the past.

Which acts a case goes through follows from where its story stands today. Only an early end is *placed*, because no
chapter of the program ends an agreement early yet.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from sqlalchemy import select

from app.akun.models import Pengguna
from app.contoh import kertas
from app.extensions import db
from app.kerjasama import operations as kerjasama
from app.kit import storage
from app.kit.clock import WITA, now, today
from app.naskah import operations as naskah
from app.naskah.queries import pokok_version, required_mark
from app.pembahasan import operations as pembahasan
from app.pembahasan import pesan_operations as pesan
from app.pembahasan.models import Sikap
from app.penjadwalan import nomor, ttd_operations, ttd_rules
from app.penjadwalan import operations as jadwal
from app.penjadwalan.models import KeadaanUsulan, Penandatanganan
from app.penjadwalan.queries import days_of, signings
from app.permohonan.alur import USAI, Status
from app.permohonan.models import Permohonan, TahapPerkara
from app.permohonan.rules import open_stage
from app.permohonan.tahap_operations import assign, set_pengampu
from app.rujukan.models import OPD
from app.rujukan.models_rencana import JenisNaskah, RencanaSlot
from app.rujukan.queries_rencana import active_pejabat, active_tempat

Step = tuple[float, Callable[[], None]]  # days after the verification, and what happens then

SIGNED_AFTER = 74.0  # days; later than the hour of the signing, however many holidays lie between
YEARS = 3
ORDER = (
    Status.PENAWARAN,
    Status.PENYUSUNAN_KB,
    Status.PENYUSUNAN_PKS,
    Status.DISEPAKATI,
    Status.PENJADWALAN,
    Status.MENUNGGU_PENANDATANGANAN,
    Status.DITANDATANGANI,
    Status.BERJALAN,
    Status.BERAKHIR,
)
_signing = count()  # every signing takes another hour of the day, so that none stands in another's way


@dataclass
class Perjalanan:
    """One case on its way; `case` answers it when its moment comes."""

    case: Callable[[], Permohonan]
    pertama: Pengguna
    kedua: Pengguna
    admin: Pengguna
    tkksd: Pengguna
    hukum: Pengguna
    protokol: Pengguna
    tujuan: Status
    opd: str = ""
    is_sparse: bool = False  # the applicant has not uploaded yet
    _hour: int = field(default_factory=lambda: next(_signing))

    @property
    def p(self) -> Permohonan:
        return self.case()

    @property
    def _reached(self) -> int:
        return ORDER.index(Status.BERAKHIR if self.tujuan in USAI else self.tujuan)

    def steps(self) -> list[Step]:
        """All that happened until where the story stands."""
        reached = self._reached
        found: list[Step] = [] if self.is_sparse else [*self._penawaran(reached > 0)]
        if reached >= 1:
            found += self._drafting(20, Status.PENYUSUNAN_KB, is_done=reached > 1)
        if reached >= 2:
            found += self._drafting(45, Status.PENYUSUNAN_PKS, is_done=reached > 2)
        if reached >= 4:
            found.append((57, self.propose))
        if reached >= 5:
            found.append((60, self.confirm))
        if reached >= 6:
            found += [(SIGNED_AFTER + 1, self.record), (SIGNED_AFTER + 3, self.validate)]
        if reached >= 7:
            found.append((SIGNED_AFTER + 4, self.release))
        if reached >= 8:
            found.append((SIGNED_AFTER + 4 + 366 * YEARS, self.advance))
        return found

    # --- Penawaran
    def _penawaran(self, is_done: bool) -> list[Step]:
        found: list[Step] = [(1, self.team), (3, self.offer), (4, self.received)]
        found.append((5, lambda: self.say(self.admin, "Mohon anggota membaca studinya dahulu.", True)))
        found.append((6, lambda: self.say(self.pertama, "Lampiran anggaran menyusul minggu ini.")))
        if is_done:
            found += [(9, lambda: self.agree(self.admin)), (12, lambda: self.agree(self.tkksd))]
        return found

    def team(self) -> None:
        assign(self.p, actor=self.admin, anggota=[self.tkksd, self.hukum])
        carrier = db.session.scalar(select(OPD).where(OPD.nama == self.opd)) if self.opd else None
        if carrier is not None:
            set_pengampu(self.p, actor=self.admin, opd=[carrier])

    def offer(self) -> None:
        number = f"{self.p.id:03}/MITRA/{nomor.ROMAN[today().month - 1]}/{today().year}"
        for slot in self.stage.rencana_tahap.slot:
            if slot.is_pokok:
                self.upload(self.pertama, slot, kertas.letter(self.p, number))
            elif slot.is_wajib:
                self.upload(self.pertama, slot, kertas.study(self.p, slot.nama))
        pembahasan.record_letter(self.p, actor=self.pertama, nomor=number, tanggal=today())

    def received(self) -> None:
        row = db.session.get(pembahasan.SuratPenawaran, self.p.id)
        assert row is not None
        pembahasan.record_letter(
            self.p, actor=self.admin, nomor=row.nomor, tanggal=row.tanggal, diterima_on=today()
        )

    # --- drafts
    def _drafting(self, start: float, here: Status, is_done: bool) -> list[Step]:
        """Two versions: the first is found wanting, the second settles it."""
        note = "Pasal 6: dahulukan musyawarah, lalu sebut pengadilan yang dipilih."
        found: list[Step] = [
            (start, lambda: self.draft(self.pertama, 1)),
            (start + 1, lambda: self.agree(self.admin)),
            (start + 3, lambda: self.opinion(self.hukum, Sikap.PERLU_PERBAIKAN, note)),
            (start + 4, lambda: self.say(self.hukum, "Rumusan yang kami usulkan ada pada pendapat.")),
            (start + 6, lambda: self.draft(self.kedua, 2)),
        ]
        if not is_done:
            return found
        return [
            *found,
            (start + 8, lambda: self.agree(self.hukum)),
            (start + 9, lambda: self.agree(self.admin)),
            (start + 10, lambda: self.agree(self.pertama)),
        ]

    def draft(self, by: Pengguna, versi: int) -> None:
        slot = self.stage.rencana_tahap.pokok
        self.upload(by, slot, kertas.draft(self.p, slot.nama, versi), f"Rancangan ke-{versi}.")

    # --- one act each
    @property
    def stage(self) -> TahapPerkara:
        found = open_stage(self.p)
        assert found is not None, (self.p, self.tujuan)
        return found

    def upload(self, by: Pengguna, slot: RencanaSlot, file: kertas.FileStorage, note: str = "") -> None:
        naskah.upload_version(self.p, actor=by, slot=slot, upload=file, catatan=note)

    def agree(self, by: Pengguna) -> None:
        self.opinion(by, Sikap.SETUJU, "")

    def opinion(self, by: Pengguna, sikap: Sikap, alasan: str) -> None:
        stage = self.stage
        versi, mark = pokok_version(stage), required_mark(stage)
        assert versi is not None and mark is not None
        pembahasan.give_opinion(
            self.p, actor=by, sikap=sikap, alasan=alasan, versi_id=versi.id, terakhir_id=mark
        )

    def say(self, by: Pengguna, isi: str, is_internal: bool = False) -> None:
        kunci = f"contoh-{self.p.id}-{now().timestamp():.0f}-{by.id}"
        pesan.post_message(self.p, actor=by, isi=isi, is_internal=is_internal, kunci=kunci)

    # --- the signing
    @property
    def papers(self) -> list[JenisNaskah]:
        return [row.rencana_tahap.naskah for row in self.p.tahap if row.rencana_tahap.naskah is not None]

    @property
    def signing(self) -> Penandatanganan:
        return signings(self.p)[0]

    def propose(self) -> None:
        """Two times, on days on which one signs: of what is not signed yet about two weeks ahead."""
        ahead = 5 if ORDER.index(Status.DITANDATANGANI) <= self._reached else 13
        first = self._signing_day(ahead)
        places = active_tempat()
        times = [
            datetime.combine(day, time(8 + (self._hour + 3 * n) % 8), tzinfo=WITA)
            for n, day in enumerate((first, self._signing_day(ahead + 2)))
        ]
        slots = [
            jadwal.Waktu(at, at + timedelta(minutes=60), places[n % len(places)])
            for n, at in enumerate(times)
        ]
        jadwal.propose(self.p, actor=self.pertama, jenis=self.papers, slots=slots, tetap=True)

    def _signing_day(self, days: int) -> date:
        day = today() + timedelta(days=days + self._hour // 8)
        known = days_of(day, day + timedelta(days=30))
        while day.weekday() > 4 or day in known.libur or day in known.tertutup:
            day += timedelta(days=1)
        return day

    def confirm(self) -> None:
        ttd = self.signing
        usulan = next(row for row in ttd.usulan if row.keadaan is KeadaanUsulan.TENTATIF)
        jadwal.approve_slot(ttd, actor=self.protokol, usulan_id=usulan.id, seen=ttd.putaran)

    def record(self) -> None:
        ttd = self.signing
        assert ttd.slot is not None and ttd.slot.rentang.lower is not None  # confirmed before
        on = min(today(), ttd.slot.rentang.lower.astimezone(WITA).date())
        begins = today() + timedelta(days=30) if self.tujuan is Status.DITANDATANGANI else on
        ends = begins.replace(year=begins.year + YEARS, day=min(begins.day, 28))
        numbers = nomor.propose(on, len(ttd.naskah))
        isi = ttd_rules.Isi(
            ditandatangani_on=on,
            tempat=ttd.slot.nama_tempat,
            pejabat=active_pejabat()[0],
            mitra_nama=self.pertama.nama,
            mitra_jabatan="Pimpinan",
            naskah=[
                ttd_rules.IsiNaskah(
                    jenis=row.jenis,
                    nomor_kota=number,
                    nomor_mitra=f"{self.p.id:03}/{row.jenis.value.upper()}/MITRA/{on.year}",
                    berlaku_from=begins,
                    berlaku_until=ends,
                    berkas=storage.save_upload(kertas.signed(self.p, row.jenis, number), {"pdf"}, self.admin),
                )
                for row, number in zip(ttd.naskah, numbers, strict=True)
            ],
            is_paraf=True,
            is_meterai=True,
            is_stempel=True,
        )
        ttd_operations.record_signing(ttd, actor=self.admin, isi=isi)

    def validate(self) -> None:
        ttd_operations.validate_signing(self.signing, actor=self.admin)

    def release(self) -> None:
        for row in kerjasama.of_case(self.p):
            kerjasama.release(row, actor=self.admin)

    def advance(self) -> None:
        kerjasama.advance(self.p)
