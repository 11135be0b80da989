"""What an event says beyond its sentence: for the history of a case, the inbox and the mails. Reads its arguments only.

Keys of `data` that a later program writes are passed over, never shown raw.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from app.jejak.models import Peristiwa
from app.kit.formats import tanggal, wita
from app.permohonan import kata
from app.permohonan.alur import Bagian, Hak
from app.permohonan.models import AlasanPerbaikan
from app.permohonan.rules import HAK

RESENT = "permohonan.dikirim_ulang"
SLOTS = ("usulan", "slot", "waktu", "slots")  # under one of these names an event keeps times


def details(row: Peristiwa, changed: Mapping[int, list[str]] | None = None) -> list[str]:
    """One sentence for each thing that the event holds. `changed`: the fields that each round of sending changed."""
    if row.jenis == RESENT:
        names = (changed or {}).get(row.data.get("putaran", 0), [])
        return [_("Isian yang berubah: %(isian)s", isian=kata.isian_list(names))] if names else []
    own = _OWN.get(row.jenis)
    if own is not None:
        return own(row.data)
    data = row.data
    if data.get("bagian") in Bagian._value2member_map_:
        bagian = str(kata.BAGIAN[Bagian(data["bagian"])])
        listed = kata.isian_list(data.get("isian") or [])
        return [f"{bagian}: {listed}" if listed else bagian]
    if isinstance(data.get("isian"), str):
        return [kata.isian_list([data["isian"]])]
    return _plain(data)


def _plain(data: Mapping[str, Any]) -> list[str]:
    """What it concerned; without a name the times that were spoken of."""
    return [str(data["nama"])] if data.get("nama") else times(data)


def times(data: Mapping[str, Any]) -> list[str]:
    """Times and places of a signing: `Senin, 7 Desember 2026, 09.00 sampai 10.00 WITA, Balai Kota`."""
    for name in SLOTS:
        slots = data.get(name)
        if isinstance(slots, dict):
            slots = [slots]
        if isinstance(slots, list):
            return [text for slot in slots if isinstance(slot, dict) and (text := _slot_text(slot))]
    text = _slot_text(data)
    return [text] if text else []


def _slot_text(slot: Mapping[str, Any]) -> str:
    begins, ends = _moment(slot.get("mulai_at")), _moment(slot.get("selesai_at"))
    if begins is None:
        return ""
    span = wita(begins) if ends is None else f"{wita(begins).removesuffix(' WITA')}–{wita(ends)}"
    place = slot.get("tempat")
    words = f"{tanggal(begins, 'hari')}, {span}"
    return f"{words}, {place}" if isinstance(place, str) and place else words


def _moment(text: Any) -> datetime | None:
    """A moment as it stands in the journal; None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _requests(data: Mapping[str, Any]) -> list[str]:
    return [_request_text(one) for one in data.get("permintaan", [])]


def _request_text(request: Mapping[str, Any]) -> str:
    name = kata.isian_list([request.get("isian", "")])
    reason = request.get("alasan", "")
    if reason in AlasanPerbaikan._value2member_map_:
        reason = str(kata.ALASAN[AlasanPerbaikan(reason)])
    note = request.get("catatan", "")
    return f"{name}: {reason}. {note}".strip()


def _opinion(data: Mapping[str, Any]) -> list[str]:
    word = kata.SIKAP.get(data.get("sikap", ""), "")
    about = str(data.get("nama") or "")
    return [": ".join(str(part) for part in (about, word) if part)] if about or word else []


def _stage(data: Mapping[str, Any]) -> list[str]:
    done, following = kata.stage_word(data.get("tahap", "")), kata.stage_word(data.get("berikutnya", ""))
    found = [_("Selesai: %(tahap)s", tahap=done)] if done else []
    return [*found, _("Berikutnya: %(tahap)s", tahap=following)] if following else found


def _assigned(data: Mapping[str, Any]) -> list[str]:
    found = [_("Ditugaskan: %(nama)s", nama=data["nama"])] if data.get("nama") else []
    return [*found, _("Tidak lagi: %(nama)s", nama=data["selesai"])] if data.get("selesai") else found


def _letter(data: Mapping[str, Any]) -> list[str]:
    found = [_("Nomor %(nomor)s", nomor=data["nama"])] if data.get("nama") else []
    for name, words in (("tanggal", _("tertanggal")), ("diterima", _("diterima"))):
        try:
            found.append(f"{words} {tanggal(date.fromisoformat(data[name]))}")
        except (KeyError, TypeError, ValueError):
            continue
    return [", ".join(found)] if found else []


def _message(data: Mapping[str, Any]) -> list[str]:
    return [_("Internal")] if data.get("is_internal") else _plain(data)


def _term(data: Mapping[str, Any]) -> list[str]:
    return [str(data["kode"])] if data.get("kode") else _plain(data)


def _right(data: Mapping[str, Any]) -> list[str]:
    found = data.get("hak", "")
    word = str(HAK[Hak(found)]) if found in Hak._value2member_map_ else ""
    return [f"{data.get('nama', '')}: {word}"] if word else _plain(data)


def _handed(data: Mapping[str, Any]) -> list[str]:
    if not data.get("dari") or data.get("ke") not in (1, 2):
        return _plain(data)
    place = _("PPKSD-1") if data["ke"] == 1 else _("PPKSD-2")
    return [f"{place}: {data['dari']} → {data.get('nama', '')}"]


_OWN: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "permohonan.perbaikan_diminta": _requests,
    "permohonan.tahap_ditutup": _stage,
    "permohonan.ditugaskan": _assigned,
    "permohonan.berlaku": _term,
    "permohonan.berakhir": _term,
    "pendapat.diberikan": _opinion,
    "pesan.dikirim": _message,
    "pesan.ditarik": _message,
    "surat.dicatat": _letter,
    "permohonan.hak_diubah": _right,
    "permohonan.alih_diminta": _handed,
    "permohonan.alih_dibatalkan": _handed,
    "permohonan.alih_ditolak": _handed,
    "permohonan.alih_berlaku": _handed,
}

__all__ = ["RESENT", "details", "times"]
