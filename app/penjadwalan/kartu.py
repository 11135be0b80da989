"""What the page of a case shows of its schedule: the card while it is sought, and all that the tab Jadwal draws from.

Reads and words only: whether a step is open is asked of rules.py. The card of a signing that waits or is recorded:
ttd_kartu.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from flask import g, has_request_context, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.kit import settings
from app.kit.clock import add_working_days, to_wita, today, working_days_between
from app.penjadwalan import queries, rules
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    KeadaanUsulan,
    Metode,
    Penandatanganan,
    Pengusul,
    UsulanJadwal,
)
from app.penjadwalan.nomor import SETTINGS
from app.penjadwalan.queries import Tergeser
from app.penjadwalan.rules import Waktu
from app.permohonan import kata, sambungan
from app.permohonan import rules as perkara
from app.permohonan.alur import LANGKAH, PENJADWALAN, Hat, Status
from app.permohonan.models import Permohonan
from app.permohonan.perkara import Janji
from app.permohonan.sambungan import Bab, Kartu
from app.rujukan.models_rencana import JenisNaskah
from app.rujukan.queries import holidays

ANSWER_DAYS = "hari_jawab_jadwal"
TEMPLATE = "penjadwalan/_kartu_jadwal.html"

USULAN: dict[KeadaanUsulan, Any] = {
    KeadaanUsulan.TENTATIF: _l("Tentatif"),
    KeadaanUsulan.DIPILIH: _l("Dipilih"),
    KeadaanUsulan.LEWAT: _l("Tidak dipakai"),
}
KEADAAN: dict[KeadaanJadwal, Any] = {
    KeadaanJadwal.DIUSULKAN: _l("Menunggu jawaban Protokol"),
    KeadaanJadwal.DIREVISI: _l("Menunggu jawaban PPKSD"),
    KeadaanJadwal.TERJADWAL: _l("Pasti"),
    KeadaanJadwal.TERCATAT: _l("Tercatat, menunggu validasi"),
    KeadaanJadwal.SELESAI: _l("Selesai"),
    KeadaanJadwal.BATAL: _l("Dibatalkan"),
}
WAITS = _l("Menunggu penandatanganan")


def keadaan_of(ttd: Penandatanganan) -> Any:
    """Where a signing stands; desk to desk has no hour that could be certain."""
    if ttd.metode is Metode.DESK and ttd.keadaan is KeadaanJadwal.TERJADWAL:
        return WAITS
    return KEADAAN[ttd.keadaan]


PENGUSUL: dict[Pengusul, Any] = {Pengusul.PPKSD: _l("PPKSD"), Pengusul.PROTOKOL: _l("Protokol")}


def _check_days(value: int) -> Any:
    return None if 1 <= value <= 60 else _l("Isi bilangan antara %(low)s dan %(high)s.", low=1, high=60)


settings.declare(
    ANSWER_DAYS,
    3,
    _l("Lama jawaban Protokol atas usulan jadwal (hari kerja)"),
    _l("Disebut kepada PPKSD di samping usulannya."),
    _check_days,
    section=SETTINGS,
)


@dataclass
class Jadwal:
    """The schedule of one case as one reader has it; every row is read once."""

    permohonan: Permohonan
    user: Pengguna

    @cached_property
    def semua(self) -> list[Penandatanganan]:
        return queries.signings(self.permohonan)

    @property
    def ttd(self) -> Penandatanganan | None:
        """The signing that is under way."""
        return next((ttd for ttd in self.semua if ttd.keadaan in TERBUKA), None)

    @property
    def is_waiting(self) -> bool:
        """Whether a proposal waits for an answer."""
        return self.ttd is not None and self.ttd.keadaan in queries.WAITING

    @property
    def is_direvisi(self) -> bool:
        return self.ttd is not None and self.ttd.keadaan is KeadaanJadwal.DIREVISI

    @property
    def is_open(self) -> bool:
        """Whether the case has come to its schedule."""
        return self.permohonan.status in PENJADWALAN or bool(self.semua)

    @cached_property
    def hats(self) -> set[Hat]:
        return perkara.hats(self.user, self.permohonan)

    @property
    def is_ppksd(self) -> bool:
        return bool(self.hats & {Hat.PPKSD1, Hat.PPKSD2})

    @property
    def pilihan(self) -> list[tuple[JenisNaskah, ...]]:
        """The papers that can be proposed now; those of a proposal that waits stay together."""
        if self.ttd is not None:
            return [tuple(naskah.jenis for naskah in self.ttd.naskah)]
        return rules.choices(self.permohonan, queries.signed_papers(self.permohonan, self.semua))

    def why_not(self, step: str) -> Any:
        """None when this reader may take the step on the signing under way (or begin one) now; else a sentence."""
        sentence = perkara.why_not(self.user, self.permohonan, step)
        return sentence if sentence is not None or self.ttd is None else rules.why_not(self.ttd, step)

    def is_mine(self, step: str) -> bool:
        """Whether the step belongs to this reader's hat at all, open or not."""
        return bool(self.hats & set(LANGKAH[step].hats))

    def boleh(self, step: str) -> bool:
        if self.ttd is None and step not in ("usulkan_jadwal", "pilih_desk"):
            return False
        return self.why_not(step) is None

    @property
    def tentatif(self) -> list[UsulanJadwal]:
        """The times that wait for an answer."""
        rows = self.ttd.usulan if self.ttd else []
        return [row for row in rows if row.keadaan is KeadaanUsulan.TENTATIF]

    @cached_property
    def tergeser(self) -> dict[int, list[Tergeser]]:
        """For Protokol: whose tentative proposals each of these times would displace."""
        if not self.boleh("setujui_jadwal"):
            return {}
        return {row.id: queries.displaced(row, self.user) for row in self.tentatif}

    @cached_property
    def bentrok(self) -> set[int]:
        """Which of the waiting times are taken by now."""
        assert self.ttd is None or self.ttd.pejabat_id
        return {
            row.id
            for row in self.tentatif
            if queries.taken(
                Waktu(row.mulai_at, row.selesai_at, row.tempat, row.tempat_lain),
                self.ttd.pejabat_id,  # type: ignore[union-attr]
            )
        }

    @property
    def riwayat(self) -> list[tuple[Penandatanganan, list[tuple[int, list[UsulanJadwal]]]]]:
        """All signings, newest first, each with its rounds of proposals, newest first."""
        return [
            (
                ttd,
                [
                    (putaran, list(rows))
                    for putaran, rows in groupby(reversed(ttd.usulan), key=lambda row: row.putaran)
                ],
            )
            for ttd in self.semua
        ]

    @property
    def is_desk(self) -> bool:
        return self.ttd is not None and self.ttd.metode is Metode.DESK


def paper_names(jenis: Sequence[JenisNaskah]) -> str:
    """`Kesepakatan Bersama dan Perjanjian Kerja Sama`."""
    labels = [str(one.label) for one in jenis]
    if len(labels) == 2:
        return _("%(pertama)s dan %(kedua)s", pertama=labels[0], kedua=labels[1])
    return ", ".join(labels)


def names_of(ttd: Penandatanganan) -> str:
    return paper_names([naskah.jenis for naskah in ttd.naskah])


def jadwal_of(permohonan: Permohonan, user: Pengguna) -> Jadwal:
    """The same for the card and the tab of one page; forgotten with `forget` when something was undone."""
    if not has_request_context():
        return Jadwal(permohonan, user)
    found = g.get("_jadwal")
    if found is None or found.permohonan is not permohonan:
        found = g._jadwal = Jadwal(permohonan, user)
    return found


def forget() -> None:
    g.pop("_jadwal", None)


def card(permohonan: Permohonan, user: Pengguna, form: Any = None) -> Kartu | None:
    """Who must do what until the time is confirmed."""
    jadwal = jadwal_of(permohonan, user)
    is_mine, judul, teks = _words(jadwal)
    url = url_for("JadwalView.index", kode=permohonan.kode, _anchor="jadwal")
    return Kartu(judul, teks, is_mine=is_mine, templat=TEMPLATE, isi={"jadwal": jadwal, "url": url})


def _words(jadwal: Jadwal) -> tuple[bool, Any, Any]:
    """Whether it is this reader's turn, the title of the card and its sentence."""
    if jadwal.ttd is None:
        if jadwal.boleh("usulkan_jadwal"):
            return True, _("Pilih cara penandatanganan"), kata.LANJUT[Status.DISEPAKATI]
        return False, _("Menunggu usulan jadwal"), _("PPKSD memilih metode penandatanganan dan waktunya.")
    if jadwal.is_direvisi:
        if jadwal.boleh("terima_revisi"):
            text = _("Protokol mengusulkan waktu lain. Terima, atau usulkan jadwal lain.")
            return True, _("Jawab revisi jadwal"), text
        return False, _("Jadwal direvisi"), _("PPKSD menjawab waktu yang diusulkan Protokol.")
    if jadwal.boleh("setujui_jadwal"):
        text = _("Setujui salah satu waktu, usulkan waktu lain, atau alihkan ke desk to desk.")
        return True, _("Jawab usulan jadwal"), text
    return False, _("Jadwal diusulkan"), _("Protokol memeriksa waktu yang diusulkan PPKSD.")


def janji(permohonan: Permohonan, user: Pengguna) -> Janji | None:
    """Until when Protokol usually answers a proposal."""
    ttd = jadwal_of(permohonan, user).ttd
    if ttd is None or ttd.keadaan is not KeadaanJadwal.DIUSULKAN:
        return None
    due = add_working_days(to_wita(ttd.since_at).date(), settings.get(ANSWER_DAYS), holidays())
    left = working_days_between(today(), due, holidays())
    if left:
        return Janji(due, _("sisa %(lama)s", lama=kata.working_days(left)))
    late = working_days_between(due, today(), holidays())
    if late:
        return Janji(due, _("lewat %(lama)s", lama=kata.working_days(late)), "bahaya")
    return Janji(due, _("hari ini") if due == today() else "", "giliran")


def register() -> None:
    """Hang the card, the promise and the tab onto the page of a case."""
    sambungan.register_kartu((Status.DISEPAKATI, Status.PENJADWALAN), card)
    sambungan.register_janji((Status.PENJADWALAN,), janji)
    sambungan.register_bab(
        Bab(
            "jadwal",
            _l("Jadwal"),
            "JadwalView.index",
            30,
            lambda permohonan, user: permohonan.verified_at is not None,
        )
    )
