"""The act that stands on top of a case in discussion, and what Ringkasan shows of opinions, people and time.

Reads and words only: whether something is open is asked of rules.py, rows of queries.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g
from flask_babel import gettext as _

from app.akun.models import Pengguna
from app.kit.clock import today
from app.naskah import queries as naskah
from app.naskah.models import VersiNaskah
from app.naskah.sambungan import PendapatVersi, register_pendapat
from app.pembahasan import catatan, forms, kata, queries, rules
from app.pembahasan.models import MENYETUJUI, Pendapat, SuratPenawaran
from app.pembahasan.rules import Perolehan
from app.permohonan import kata as kata_perkara
from app.permohonan import rules as perkara
from app.permohonan.alur import PEMBAHASAN
from app.permohonan.models import Permohonan, TahapPerkara
from app.permohonan.perkara import Janji
from app.permohonan.sambungan import (
    Kartu,
    Nanti,
    Petak,
    register_janji,
    register_kartu,
    register_petak,
)
from app.rujukan.models_rencana import AturanSyarat, JenisHari, PihakPendapat, TahapBahas

SHOWN_VERSIONS = 3


@dataclass
class Meja:
    """One case in discussion as one reader has it before them; every row is read once for the whole page."""

    permohonan: Permohonan
    user: Pengguna
    tahap: TahapPerkara

    @cached_property
    def perolehan(self) -> Perolehan:
        return queries.tally_at(self.tahap, naskah.mark_of(self.dokumen))

    @cached_property
    def dokumen(self) -> list[naskah.Dokumen]:
        """The slots with their newest versions, one more than are shown."""
        queries.load_plan(self.tahap)
        return naskah.documents(self.tahap, SHOWN_VERSIONS + 1)

    @cached_property
    def pokok(self) -> VersiNaskah | None:
        """The newest version of the document that opinions are about."""
        return next((row.terbaru for row in self.dokumen if row.slot.is_pokok), None)

    @property
    def kurang(self) -> list[Any]:
        """Required documents that nobody has uploaded yet."""
        return [row.slot for row in self.dokumen if row.slot.is_wajib and row.terbaru is None]

    @cached_property
    def pihak(self) -> PihakPendapat | None:
        return rules.pihak_of(self.user, self.permohonan)

    @cached_property
    def halangan(self) -> Any:
        """Why this reader may not give an opinion now; None when they may."""
        return rules.why_not_opinion(self.user, self.permohonan, self.perolehan.mark)

    @cached_property
    def sendiri(self) -> Pendapat | None:
        """What this reader said last in this stage."""
        return next((row for row in self.perolehan.pendapat if row.pengguna_id == self.user.id), None)

    @property
    def is_usang(self) -> bool:
        return self.sendiri is not None and self.perolehan.is_stale(self.sendiri)

    @property
    def has_spoken(self) -> bool:
        """Whether this reader's opinion on the newest version stands."""
        return self.sendiri is not None and not self.is_usang

    @property
    def tetap(self) -> Pendapat | None:
        """The stale agreement that one press gives to the newest version too."""
        row = self.sendiri
        agreed = row is not None and self.is_usang and row.sikap in MENYETUJUI
        return row if agreed and self.halangan is None else None

    @cached_property
    def is_asked(self) -> bool:
        """Whether the stage waits for this very reader's opinion."""
        row = self.perolehan.of(self.pihak) if self.pihak is not None else None
        if self.halangan is not None or self.has_spoken or self.perolehan.is_tertahan:
            return False
        if row is None or row.is_terpenuhi:
            return False
        if self.pihak is not PihakPendapat.TKKSD and row.syarat.aturan is AturanSyarat.SEKURANGNYA:
            return True
        assigned = queries.assigned(self.permohonan)[row.pihak]
        holds = row.syarat.jabatan_id is not None and row.syarat.jabatan_id == self.user.jabatan_tim_id
        return not assigned or holds or self.user in assigned

    @cached_property
    def surat(self) -> SuratPenawaran | None:
        return queries.letter_of(self.permohonan)

    @property
    def tenggat(self) -> queries.Tenggat | None:
        """The day of the answer; only a plan with a term asks for the letter."""
        return queries.deadline_of(self.tahap, self.surat) if self.has_tenggat else None

    @property
    def has_tenggat(self) -> bool:
        return self.tahap.rencana_tahap.tenggat_hari is not None

    @cached_property
    def butir(self) -> list[queries.Butir]:
        return queries.to_do(self.perolehan)

    @property
    def is_against_city(self) -> bool:
        """Whether the city must answer what the contacts found wanting in its counter-draft."""
        return rules.is_held_against_city(self.perolehan, self.pokok)

    def may(self, step: str) -> bool:
        return perkara.why_not(self.user, self.permohonan, step) is None


def meja_of(permohonan: Permohonan, user: Pengguna) -> Meja | None:
    """The open stage before this reader; None outside the three stages. One for a request."""
    tahap = perkara.open_stage(permohonan)
    if tahap is None:
        return None
    kept: dict[Any, Meja] = g.setdefault("meja_pembahasan", {})
    return kept.setdefault((tahap.id, user.id), Meja(permohonan, user, tahap))


# --- the card ------------------------------------------------------------------------------------------------------
def make_kartu(permohonan: Permohonan, user: Pengguna, form: Any = None) -> Kartu | None:
    """The card of a case in discussion. `form`: the one that came back with errors."""
    meja = meja_of(permohonan, user)
    if meja is None:
        return None
    judul, teks, is_mine = _words(meja)
    return Kartu(judul, teks, is_mine, "pembahasan/_kartu.html", Nanti(lambda: _contents(meja, form)))


def _words(meja: Meja) -> tuple[Any, Any, bool]:
    """Title, sentence, and whether something waits for this reader."""
    if meja.pihak is PihakPendapat.PPKSD:
        return _words_ppksd(meja)
    if meja.is_against_city and meja.pihak is not None:
        title = _("PPKSD keberatan atas usulan perubahan kota")
        text = _("Bicarakan pada tab Pembahasan, atau unggah usulan perubahan yang baru pada tab Dokumen.")
        return title, text, meja.pihak is PihakPendapat.ADMIN
    if meja.halangan is None:
        return _words_opinion(meja)
    if meja.pihak is None and perkara.is_interested(meja.user, meja.permohonan):
        return kata_perkara.status_of(meja.permohonan), meja.halangan, False
    if meja.pokok is None or meja.perolehan.mark is None:
        return _("Menunggu dokumen dari pemohon"), _missing_text(meja), False
    return _("Menunggu pendapat atas Versi %(n)s", n=meja.pokok.nomor), _count_text(meja), False


def _words_ppksd(meja: Meja) -> tuple[Any, Any, bool]:
    if meja.pokok is None or meja.perolehan.mark is None:
        is_mine = meja.may("unggah")
        return (
            _("Unggah dokumen tahap %(tahap)s", tahap=meja.tahap.rencana_tahap),
            _missing_text(meja),
            is_mine,
        )
    if meja.is_against_city and meja.has_spoken:
        title = _("Menunggu jawaban kota atas keberatan PPKSD")
        return title, _("Anda juga dapat mengunggah versi baru pada tab Dokumen."), False
    if meja.perolehan.is_tertahan and not meja.is_against_city:
        text = _("Jawab catatannya, perbaiki naskahnya, lalu unggah versi baru pada tab Dokumen.")
        return _("Perbaiki Versi %(n)s, lalu unggah versi baru", n=meja.pokok.nomor), text, meja.may("unggah")
    if meja.halangan is None:
        return _words_opinion(meja)
    return _("Menunggu pendapat atas Versi %(n)s", n=meja.pokok.nomor), _count_text(meja), False


def _words_opinion(meja: Meja) -> tuple[Any, Any, bool]:
    assert meja.pokok is not None
    nomor = meja.pokok.nomor
    if meja.has_spoken and meja.sendiri is not None:
        title = _("Pendapat Anda atas Versi %(n)s: %(sikap)s", n=nomor, sikap=kata.SIKAP[meja.sendiri.sikap])
        return title, _("Dapat diubah sampai tahap ini ditutup."), False
    title = _("Beri pendapat atas Versi %(n)s", n=nomor)
    if meja.perolehan.is_tertahan:
        return title, _("Versi ini menunggu perbaikan pemohon; pendapat Anda tetap dapat diberikan."), False
    if meja.is_asked:
        pihak = meja.pihak.label if meja.pihak is not None else ""
        return title, _("Anda diminta sebagai %(pihak)s (pendapat wajib).", pihak=pihak), True
    return title, _("Pendapat Anda tidak wajib, tetapi tetap dibaca."), False


def _missing_text(meja: Meja) -> str:
    return _("Belum ada: %(dokumen)s.", dokumen=", ".join(str(slot) for slot in meja.kurang))


def _count_text(meja: Meja) -> str:
    tally = meja.perolehan
    return _("%(dapat)s dari %(perlu)s pendapat wajib sudah diberikan.", dapat=tally.dapat, perlu=tally.perlu)


def _contents(meja: Meja, form: Any) -> Mapping[str, Any]:
    """What the template of the card draws from."""
    drawn = _forms(meja, form)
    shown = [*drawn["tanggapan"].values(), *drawn.values()]
    is_lost = form is not None and not any(one is form for one in shown)
    return {
        "meja": meja,
        "kata": kata,
        "galat": form if form is not None and form.errors else None,
        "tak_tersimpan": typed_in(form) if is_lost else "",
        "surat_baru": meja.surat is None and meja.pihak is PihakPendapat.PPKSD,
        "is_admin": meja.pihak is PihakPendapat.ADMIN,
        "tugaskan": meja.may("tugaskan"),
        "has_nobody": not any(row.ended_at is None for row in meja.permohonan.penugasan),
        **drawn,
    }


def typed_in(form: Any) -> str:
    """The text that a person typed into a form that is not open any more."""
    return next((form[name].data or "" for name in ("alasan", "tanggapan", "nomor") if name in form), "")


def _forms(meja: Meja, form: Any) -> dict[str, Any]:
    """The forms that are open to this reader now; the one that came back as it was filled in."""
    can_send_back = meja.perolehan.mark is not None and meja.may("kembalikan")
    stop = _own(form, forms.HentikanForm) or forms.HentikanForm(None, prefix="henti")
    return {
        "pendapat": _pendapat_form(meja, form) if meja.halangan is None else None,
        "kembalikan": _kembalikan_form(meja, form) if can_send_back else None,
        "hentikan": stop if meja.may("hentikan") else None,
        "tanggapan": _tanggapan_forms(meja, form) if meja.may("tanggapi") else {},
        "surat": _surat_form(meja, form),
    }


def _own(form: Any, kind: type) -> Any:
    """The form that came back, when it is of this kind."""
    return form if isinstance(form, kind) else None


def _pendapat_form(meja: Meja, form: Any) -> forms.PendapatForm:
    """The form of one's opinion; what was typed about an older version stays, the form then speaks of the newest."""
    found = _own(form, forms.PendapatForm)
    if found is None:
        row = meja.sendiri if meja.has_spoken else None
        given = {"sikap": row.sikap.value, "alasan": row.alasan} if row is not None else {}
        found = forms.PendapatForm(None, data=given)
    found.versi.data, found.terakhir.data = _seen(meja)
    return found


def _seen(meja: Meja) -> tuple[str, str]:
    return str(meja.pokok.id if meja.pokok else ""), str(meja.perolehan.mark or "")


def _kembalikan_form(meja: Meja, form: Any) -> forms.KembalikanForm:
    found = _own(form, forms.KembalikanForm) or forms.KembalikanForm(None, prefix="kembali")
    found.terakhir.data = str(meja.perolehan.mark or "")
    return found


def _tanggapan_forms(meja: Meja, form: Any) -> dict[int, forms.TanggapanForm]:
    """One form for each note, by the id of its opinion."""
    found = {}
    for butir in meja.butir:
        if butir.pendapat is None:
            continue
        found[butir.pendapat.id] = catatan.form_of(butir.pendapat, form)
    return found


def _surat_form(meja: Meja, form: Any) -> forms.SuratForm | None:
    """The letter's form, for those who may record it: PPKSD until it was received, Admin always."""
    if meja.pihak not in (PihakPendapat.PPKSD, PihakPendapat.ADMIN) or not meja.may("catat_surat"):
        return None
    row = meja.surat
    is_admin = meja.pihak is PihakPendapat.ADMIN
    if row is not None and row.diterima_on is not None and not is_admin:
        return None
    found = _own(form, forms.SuratForm)
    if found is None:
        data: dict[str, Any] = {"nomor": row.nomor, "tanggal": row.tanggal} if row is not None else {}
        received = row.diterima_on if row is not None else None
        data["diterima_on"] = received or (queries.proposed_receipt(meja.permohonan) if is_admin else None)
        found = forms.SuratForm(None, data=data)
    if not is_admin:
        del found.diterima_on
    return found


# --- the day of the answer -----------------------------------------------------------------------------------------
def make_janji(permohonan: Permohonan, user: Pengguna) -> Janji | None:
    """The day until which the open stage is answered, for both sides alike."""
    meja = meja_of(permohonan, user)
    tenggat = meja.tenggat if meja is not None else None
    if tenggat is None:
        return None
    left, late = tenggat.left(today()), tenggat.late(today())
    sisa, nada = _("hari ini"), "giliran"
    if left:
        sisa, nada = _("sisa %(lama)s", lama=days_word(left, tenggat.jenis)), ""
    elif late:
        sisa, nada = _("lewat %(lama)s", lama=days_word(late, tenggat.jenis)), "bahaya"
    return Janji(tenggat.until_on, sisa, nada, _("Dijawab paling lambat"))


def days_word(count: int, jenis: JenisHari) -> str:
    """`12 hari` or `12 hari kerja`."""
    if jenis is JenisHari.KERJA:
        return kata_perkara.working_days(count)
    return _("1 hari") if count == 1 else _("%(n)s hari", n=count)


# --- sections of Ringkasan -----------------------------------------------------------------------------------------
def perolehan_petak(permohonan: Permohonan, user: Pengguna) -> Mapping[str, Any] | None:
    """The newest versions of the main document with the tally; nothing before the first one."""
    meja = meja_of(permohonan, user)
    if meja is None or meja.pokok is None:
        return None
    pokok = next(row for row in meja.dokumen if row.slot.is_pokok)
    by_version: dict[int, list[Pendapat]] = {}
    for row in meja.perolehan.pendapat:
        by_version.setdefault(row.versi_id, []).append(row)
    return {
        "meja": meja,
        "kata": kata,
        "slot": pokok.slot,
        "versi": pokok.versi[:SHOWN_VERSIONS],
        "lebih": len(pokok.versi) > SHOWN_VERSIONS,
        "pendapat": by_version,
    }


def orang_petak(permohonan: Permohonan, user: Pengguna) -> Mapping[str, Any] | None:
    """Who works on the case, on both sides."""
    if permohonan.verified_at is None:
        return None
    return {
        "pemohon": [row for row in permohonan.petugas if row.nama],
        "anggota": [row.pengguna for row in permohonan.penugasan if row.ended_at is None],
        "pengampu": [row.opd for row in permohonan.pengampu],
        "tugaskan": perkara.why_not(user, permohonan, "tugaskan") is None,
    }


def waktu_petak(permohonan: Permohonan, user: Pengguna) -> Mapping[str, Any] | None:
    """The letter of offer on record, and how far the term of the answer has run."""
    meja = meja_of(permohonan, user)
    surat = meja.surat if meja is not None else queries.letter_of(permohonan)
    tahap = meja.tahap if meja is not None else None
    tenggat = meja.tenggat if meja is not None else None
    waits = tahap is not None and tahap.tahap is TahapBahas.PENAWARAN and tahap.rencana_tahap.tenggat_hari
    if surat is None and tenggat is None and not waits:
        return None
    return {
        "surat": surat,
        "tenggat": tenggat,
        "tahap": tahap,
        "berjalan": days_word(tenggat.passed(today()), tenggat.jenis) if tenggat else "",
        "seluruhnya": days_word(tenggat.hari, tenggat.jenis) if tenggat else "",
    }


def opinions_of_versions(permohonan: Permohonan, user: Pengguna) -> Mapping[int, Sequence[PendapatVersi]]:
    """The last word of each person on each version, for the tab Dokumen; stale once something newer was to be read."""
    marks = naskah.newest_required(permohonan)
    found: dict[int, dict[int, PendapatVersi]] = {}
    for row in queries.opinions_of_case(permohonan):
        siapa = _("Anda") if row.pengguna_id == user.id else row.pengguna.nama
        is_stale = row.digantikan_at is not None or rules.is_stale(row, marks.get(row.tahap_id))
        found.setdefault(row.versi_id, {})[row.pengguna_id] = PendapatVersi(
            siapa, kata.SIKAP[row.sikap], is_stale
        )
    return {versi_id: list(rows.values()) for versi_id, rows in found.items()}


def register() -> None:
    """Hang the parts of this package onto the page of a case."""
    register_kartu(PEMBAHASAN, make_kartu)
    register_pendapat(opinions_of_versions)
    register_janji(PEMBAHASAN, make_janji)
    catatan.register()
    register_petak(Petak("pembahasan/_perolehan.html", "atas", 10, perolehan_petak))
    register_petak(Petak("pembahasan/_orang.html", "sisi", 10, orang_petak))
    register_petak(Petak("pembahasan/_waktu.html", "sisi", 20, waktu_petak))
