"""What the mails about UU PDP are told. Called by surat.py when a mail is written."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.notifikasi.models import Sebagai, Surel
from app.pdp.models import (
    KabarLayanan,
    NaskahPrivasi,
    Pelanggaran,
    PermintaanData,
    TeksPersetujuan,
    TujuanPersetujuan,
)
from app.pdp.queries import consents_in_force, own_requests
from app.pdp.surat_pelanggaran import to_person

Values = dict[str, Any]
_PLACES = {
    NaskahPrivasi.__tablename__: "/privasi",
    TeksPersetujuan.__tablename__: "/pengaturan/data-saya",
    KabarLayanan.__tablename__: "/pengaturan/data-saya",
}


def _address(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _permintaan(surel: Surel) -> Values | None:
    """To the person as she asked; to the officer without a word of what was asked: it stands behind the sign-in."""
    row = db.session.get_one(PermintaanData, surel.peristiwa.objek_id)
    values: Values = {
        "nomor": row.id,
        "apa": row.jenis.label,
        "keadaan": row.keadaan.label,
        "tenggat": row.due_at,
    }
    if surel.sebagai is Sebagai.PEJABAT_PDP:
        if not row.is_terbuka:
            return None  # answered before the mail left
        return values | {"tautan": _address(f"/pdp/permintaan/{row.id}")}
    return values | {"jawaban": row.jawaban, "tautan": _address("/pengaturan/data-saya/permintaan")}


def _pelanggaran(surel: Surel) -> Values | None:
    row = db.session.get_one(Pelanggaran, surel.peristiwa.objek_id)
    values: Values = {"nomor": row.id, "pelanggaran": row, "tenggat": row.due_at}
    if surel.sebagai is Sebagai.PEJABAT_PDP:
        return values | {"tautan": _address(f"/pdp/pelanggaran/{row.id}")} if row.is_terbuka else None
    return values | {"tautan": _address("/pengaturan/data-saya")}


def _privasi(surel: Surel) -> Values | None:
    row = db.session.get_one(NaskahPrivasi, surel.peristiwa.objek_id)
    return {"naskah": row, "tautan": _address(f"/privasi/{row.versi}")}


def _kabar(surel: Surel) -> Values | None:
    """Only while the consent still holds: who withdrew it before the mail left gets none."""
    if surel.pengguna is None or not consents_in_force(surel.pengguna, TujuanPersetujuan.KABAR_LAYANAN):
        return None
    row = db.session.get_one(KabarLayanan, surel.peristiwa.objek_id)
    return {"judul": row.judul, "isi": row.isi, "tautan": _address("/pengaturan/data-saya")}


def places(events: Sequence[Peristiwa], person: Pengguna) -> dict[tuple[str, int], str]:
    """Where each thing of UU PDP can be looked at by this person: her own request on her page, others' on the officer's."""
    asked = [event.objek_id for event in events if event.objek_tipe == PermintaanData.__tablename__]
    mine = own_requests(person.id, asked) if asked else set()
    found: dict[tuple[str, int], str] = {}
    for event in events:
        key = event.objek_tipe, event.objek_id
        if event.objek_tipe == PermintaanData.__tablename__:
            is_mine = event.objek_id in mine
            found[key] = (
                "/pengaturan/data-saya/permintaan" if is_mine else f"/pdp/permintaan/{event.objek_id}"
            )
        elif event.objek_tipe == Pelanggaran.__tablename__:
            is_told = event.jenis == "pelanggaran.diberitahukan"
            found[key] = "/pengaturan/data-saya" if is_told else f"/pdp/pelanggaran/{event.objek_id}"
        elif event.objek_tipe in _PLACES:
            found[key] = _PLACES[event.objek_tipe]
    return found


def letters(surel: Surel) -> list[tuple[str, str, bytes]]:
    """Files that go with a mail: (name, kind, content). The letter about a breach, to whoever it concerns."""
    if surel.peristiwa.jenis != "pelanggaran.diberitahukan":
        return []
    row = db.session.get_one(Pelanggaran, surel.peristiwa.objek_id)
    name = surel.pengguna.nama if surel.pengguna is not None else ""
    return [("pemberitahuan.pdf", "application/pdf", to_person(row, name, surel.bahasa))]


# By the table of the event's object.
CONTENT: dict[str, Callable[[Surel], dict[str, Any] | None]] = {
    PermintaanData.__tablename__: _permintaan,
    Pelanggaran.__tablename__: _pelanggaran,
    NaskahPrivasi.__tablename__: _privasi,
    KabarLayanan.__tablename__: _kabar,
}
