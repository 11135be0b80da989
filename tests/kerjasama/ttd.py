"""A signing that is ready to be recorded, and what one writes about it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.extensions import db
from app.kerjasama.rules import years_after
from app.kit import storage
from app.kit.clock import today
from app.penjadwalan import nomor, operations
from app.penjadwalan.models import Penandatanganan
from app.penjadwalan.rules import planned
from app.penjadwalan.ttd_rules import Isi, IsiNaskah, papers
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import JenisNaskah, Pejabat
from app.rujukan.queries_rencana import active_pejabat
from tests import papers as files


def desk(permohonan: Permohonan, actor: Any, *jenis: JenisNaskah) -> Penandatanganan:
    """Desk to desk, all papers by default: may be recorded at once."""
    return operations.choose_desk(permohonan, actor=actor, jenis=jenis or planned(permohonan))


def scan(text: str = "Naskah bertanda tangan") -> storage.Berkas:
    return storage.save_upload(files.upload(files.pdf(text)), {"pdf"})


def official(nama: str = "Sekretaris Daerah") -> Pejabat:
    """Somebody who signs by kuasa."""
    row = Pejabat(nama=f"Nama {nama}", jabatan=nama, urut=9)
    db.session.add(row)
    db.session.flush()
    return row


def isi(ttd: Penandatanganan, on: date | None = None, **changes: Any) -> Isi:
    """A record that is right; `naskah_…` changes go to each paper."""
    on = on or today()
    of_paper = {
        name.removeprefix("naskah_"): changes.pop(name)
        for name in list(changes)
        if name.startswith("naskah_")
    }
    rows = papers(ttd)
    written = [
        replace(
            IsiNaskah(
                jenis=row.jenis,
                nomor_kota=number,
                nomor_mitra=f"{ttd.permohonan_id}/{row.jenis.value}/MITRA/{on.year}",
                berlaku_from=on,
                berlaku_until=years_after(on, 3) - timedelta(days=1),
                berkas=scan(f"{ttd.permohonan.kode} {row.jenis.value}"),
            ),
            **of_paper,
        )
        for row, number in zip(rows, nomor.propose(on, len(rows)), strict=True)
    ]
    given: dict[str, Any] = {
        "ditandatangani_on": on,
        "tempat": "Balai Kota Samarinda",
        "pejabat": active_pejabat()[0],
        "mitra_nama": "Rina Contoh",
        "mitra_jabatan": "Rektor",
        "naskah": written,
        "is_paraf": True,
        "is_meterai": True,
        "is_stempel": True,
        **changes,
    }
    return Isi(**given)
