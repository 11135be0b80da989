"""The tab Dokumen as one reader has it: the open stage, those to come, those that are over, each with its slots.

Reads and words only; whether an upload is open is asked of rules.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from app.akun.models import Pengguna
from app.kit.formats import tanggal
from app.kit.storage import KINDS
from app.naskah import queries, rules, sambungan
from app.naskah.forms import UnggahForm
from app.naskah.models import VersiNaskah
from app.naskah.queries import Dokumen
from app.permohonan.models import HasilTahap, Permohonan, TahapPerkara
from app.rujukan.models_rencana import RencanaTahap

PREVIEWED = ("pdf", "png", "jpg")  # what browsers draw by themselves, without running anything of ours
ALWAYS_OPEN = 5  # so many older versions stand open where there is room for them
DIBAHAS, DIGANTIKAN = "Sedang dibahas", "Digantikan"


@dataclass
class Petak:
    """One slot: its versions, and the form or the sentence why there is none."""

    dokumen: Dokumen
    alasan: Any = None  # why nothing can be put here now
    form: UnggahForm | None = None

    @property
    def slot(self) -> Any:
        return self.dokumen.slot

    @property
    def nomor_baru(self) -> int:
        """The number that the next version gets."""
        return self.dokumen.terbaru.nomor + 1 if self.dokumen.terbaru else 1

    @property
    def is_terbuka(self) -> bool:
        """Whether the form stands open: something required is missing, or it came back with errors."""
        has_errors = self.form is not None and bool(self.form.errors)
        return has_errors or (self.slot.is_wajib and self.dokumen.terbaru is None)


@dataclass
class Lembar:
    """One stage of the plan on the page."""

    plan: RencanaTahap
    tahap: TahapPerkara | None  # None: not begun
    petak: list[Petak] = field(default_factory=list)
    sebelumnya: Any = None  # the stage that must be agreed first

    @property
    def kode(self) -> str:
        return self.plan.tahap.value

    @property
    def is_open(self) -> bool:
        return self.tahap is not None and self.tahap.closed_at is None

    @property
    def alasan_bersama(self) -> Any:
        """One sentence why nothing can be put into this open stage, when it is the same for every slot."""
        found = {str(row.alasan) for row in self.petak if row.alasan is not None}
        is_same = self.is_open and len(found) == 1 and all(row.alasan is not None for row in self.petak)
        return self.petak[0].alasan if is_same else None

    @property
    def kabar(self) -> str:
        """What stands in place of documents: when the stage opens, or that it was passed over."""
        if self.tahap is None:
            return _("Belum ada. Unggahan terbuka setelah %(tahap)s disepakati.", tahap=self.sebelumnya)
        if self.tahap.hasil is HasilTahap.DILEWATI:
            return _("Tahap ini dilewati, karena memakai kerja sama yang sudah berlaku.")
        return ""

    def state_of(self, dokumen: Dokumen, versi: VersiNaskah) -> tuple[Any, str | None]:
        """The word for a version, and the text of its badge where that says more."""
        if versi is not dokumen.terbaru:
            return DIGANTIKAN, None
        if self.is_open:
            return DIBAHAS, None
        assert self.tahap is not None and self.tahap.closed_at is not None  # it has versions and is not open
        return "", _("Terkunci sejak %(tanggal)s", tanggal=tanggal(self.tahap.closed_at))


@dataclass
class Halaman:
    """The whole tab; every row is read once."""

    permohonan: Permohonan
    user: Pengguna
    form: UnggahForm | None = None  # that came back with errors
    slot_kode: str = ""  # where it belongs

    @cached_property
    def versi(self) -> Sequence[VersiNaskah]:
        return queries.history(self.permohonan)

    @cached_property
    def pendapat(self) -> Mapping[int, Sequence[sambungan.PendapatVersi]]:
        return sambungan.opinions_of(self.permohonan, self.user)

    @cached_property
    def lembar(self) -> list[Lembar]:
        """The open stage first, then those to come in their order, then those that are over, the last one first."""
        found: list[Lembar] = []
        before = None
        for stage in queries.stages_of(self.permohonan):
            found.append(self._sheet(stage, before))
            before = stage
        running = [row for row in found if row.is_open]
        later = [row for row in found if row.tahap is None] if running else []
        over = [row for row in found if row.tahap is not None and not row.is_open]
        return [*running, *later, *reversed(over)]

    def _sheet(self, stage: RencanaTahap, before: RencanaTahap | None) -> Lembar:
        tahap = rules.stage_of(self.permohonan, stage)
        sheet = Lembar(stage, tahap, sebelumnya=before)
        if tahap is not None:
            sheet.petak = [self._slot(row, sheet.is_open) for row in queries.group(tahap, self.versi)]
        return sheet

    def _slot(self, dokumen: Dokumen, is_open: bool) -> Petak:
        if not is_open:
            return Petak(dokumen)
        sentence = rules.why_not_upload(self.user, self.permohonan, dokumen.slot)
        if sentence is not None:
            return Petak(dokumen, sentence)
        is_mine = self.form is not None and self.slot_kode == dokumen.slot.kode
        form = self.form if is_mine and self.form is not None else UnggahForm(formdata=None)
        return Petak(dokumen, form=form.prepare(dokumen))


def has_preview(versi: VersiNaskah) -> bool:
    """Whether a browser can show it without running anything."""
    return versi.berkas.jenis in PREVIEWED


def kind_word(versi: VersiNaskah) -> str:
    """`DOCX`: what the file is, whatever it was called."""
    return versi.berkas.jenis.upper() if versi.berkas.jenis in KINDS else ""
