"""What a plan of stages says, as plain values: a fingerprint of it, and in what two of them differ. Nothing is written.

The journal keeps the differences as JSON; pages read them again in words.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from app.rujukan.models_rencana import (
    AturanSyarat,
    JenisHari,
    JenisNaskah,
    PihakPendapat,
    RencanaAlur,
    RencanaSyarat,
    RencanaTahap,
    TahapBahas,
)

Isi = dict[str, Any]
TRAITS = ("nama", "petunjuk", "bentuk", "wajib", "pokok")
IMAGES = ("jpg", "png")


@dataclass(frozen=True)
class Beda:
    """One difference: in which stage, in what (tahap, naskah, tenggat, dokumen, urutan, syarat), of which thing."""

    tahap: str
    hal: str
    nama: str = ""
    sifat: str = ""
    lama: Any = None
    baru: Any = None

    def as_json(self) -> Isi:
        return asdict(self)


# --- what it says ------------------------------------------------------------------------------
def content(rencana: RencanaAlur | None) -> dict[str, Isi]:
    """A plan as JSON values, stage by stage; an empty one for none."""
    return {} if rencana is None else {stage.tahap.value: stage_content(stage) for stage in rencana.tahap}


def stage_content(stage: RencanaTahap) -> Isi:
    """One stage as JSON values."""
    return {
        "naskah": stage.naskah.value if stage.naskah else None,
        "tenggat": [stage.tenggat_hari, stage.tenggat_jenis.value] if stage.tenggat_hari else None,
        "dokumen": {
            slot.kode: {
                "nama": slot.nama,
                "petunjuk": slot.petunjuk,
                "bentuk": sorted(slot.bentuk),
                "wajib": slot.is_wajib,
                "pokok": slot.is_pokok,
            }
            for slot in stage.slot
        },
        "syarat": {
            row.pihak.value: _syarat_content(row) for row in sorted(stage.syarat, key=lambda r: r.pihak)
        },
    }


def _syarat_content(row: RencanaSyarat) -> Isi:
    return {
        "aturan": row.aturan.value,
        "jumlah": row.jumlah if row.aturan is AturanSyarat.SEKURANGNYA else None,
        "jabatan": row.jabatan.nama if row.jabatan else None,
    }


def fingerprint(said: Isi) -> str:
    """A short word for a content; another word later means that somebody changed it."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


# --- in what two differ ------------------------------------------------------------------------
def differences(old: dict[str, Isi], new: dict[str, Isi]) -> list[Beda]:
    """Everything that `new` says otherwise than `old`, in the order of the stages."""
    return [beda for tahap in TahapBahas for beda in _stage(tahap.value, old.get(tahap), new.get(tahap))]


def _stage(tahap: str, old: Isi | None, new: Isi | None) -> Iterator[Beda]:
    if old is None or new is None:
        if old is not new:
            yield Beda(tahap, "tahap", lama=old is not None, baru=new is not None)
        return
    for hal in ("naskah", "tenggat"):
        if old[hal] != new[hal]:
            yield Beda(tahap, hal, lama=old[hal], baru=new[hal])
    yield from _documents(tahap, old["dokumen"], new["dokumen"])
    for pihak in PihakPendapat:
        before, after = old["syarat"].get(pihak), new["syarat"].get(pihak)
        if before != after:
            yield Beda(tahap, "syarat", nama=pihak.value, lama=before, baru=after)


def _documents(tahap: str, old: Isi, new: Isi) -> Iterator[Beda]:
    for kode, slot in old.items():
        if kode not in new:
            yield Beda(tahap, "dokumen", slot["nama"], lama=slot["nama"])
    for kode, slot in new.items():
        if kode not in old:
            yield Beda(tahap, "dokumen", slot["nama"], baru=slot["nama"])
            continue
        for trait in TRAITS:
            if old[kode][trait] != slot[trait]:
                yield Beda(tahap, "dokumen", slot["nama"], trait, old[kode][trait], slot[trait])
    before, after = [kode for kode in old if kode in new], [kode for kode in new if kode in old]
    if before != after:
        yield Beda(
            tahap,
            "urutan",
            lama=", ".join(old[kode]["nama"] for kode in before),
            baru=", ".join(new[kode]["nama"] for kode in after),
        )


# --- in words ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Baris:
    """A difference as a page prints it; an empty side was or is not there."""

    judul: str
    lama: str
    baru: str


def lines(found: list[Beda], stages: dict[str, str]) -> list[Baris]:
    """Differences in words; `stages` names the stages as this plan calls them."""
    return [_line(beda, stages.get(beda.tahap, str(TahapBahas(beda.tahap).label))) for beda in found]


def stage_names(*plans: RencanaAlur | None) -> dict[str, str]:
    """How plans call their stages, the last one first."""
    return {stage.tahap.value: str(stage) for plan in plans if plan is not None for stage in plan.tahap}


def _line(beda: Beda, tahap: str) -> Baris:
    if beda.hal == "tahap":
        there, not_there = _("ada"), _("tidak ada")
        sides = (there if beda.lama else not_there, there if beda.baru else not_there)
        return Baris(_("Tahap %(nama)s", nama=tahap), *sides)
    if beda.hal == "naskah":
        return Baris(_("%(tahap)s: naskah", tahap=tahap), _naskah(beda.lama), _naskah(beda.baru))
    if beda.hal == "tenggat":
        return Baris(_("%(tahap)s: tenggat", tahap=tahap), deadline(beda.lama), deadline(beda.baru))
    if beda.hal == "urutan":
        return Baris(_("%(tahap)s: urutan dokumen", tahap=tahap), beda.lama, beda.baru)
    if beda.hal == "syarat":
        title = _("%(tahap)s: persetujuan %(pihak)s", tahap=tahap, pihak=PihakPendapat(beda.nama).label)
        return Baris(title, requirement(beda.nama, beda.lama), requirement(beda.nama, beda.baru))
    return _document_line(beda, tahap)


def _document_line(beda: Beda, tahap: str) -> Baris:
    if not beda.sifat:
        title = _("%(tahap)s: dokumen", tahap=tahap)
        return Baris(title, beda.lama or "", beda.baru or "")
    words = {
        "nama": _("nama"),
        "petunjuk": _("petunjuk"),
        "bentuk": _("bentuk berkas"),
        "wajib": _("wajib"),
        "pokok": _("dokumen pokok"),
    }
    title = _("%(tahap)s: %(dokumen)s, %(sifat)s", tahap=tahap, dokumen=beda.nama, sifat=words[beda.sifat])
    return Baris(title, _trait(beda.sifat, beda.lama), _trait(beda.sifat, beda.baru))


def _trait(name: str, value: Any) -> str:
    if name == "bentuk":
        return kinds(value)
    return (_("ya") if value else _("tidak")) if isinstance(value, bool) else (value or "–")


def _naskah(value: str | None) -> str:
    return str(JenisNaskah(value).label) if value else ""


def kinds(values: list[str]) -> str:
    """Allowed kinds of a file in words: both kinds of pictures are one."""
    found = [kind.upper() for kind in values if kind not in IMAGES]
    return ", ".join(sorted(found) + ([_("gambar")] if set(values) & set(IMAGES) else []))


def deadline(value: list[Any] | None) -> str:
    """Within how many days of which kind a stage is answered."""
    if value is None:
        return _("tanpa tenggat")
    if value[1] == JenisHari.KERJA:
        return _("%(n)s hari kerja", n=value[0])
    return _("%(n)s hari kalender", n=value[0])


def requirement(pihak: str, value: Isi | None) -> str:
    """Who of a hat must agree."""
    if value is None:
        return _("tidak diperlukan")
    if value["aturan"] == AturanSyarat.SEMUA:
        said = _("kedua PPKSD") if pihak == PihakPendapat.PPKSD else _("semua yang ditugaskan")
    else:
        said = _("paling sedikit %(n)s orang", n=value["jumlah"])
    return (
        _("%(siapa)s, di antaranya %(jabatan)s", siapa=said, jabatan=value["jabatan"])
        if value["jabatan"]
        else said
    )
