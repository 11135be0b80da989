"""What all pages of the application's form share: finding the case, the steps in the head, links to what is missing.

Nothing is changed here, and no rule is decided: rules.py answers, this module only says where to go.
"""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.kit.look import address
from app.permohonan import kata, queries, rules
from app.permohonan.alur import ISIAN, PERSIAPAN_ISIAN, Bagian
from app.permohonan.models import PermintaanPerbaikan, Permohonan

ENDPOINTS: dict[Bagian, str] = {
    Bagian.PEMOHON: "IsianView.pemohon",
    Bagian.PETUGAS: "PetugasView.petugas",
    Bagian.PERSIAPAN: "IsianView.persiapan",
}


def load(kode: str) -> Permohonan:
    """The case with this code or draft code; 404 when this person may not see it."""
    return queries.find(kode, g.user) or abort(404)


def case_url(permohonan: Permohonan) -> str:
    """The page of the case: the task list while it is a draft."""
    return address(f"/permohonan/{permohonan.kode}")


def part_url(permohonan: Permohonan, bagian: Bagian, isian: str | None = None) -> str:
    """One part of the form, at one of its fields."""
    return url_for(ENDPOINTS[bagian], kode=permohonan.kode, _anchor=isian)


def check_url(permohonan: Permohonan) -> str:
    """The page that shows all answers and sends."""
    return url_for("PeriksaView.periksa", kode=permohonan.kode)


def is_asked(user: Any, permohonan: Permohonan) -> bool:
    """Whether this person was asked to be PPKSD-2 and has not answered yet."""
    return rules.is_asked(user, permohonan)


def turned_away(permohonan: Permohonan, sentence: Any) -> Response:
    """This page is not open now: back to where one can go on, with the reason."""
    if is_asked(g.user, permohonan):
        return redirect(url_for("PetugasView.konfirmasi", kode=permohonan.kode), 303)
    flash(sentence, "warning")
    return redirect(case_url(permohonan), 303)


def filled_count(permohonan: Permohonan) -> int:
    """How many of the nine fields of the third form hold something."""
    return sum(bool(getattr(permohonan.persiapan, isian.name)) for isian in PERSIAPAN_ISIAN)


def _note(permohonan: Permohonan, bagian: Bagian, keadaan: rules.Keadaan) -> Any:
    """The small line below the name of a step."""
    if bagian is Bagian.PERSIAPAN and keadaan.kode == "belum_lengkap":
        return _l("%(n)s dari %(jumlah)s isian", n=filled_count(permohonan), jumlah=len(PERSIAPAN_ISIAN))
    if bagian is Bagian.PETUGAS and keadaan.kode == "menunggu":
        return _l("Menunggu PPKSD-2")
    return keadaan.kata


def steps(permohonan: Permohonan, kini: Bagian | None = None) -> list[dict[str, Any]]:
    """The three forms for the macro `ui.langkah`; `kini` is the one that is open."""
    found = []
    for bagian in Bagian:
        keadaan = rules.keadaan_bagian(permohonan, bagian)
        found.append(
            {
                "nama": kata.BAGIAN[bagian],
                "ket": _l("Sedang diisi") if bagian is kini else _note(permohonan, bagian, keadaan),
                "url": part_url(permohonan, bagian),
                "selesai": keadaan.kode == "selesai",
                "kini": bagian is kini,
            }
        )
    return found


def crumbs(permohonan: Permohonan, here: Any) -> list[tuple[Any, str | None]]:
    """The way to this page: my list, the case (its task list while a draft), here."""
    is_draft = permohonan.submitted_at is None
    name = _l("Draf %(kode)s", kode=permohonan.kode) if is_draft else permohonan.kode
    return [(_l("Permohonan saya"), address("/permohonan")), (name, case_url(permohonan)), (here, None)]


def gap_links(permohonan: Permohonan, gaps: list[rules.Kurang]) -> list[dict[str, Any]]:
    """What is missing, each sentence with the place where it is mended."""
    return [
        {
            "teks": _named(gap),
            "url": part_url(permohonan, gap.bagian, gap.isian) if gap.bagian else None,
        }
        for gap in gaps
    ]


def _named(gap: rules.Kurang) -> Any:
    """A sentence that does not say by itself which field it means gets the field's name."""
    if gap.isian is None:
        return gap.kalimat
    label = kata.ISIAN[gap.isian]
    if str(label).split()[0].lower() in str(gap.kalimat).lower():
        return gap.kalimat
    return _l("%(isian)s: %(kalimat)s", isian=label, kalimat=gap.kalimat)


@dataclass(frozen=True)
class Perbaikan:
    """One field that the applicant was asked to mend: what, why, where, and whether it was answered."""

    permintaan: PermintaanPerbaikan
    label: Any
    alasan: Any
    url: str

    @property
    def catatan(self) -> str:
        return self.permintaan.catatan

    @property
    def is_selesai(self) -> bool:
        return self.permintaan.selesai_at is not None


def to_do(permohonan: Permohonan) -> list[Perbaikan]:
    """What the last verification asked to mend, while it is the applicant's turn; empty otherwise."""
    return [
        Perbaikan(
            permintaan,
            kata.ISIAN[permintaan.isian],
            kata.ALASAN[permintaan.alasan],
            part_url(permohonan, ISIAN[permintaan.isian].bagian, permintaan.isian),
        )
        for permintaan in rules.open_requests(permohonan)
    ]


def marks(permohonan: Permohonan) -> dict[str, Perbaikan]:
    """The same by field name, for the forms."""
    return {perbaikan.permintaan.isian: perbaikan for perbaikan in to_do(permohonan)}
