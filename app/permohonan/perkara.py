"""What the page of a case shows: its head, the act that is open now, its contents. Decides nothing, changes nothing.

Whether a step is open is asked of rules.py; the sentences stand here and in kata.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.kit.clock import to_wita, today, working_days_between
from app.kit.formats import tanggal
from app.kit.look import address
from app.permohonan import beda, halaman, kata, lama, lanjutan, queries, rules, sambungan
from app.permohonan.alur import (
    DAPAT_DIUBAH,
    TAHAP_OF,
    Giliran,
    Hat,
    Status,
    Tahap,
)
from app.permohonan.models import PermintaanPerbaikan, Permohonan, Verifikasi
from app.permohonan.tindakan import Tindakan, choose
from app.rujukan.queries import holidays

# Steps that end a case or throw it away are open for long; they do not make it somebody's turn.
ENDING = ("hapus", "tarik")


@dataclass(frozen=True)
class Perubahan:
    """One field that was changed since the last verification, word by word, and whether it had been asked for."""

    isian: str
    label: Any
    potongan: list[beda.Potongan]
    is_diminta: bool


@dataclass(frozen=True)
class Janji:
    """A day that was promised, what is left of it, and the tone in which that is said."""

    on: date
    sisa: str
    nada: str = ""
    label: Any = _l("Biasanya dijawab sebelum")  # a custom of the office; a term of the law says so itself


@dataclass
class Perkara:
    """One submitted case as one person sees it. Rows are read when the page asks for them, each once."""

    permohonan: Permohonan
    user: Pengguna
    form: Any = None  # of the card, when it came back with errors
    _now: date = field(default_factory=today)

    # --- who looks ---------------------------------------------------------------------------------------------
    @cached_property
    def hats(self) -> set[Hat]:
        return rules.hats(self.user, self.permohonan)

    @property
    def is_staf(self) -> bool:
        return has_role(self.user, *roles.STAFF)

    @property
    def is_pemohon(self) -> bool:
        """Whether this person is one of the two contacts."""
        return bool(self.hats & {Hat.PPKSD1, Hat.PPKSD2})

    @property
    def is_asked(self) -> bool:
        """Whether this person was asked to be PPKSD-2 of a case that is being mended."""
        return self.permohonan.status in DAPAT_DIUBAH and halaman.is_asked(self.user, self.permohonan)

    @cached_property
    def is_my_turn(self) -> bool:
        """Whether something waits for this very person, and may be done now."""
        if self.kartu is not None:
            return self.kartu.is_mine
        if self.is_asked or rules.may_edit(self.user, self.permohonan) is None:
            return True
        steps = [step.name for step in rules.open_steps(self.user, self.permohonan)]
        return any(
            rules.why_not(self.user, self.permohonan, name) is None for name in steps if name not in ENDING
        )

    # --- rows --------------------------------------------------------------------------------------------------
    @cached_property
    def jam(self) -> lama.Jam:
        return queries.clock(self.permohonan)

    @property
    def kiriman(self) -> Sequence[lama.Saat]:
        """When it was sent; what was sent is read where it is compared."""
        return self.jam.kiriman

    @cached_property
    def pakta(self) -> Sequence[Any]:
        return queries.acceptances(self.permohonan)

    @property
    def verifikasi(self) -> Verifikasi | None:
        """The last answer of Admin."""
        return self.permohonan.verifikasi[-1] if self.permohonan.verifikasi else None

    @cached_property
    def lama(self) -> lama.Lama:
        case, jam = self.permohonan, self.jam
        turns = jam.buku if case.verified_at is not None else ()
        return lama.measure(case, jam.kiriman, self._now, holidays(), turns, case.tahap, jam.jawaban)

    # --- the head ----------------------------------------------------------------------------------------------
    @property
    def status(self) -> Any:
        return kata.status_of(self.permohonan)

    @property
    def ikon(self) -> str:
        return kata.JENIS_IKON[self.permohonan.instansi_jenis]

    @property
    def keterangan(self) -> str:
        """Kind of applicant, category and fields of government in one line."""
        case = self.permohonan
        parts = [kata.JENIS_PEMOHON[case.instansi_jenis], case.kategori, *case.urusan]
        return " · ".join(str(part) for part in parts if part)

    @property
    def giliran(self) -> Any:
        """Whose turn it is, for this reader."""
        if self.is_my_turn:
            return kata.ANDA
        turn = self.permohonan.giliran
        return (kata.GILIRAN if self.is_staf else kata.GILIRAN_PEMOHON)[turn]

    @property
    def is_closed(self) -> bool:
        return self.permohonan.giliran is Giliran.SELESAI

    @cached_property
    def janji(self) -> Janji | None:
        """The day until which something is due: in verification the city's answer, later what the chapter says."""
        if self.kartu is not None:
            return sambungan.janji_of(self.permohonan, self.user)
        if self.permohonan.status is not Status.MENUNGGU_VERIFIKASI or not self.kiriman:
            return None
        due = lanjutan.verification_due(to_wita(self.kiriman[-1].sent_at).date())
        left = working_days_between(self._now, due, holidays())
        if left:
            return Janji(due, _("sisa %(lama)s", lama=kata.working_days(left)))
        late = working_days_between(due, self._now, holidays())
        if late:
            return Janji(due, _("lewat %(lama)s", lama=kata.working_days(late)), "bahaya")
        return Janji(due, _("hari ini") if due == self._now else "", "giliran")

    def tahapan(self) -> list[dict[str, Any]]:
        """The five stages for the macro `ui.tahapan`."""
        stages = list(Tahap)
        here = TAHAP_OF[self.permohonan.status]
        reached = stages.index(here) if here else (1 if self.permohonan.verified_at else 0)
        return [self._stage(stage, stages.index(stage), here, reached) for stage in stages]

    def _stage(self, stage: Tahap, place: int, here: Tahap | None, reached: int) -> dict[str, Any]:
        state, note = "", _("belum")
        if place < reached:
            state = "lewat"
            done = self._done_at(stage)
            note = _("selesai %(tanggal)s", tanggal=tanggal(done, "pendek")) if done else _("selesai")
        elif stage is here:
            state = "kini"
            word = str(self.status)
            note = _("sejak %(tanggal)s", tanggal=tanggal(self.lama.sejak, "pendek"))
            note = note if word == str(kata.TAHAP[stage]) else word
        elif here is None and place == reached:
            note = _("berhenti %(tanggal)s", tanggal=tanggal(self.permohonan.closed_at, "pendek"))
        return {"nama": kata.TAHAP[stage], "ikon": kata.TAHAP_IKON[stage], "keadaan": state, "ket": note}

    def _done_at(self, stage: Tahap) -> datetime | None:
        """When a stage of the poster was over, as far as it was written down."""
        if stage is Tahap.PERSIAPAN:
            return self.permohonan.verified_at
        closed = [
            row.closed_at for row in self.permohonan.tahap if TAHAP_OF[Status(row.tahap.value)] is stage
        ]
        return closed[-1] if closed else None

    # --- what is asked and what changed ------------------------------------------------------------------------
    @property
    def permintaan(self) -> list[PermintaanPerbaikan]:
        """The corrections that the last verification asked for."""
        return list(self.verifikasi.permintaan) if self.verifikasi else []

    @cached_property
    def perubahan(self) -> list[Perubahan]:
        """What changed since Admin last looked: between the submission answered last and the newest one."""
        if self.verifikasi is None or self.permohonan.status is not Status.MENUNGGU_VERIFIKASI:
            return []
        by_round = {row.putaran: row for row in queries.submissions(self.permohonan)}
        before, after = by_round.get(self.verifikasi.putaran), by_round.get(self.permohonan.putaran)
        asked = {row.isian for row in self.permintaan}
        return [
            Perubahan(
                change.isian,
                kata.ISIAN[change.isian],
                beda.shorten(beda.compare(change.lama, change.baru)),
                change.isian in asked,
            )
            for change in queries.changes(before, after)
        ]

    # --- links -------------------------------------------------------------------------------------------------
    @property
    def url(self) -> str:
        return halaman.case_url(self.permohonan)

    def tabs(self, here: str) -> list[dict[str, Any]]:
        """The tabs that exist, for the macro `ui.tabs`."""
        kode = self.permohonan.kode
        history = url_for("PermohonanView.riwayat", kode=kode)
        found = sambungan.bab_of(self.permohonan, self.user)
        counts = sambungan.counts_of(self.permohonan, self.user, found)
        more = [
            {
                "label": bab.label,
                "url": url_for(bab.endpoint, kode=kode),
                "kini": here == bab.kode,
                "jumlah": counts.get(bab.kode),
            }
            for bab in found
        ]
        return [
            {"label": _("Ringkasan"), "url": self.url, "kini": here == "ringkasan"},
            *more,
            {"label": _("Riwayat"), "url": history, "kini": here == "riwayat"},
        ]

    @property
    def kembali(self) -> tuple[str, str]:
        """Back to the list one comes from."""
        label = _("Semua permohonan") if self.is_staf else _("Permohonan saya")
        return label, address("/permohonan")

    @property
    def tarik_url(self) -> str | None:
        """Where the applicant withdraws; None when that is not open to this person now."""
        if rules.why_not(self.user, self.permohonan, "tarik") is not None:
            return None
        return url_for("PeriksaView.tarik", kode=self.permohonan.kode)

    # --- the act -----------------------------------------------------------------------------------------------
    @cached_property
    def kartu(self) -> sambungan.Kartu | None:
        """The card of a later chapter, in the stages that are theirs."""
        return sambungan.kartu_of(self.permohonan, self.user, self.form)

    def petak(self, tempat: str) -> list[tuple[str, Any]]:
        """Sections of later chapters on Ringkasan."""
        return sambungan.petak_of(self.permohonan, self.user, tempat)

    @cached_property
    def tindakan(self) -> Tindakan:
        """The card that stands on top."""
        if self.kartu is not None:
            return Tindakan("kartu", self.kartu.judul, self.kartu.teks)
        return choose(self.permohonan, self)

    @property
    def halangan_kirim(self) -> list[dict[str, Any]]:
        """Why the applicant cannot send again yet; empty when it is open."""
        gaps = rules.hindrances(self.user, self.permohonan, rules.submit_step(self.permohonan))
        if Hat.PPKSD1 not in self.hats:
            return [{"teks": _("Permohonan dikirim oleh PPKSD-1."), "url": None}]
        return halaman.gap_links(self.permohonan, gaps)


def frame(permohonan: Permohonan, user: Pengguna, tab: str) -> dict[str, Any]:
    """What every tab but Ringkasan gives its template, which extends permohonan/_layar.html."""
    return {
        "perkara": Perkara(permohonan, user),
        "permohonan": permohonan,
        "kata": kata,
        "tab": tab,
        "ringkas": True,
    }
