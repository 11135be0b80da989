"""Signings as iCalendar (RFC 5545, RFC 5546): one file for a confirmed one or its calling off, and the calendar of all.

The UID stays the same through the life of a signing, SEQUENCE rises with each change. Times are UTC. The library
escapes every text; nothing is composed by hand.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from app.kit.clock import now
from app.kit.crypto import keyed_hash
from app.penjadwalan.kartu import names_of
from app.penjadwalan.models import KeadaanJadwal, KeadaanUsulan, Penandatanganan
from app.penjadwalan.queries import Acara
from app.permohonan.models import JawabanPetugas

PRODUCT = "-//Pemerintah Kota Samarinda//Si KERJA SAMARINDA//ID"
REFRESH = "PT1H"  # how often a program should ask
DOMAIN = "si-kerja.samarinda"  # not the host: an invitation keeps its UID when the program moves


def when(ttd: Penandatanganan) -> tuple[datetime, datetime, str] | None:
    """From, until and place of the confirmed time, also of one that was called off; None when there never was one."""
    if ttd.slot is not None and ttd.slot.rentang.lower and ttd.slot.rentang.upper:
        tempat = ttd.slot.tempat
        place = f"{tempat.nama}, {tempat.alamat}" if tempat and tempat.alamat else ttd.slot.nama_tempat
        return ttd.slot.rentang.lower, ttd.slot.rentang.upper, place
    chosen = next((row for row in ttd.usulan if row.keadaan is KeadaanUsulan.DIPILIH), None)
    return (chosen.mulai_at, chosen.selesai_at, chosen.nama_tempat) if chosen else None


def invitation(ttd: Penandatanganan) -> bytes | None:
    """The file: METHOD REQUEST for a confirmed time, CANCEL for one that was called off; None without a time."""
    span = when(ttd)
    if span is None:
        return None
    is_cancelled = ttd.keadaan is KeadaanJadwal.BATAL
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
    calendar.add_component(_event(ttd, *span, is_cancelled=is_cancelled))
    return calendar.to_ical()


def feed(acara: Sequence[Acara]) -> bytes:
    """The calendar to subscribe to: time, title and place, nothing of persons; what may not be seen is only taken."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Penandatanganan kerja sama Samarinda"))
    calendar.add("x-published-ttl", REFRESH)
    seen: set[str] = set()
    for one in acara:
        uid = keyed_hash(f"{one.kode}|{one.mulai_at.isoformat()}|{one.selesai_at.isoformat()}", "acara")[:32]
        if uid not in seen:
            seen.add(uid)
            calendar.add_component(_entry(one, uid))
    return calendar.to_ical()


def _entry(one: Acara, uid: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{DOMAIN}")
    event.add("dtstamp", now())
    event.add("dtstart", one.mulai_at)
    event.add("dtend", one.selesai_at)
    title = _("Penandatanganan: %(judul)s", judul=one.judul) if one.kode else _("Terisi")
    event.add("summary", title if one.is_pasti else _("Tentatif. %(judul)s", judul=title))
    event.add("status", "CONFIRMED" if one.is_pasti else "TENTATIVE")
    if one.kode:
        event.add("location", one.tempat)
        event.add("url", f"{current_app.config['PUBLIC_URL']}/permohonan/{one.kode}/jadwal")
    return event


def _event(
    ttd: Penandatanganan, since: datetime, until: datetime, place: str, *, is_cancelled: bool
) -> Event:
    permohonan = ttd.permohonan
    papers = names_of(ttd)
    address = f"{current_app.config['PUBLIC_URL']}/permohonan/{permohonan.kode}/jadwal"
    event = Event()
    event.add("uid", f"{permohonan.kode}-{ttd.id}@{DOMAIN}")
    event.add("sequence", ttd.urutan_kalender)
    event.add("dtstamp", now())
    event.add("last-modified", ttd.since_at)
    event.add("dtstart", since)
    event.add("dtend", until)
    event.add("summary", _("Penandatanganan %(naskah)s: %(judul)s", naskah=papers, judul=permohonan.judul))
    event.add(
        "description",
        _(
            "%(kode)s, %(instansi)s. Penanda tangan kota: %(pejabat)s.",
            kode=permohonan.kode,
            instansi=permohonan.instansi_nama,
            pejabat=ttd.pejabat.jabatan,
        )
        + f"\n{address}",
    )
    event.add("location", place)
    event.add("url", address)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("organizer", _organizer())
    for petugas in permohonan.petugas:
        if petugas.jawaban is JawabanPetugas.DITERIMA and petugas.email:
            attendee = vCalAddress(f"mailto:{petugas.email}")
            attendee.params["CN"] = vText(petugas.nama)
            attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
            event.add("attendee", attendee)
    return event


def _organizer() -> vCalAddress:
    sender = str(current_app.config["MAIL_DEFAULT_SENDER"])
    name, _bracket, mail = sender.rpartition("<")
    organizer = vCalAddress(f"mailto:{mail.rstrip('>').strip()}")
    organizer.params["CN"] = vText(name.strip() or "Si KERJA SAMARINDA")
    return organizer
