"""`Data saya` as a machine's copy and on paper: streamed, a few rows at a time, in the order of the register.

Only one's own data; whoever asks for a copy has just proved who she is, so her own numbers stand in it whole.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.clock import now
from app.kit.formats import waktu
from app.kit.pdf import render_pdf
from app.pdp.sumber import Sumber, for_machine, for_reader, rows_of, semua

TEMPLATE = Path(__file__).with_name("data_saya.typ")
ON_PAGE = 10  # rows of a section on the page
ON_PAPER = 500  # newest or first rows of a section in the PDF; the machine's copy has all
NARROW = 5  # columns that fit side by side on paper


def page_sections(person: Pengguna) -> list[dict[str, Any]]:
    """Each section with its first rows, numbers masked; one statement a section."""
    found = []
    for one in semua():
        rows = [
            [for_reader(_brief(value)) for value in row]
            for row in rows_of(one, person, is_whole=False, limit=ON_PAGE + 1)
        ]
        found.append(
            {
                "kode": one.kode,
                "judul": one.judul,
                "kolom": list(one.kolom.values()),
                "baris": rows[:ON_PAGE],
                "pasangan": list(zip(one.kolom.values(), rows[0], strict=True)) if rows else [],
                "is_lebih": len(rows) > ON_PAGE,
            }
        )
    return found


def _brief(value: Any) -> Any:
    """A whole form is for the copies; the page says that it is there."""
    return _("%(n)s isian", n=len(value)) if isinstance(value, dict) else value


def json_report(person_id: int) -> Iterator[str]:
    """The whole report as one JSON object, piece by piece: memory does not grow with the journal.

    It is read while it is sent, when the request and its session are over: hence the id, and the person is read anew.
    """
    person = db.session.get_one(Pengguna, person_id)
    head = {
        "dibuat": now().isoformat(),
        "pengguna": person.id,
        "pengendali": "Pemerintah Kota Samarinda, Sekretariat Daerah, Bagian Kerja Sama",
        "dasar": "UU 27/2022 pasal 7 dan 32",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "bagian": {'
    for place, one in enumerate(semua()):
        yield ("," if place else "") + json.dumps(one.kode) + ": ["
        keys = list(one.kolom)
        for number, row in enumerate(rows_of(one, person, is_whole=True)):
            values = dict(zip(keys, map(for_machine, row), strict=True))
            yield (",\n" if number else "\n") + json.dumps(values, ensure_ascii=False)
        yield "]\n"
    yield "}}\n"


def pdf_report(person: Pengguna) -> bytes:
    """The report on paper, in the language of the request. PDF/A-2b."""
    return render_pdf(
        TEMPLATE,
        {
            "bahasa": getattr(get_locale(), "language", "id"),
            "kop": [_("Pemerintah Kota Samarinda"), _("Sekretariat Daerah, Bagian Kerja Sama")],
            "judul": _("Data saya di Si KERJA SAMARINDA"),
            "untuk": person.nama,
            "dibuat": _("Dibuat %(waktu)s", waktu=waktu(now())),
            "pengantar": _(
                "Semua data pribadi Anda yang disimpan layanan ini, termasuk siapa yang melihat atau mengubahnya "
                "(UU 27/2022 pasal 7 dan 32). Data orang lain tidak dimuat."
            ),
            "kosong": _("Tidak ada."),
            "bagian": [_on_paper(one, person) for one in semua()],
            "kaki": _("Dibuat oleh Si KERJA SAMARINDA. Simpan di tempat aman: berisi data pribadi."),
        },
    )


def _on_paper(one: Sumber, person: Pengguna) -> dict[str, Any]:
    rows = list(islice(rows_of(one, person, is_whole=True, limit=ON_PAPER + 1), ON_PAPER + 1))
    return {
        "judul": str(one.judul),
        "kolom": [str(label) for label in one.kolom.values()],
        "sempit": len(one.kolom) <= NARROW
        and not any(isinstance(value, dict) for row in rows for value in row),
        "baris": [[_paper_text(value) for value in row] for row in rows[:ON_PAPER]],
        "lebih": _("Hanya %(n)s baris yang dicetak; salinan JSON memuat semuanya.", n=ON_PAPER)
        if len(rows) > ON_PAPER
        else "",
    }


def _paper_text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    return for_reader(value)
