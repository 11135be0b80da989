"""Who may give an opinion in which hat, and whether the opinions on the newest version let a stage close.

Reads what it is given and asks no database; neither Flask nor FAB is known here. Operations and pages ask the same
functions.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.naskah.models import VersiNaskah
from app.pembahasan.models import MENYETUJUI, Pendapat, Pengembalian, Sikap
from app.permohonan import rules as perkara
from app.permohonan.alur import PARA_ANGGOTA, PARA_PPKSD, Hak, Hat, Status
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import AturanSyarat, PihakPendapat, RencanaSyarat, RencanaTahap

MENAHAN = (Sikap.PERLU_PERBAIKAN, Sikap.TIDAK_SETUJU)
BERCATATAN = (Sikap.SETUJU_CATATAN, *MENAHAN)  # each is something that the applicant must answer

BELUM_LENGKAP = _l("Dokumen wajib tahap ini belum lengkap.")
BUKAN_GILIRAN_PPKSD = _l("Pada tahap Penawaran, PPKSD tidak memberi pendapat.")


# --- in which hat -------------------------------------------------------------------------------------------------
def pihak_of(user: Pengguna, permohonan: Permohonan) -> PihakPendapat | None:
    """The one hat in which a person speaks about the papers of a case; None for everybody else.

    A contact of the case speaks only as PPKSD, and PPKSD-2 only with the right to agree. Nobody of the applying
    institution speaks for the city. Who is Admin and member of the team speaks as Admin.
    """
    mine = perkara.hats(user, permohonan)
    if mine & set(PARA_PPKSD):
        has_right = perkara.why_not_by_right(user, permohonan, Hak.TANDA_TANGAN) is None
        return PihakPendapat.PPKSD if has_right else None
    if perkara.is_interested(user, permohonan):
        return None
    if Hat.ADMIN in mine:
        return PihakPendapat.ADMIN
    return PihakPendapat.TKKSD if mine & set(PARA_ANGGOTA) else None


def opinion_step(pihak: PihakPendapat) -> str:
    """The step of alur.LANGKAH by which this hat gives an opinion."""
    return "setujui_naskah" if pihak is PihakPendapat.PPKSD else "beri_pendapat"


def why_not_opinion(user: Pengguna, permohonan: Permohonan, mark: int | None) -> Any:
    """None when this person may give an opinion on the newest version now; else a sentence why not.

    `mark`: the newest required version of the open stage, None while a required document is missing.
    """
    pihak = pihak_of(user, permohonan)
    if pihak is None and perkara.hats(user, permohonan) & set(PARA_PPKSD):
        return perkara.why_not(user, permohonan, "setujui_naskah") or perkara.NOT_YOURS
    if pihak is None:
        return perkara.why_not(user, permohonan, "beri_pendapat") or perkara.NOT_YOURS
    if pihak is PihakPendapat.PPKSD and permohonan.status is Status.PENAWARAN:
        return BUKAN_GILIRAN_PPKSD
    sentence = perkara.why_not(user, permohonan, opinion_step(pihak))
    if sentence is not None:
        return sentence
    if perkara.open_stage(permohonan) is None:
        return perkara.NOT_NOW
    return BELUM_LENGKAP if mark is None else None


def assigned_by_pihak(permohonan: Permohonan) -> dict[PihakPendapat, list[Pengguna]]:
    """Whom "all assigned" means: the two PPKSD, and those whom Admin put on the case, each in the hat they have now."""
    found: dict[PihakPendapat, list[Pengguna]] = {pihak: [] for pihak in PihakPendapat}
    people = [row.pengguna for row in permohonan.penugasan if row.ended_at is None]
    people += [row.pengguna for row in permohonan.petugas if row.pengguna is not None]
    for person in people:
        pihak = pihak_of(person, permohonan)
        if pihak is not None and person not in found[pihak]:
            found[pihak].append(person)
    return found


# --- the rule by which a stage closes -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Suara:
    """One line of the tally: who, what they said last, and whether that still counts."""

    pengguna: Pengguna
    pendapat: Pendapat | None = None
    is_usang: bool = False

    @property
    def is_berlaku(self) -> bool:
        return self.pendapat is not None and not self.is_usang

    @property
    def is_setuju(self) -> bool:
        return self.is_berlaku and self.pendapat is not None and self.pendapat.sikap in MENYETUJUI


@dataclass(frozen=True)
class PerolehanSyarat:
    """How far one requirement is: so many of `perlu` agree; `kurang` says what is missing (None: met)."""

    syarat: RencanaSyarat
    perlu: int
    dapat: int
    suara: tuple[Suara, ...]
    kurang: Any = None

    @property
    def pihak(self) -> PihakPendapat:
        return self.syarat.pihak

    @property
    def is_terpenuhi(self) -> bool:
        return self.kurang is None

    @property
    def tanpa_nama(self) -> int:
        """How many agreements are still missing of whom it is not said whose they are."""
        waiting = sum(not suara.is_setuju for suara in self.suara)
        return max(0, self.perlu - self.dapat - waiting)


@dataclass(frozen=True)
class Perolehan:
    """The tally of a stage on its newest version: requirement by requirement, and what holds the stage."""

    mark: int | None
    syarat: tuple[PerolehanSyarat, ...]
    penahan: tuple[Pendapat, ...] = ()
    dikembalikan: Pengembalian | None = None
    pendapat: tuple[Pendapat, ...] = field(default=(), repr=False)  # the last of each person, stale ones too
    lain: tuple[Suara, ...] = ()  # voices that no requirement asks for

    @property
    def dapat(self) -> int:
        return sum(row.dapat for row in self.syarat)

    @property
    def perlu(self) -> int:
        return sum(row.perlu for row in self.syarat)

    @property
    def is_tertahan(self) -> bool:
        """Whether something on the newest version waits for a new one."""
        return bool(self.penahan) or self.dikembalikan is not None

    @property
    def is_terpenuhi(self) -> bool:
        """Whether the stage closes now."""
        is_met = all(row.is_terpenuhi for row in self.syarat)
        return self.mark is not None and bool(self.syarat) and is_met and not self.is_tertahan

    def of(self, pihak: PihakPendapat) -> PerolehanSyarat | None:
        """The requirement of this hat; None when the plan asks nothing of it."""
        return next((row for row in self.syarat if row.pihak is pihak), None)

    def is_stale(self, pendapat: Pendapat) -> bool:
        return is_stale(pendapat, self.mark)


def is_stale(pendapat: Pendapat, mark: int | None) -> bool:
    """An opinion is stale when a required document has a version that its giver had not seen."""
    return mark is None or pendapat.terakhir_id < mark


def is_held_against_city(perolehan: Perolehan, pokok: VersiNaskah | None) -> bool:
    """Only contacts object, and to what the city drafted: then the city answers them.

    `pokok`: the newest version of the main document.
    """
    if pokok is None or not pokok.is_tandingan or perolehan.dikembalikan is not None:
        return False
    return bool(perolehan.penahan) and all(row.pihak is PihakPendapat.PPKSD for row in perolehan.penahan)


def requirements(
    tahap: RencanaTahap,
    opinions: Collection[Pendapat],
    mark: int | None,
    assigned: dict[PihakPendapat, list[Pengguna]],
    dikembalikan: Pengembalian | None = None,
    penanda: int | None = None,
) -> Perolehan:
    """Count the opinions of a stage against its plan.

    `opinions`: the last of each person; `mark`: see naskah.queries.required_mark; `assigned`: see assigned_by_pihak;
    `dikembalikan`: the last return by Admin, which holds the stage as long as it concerns the newest version;
    `penanda`: how many PPKSD have the right to agree; more than these are never asked for.
    """
    rows = tuple(opinions)
    asked = {syarat.pihak for syarat in tahap.syarat}
    fresh = [row for row in rows if not is_stale(row, mark)]
    holds = dikembalikan is not None and mark is not None and dikembalikan.terakhir_id >= mark
    return Perolehan(
        mark=mark,
        syarat=tuple(
            _count(syarat, rows, mark, assigned[syarat.pihak], _most(syarat, penanda))
            for syarat in _in_order(tahap)
        ),
        penahan=tuple(row for row in fresh if row.sikap in MENAHAN),
        dikembalikan=dikembalikan if holds else None,
        pendapat=rows,
        lain=tuple(Suara(row.pengguna, row, is_stale(row, mark)) for row in rows if row.pihak not in asked),
    )


def _in_order(tahap: RencanaTahap) -> Sequence[RencanaSyarat]:
    places = list(PihakPendapat)
    return sorted(tahap.syarat, key=lambda syarat: places.index(syarat.pihak))


def _most(syarat: RencanaSyarat, penanda: int | None) -> int:
    """How many agreements there can be at all: a stage must never wait for one that nobody may give."""
    if syarat.pihak is not PihakPendapat.PPKSD or penanda is None:
        return syarat.jumlah
    return min(syarat.jumlah, max(penanda, 1))


def _count(
    syarat: RencanaSyarat,
    rows: Sequence[Pendapat],
    mark: int | None,
    assigned: Sequence[Pengguna],
    most: int,
) -> PerolehanSyarat:
    mine = [row for row in rows if row.pihak is syarat.pihak]
    agreeing = [row for row in mine if row.sikap in MENYETUJUI and not is_stale(row, mark)]
    has_position = syarat.jabatan_id is None or any(
        row.jabatan_tim_id == syarat.jabatan_id for row in agreeing
    )
    is_all = syarat.aturan is AturanSyarat.SEMUA
    if is_all and assigned:
        perlu, dapat = _count_all(syarat, agreeing, assigned, has_position)
    else:
        perlu = 1 if is_all else most
        dapat = min(len(agreeing), perlu)
        if is_all and syarat.pihak is PihakPendapat.TKKSD:
            dapat = 0  # nobody is assigned yet: whoever agrees unasked does not stand for all
        elif not has_position:
            dapat = min(dapat, perlu - 1)  # one place is kept for the position
    kurang = None if dapat >= perlu else _missing(syarat, perlu - dapat, has_position, bool(assigned))
    return PerolehanSyarat(syarat, perlu, dapat, _voices(mine, mark, assigned if is_all else ()), kurang)


def _count_all(
    syarat: RencanaSyarat,
    agreeing: Sequence[Pendapat],
    assigned: Sequence[Pengguna],
    has_position: bool,
) -> tuple[int, int]:
    """(needed, given): one place for each assigned, and one for the position when none of them holds it."""
    agreed = {row.pengguna_id for row in agreeing}
    given = sum(person.id in agreed for person in assigned)
    among = any(person.jabatan_tim_id == syarat.jabatan_id for person in assigned)
    if syarat.jabatan_id is None or (among and has_position):
        return len(assigned), given
    if among:  # the one who holds it has not agreed in that position yet
        return len(assigned), min(given, len(assigned) - 1)
    return len(assigned) + 1, given + has_position


def _voices(mine: Sequence[Pendapat], mark: int | None, assigned: Sequence[Pengguna]) -> tuple[Suara, ...]:
    """Who of this hat spoke or must speak: valid opinions first, then stale ones, then those who are still silent."""
    spoken = {row.pengguna_id for row in mine}
    voices = [Suara(row.pengguna, row, is_stale(row, mark)) for row in mine]
    voices.sort(key=lambda suara: suara.is_usang)
    return (*voices, *(Suara(person) for person in assigned if person.id not in spoken))


def _missing(syarat: RencanaSyarat, left: int, has_position: bool, is_assigned: bool) -> Any:
    pihak = syarat.pihak.label
    if syarat.aturan is AturanSyarat.SEMUA and syarat.pihak is PihakPendapat.TKKSD and not is_assigned:
        return _l("Belum ada anggota TKKSD yang ditugaskan; Admin perlu menugaskannya.")
    if not has_position:
        return _l(
            "Perlu %(n)s persetujuan %(pihak)s lagi, di antaranya %(jabatan)s.",
            n=left,
            pihak=pihak,
            jabatan=syarat.jabatan,
        )
    return _l("Perlu %(n)s persetujuan %(pihak)s lagi.", n=left, pihak=pihak)
