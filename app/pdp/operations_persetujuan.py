"""Texts that people are told or asked, their consents, and the news that only those hear who consent."""

import hashlib
import json
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.pdp import queries, rules
from app.pdp.models import (
    KabarLayanan,
    NaskahPrivasi,
    Persetujuan,
    TeksPersetujuan,
    TujuanPersetujuan,
)

PAGE = "halaman"  # how it was given: the button on Data saya
DESK = "pejabat"  # how it ended: with a restriction


def fingerprint(*parts: str) -> str:
    """SHA-256 of what a person was shown."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


# --- texts --------------------------------------------------------------------------------
def publish_text(
    *, actor: Pengguna, tujuan: TujuanPersetujuan, judul: str, isi: str, judul_en: str = "", isi_en: str = ""
) -> TeksPersetujuan:
    """A new version takes the place of the one before and asks everybody again. Raises Refused (field isi, or none)."""
    _refuse_others(actor)
    _one_at_a_time(TeksPersetujuan.__tablename__)
    newest = db.session.scalar(
        select(TeksPersetujuan)
        .where(TeksPersetujuan.tujuan == tujuan)
        .order_by(TeksPersetujuan.versi.desc())
        .limit(1)
    )
    sidik = fingerprint(judul.strip(), isi.strip(), judul_en.strip(), isi_en.strip())
    if newest is not None and newest.sidik == sidik:
        raise Refused(_l("Teks ini sama dengan versi yang berlaku."), "isi")
    text = TeksPersetujuan(
        tujuan=tujuan,
        versi=newest.versi + 1 if newest is not None else 1,
        judul=judul.strip(),
        isi=isi.strip(),
        judul_en=judul_en.strip(),
        isi_en=isi_en.strip(),
        sidik=sidik,
        published_at=now(),
    )
    db.session.add(text)
    data = {"tujuan": tujuan.value, "versi": text.versi, "sidik": sidik}
    record("teks_persetujuan.diterbitkan", actor=actor, objek=text, peran=acting_role(actor), data=data)
    return text


def publish_notice(*, actor: Pengguna, ringkasan: str, isi: str, isi_en: str = "") -> NaskahPrivasi:
    """A new privacy notice: everybody is told now, and it takes effect after NOTICE_DAYS (art. 21 (2)).

    Raises Refused (field isi): the text is the same, or another one still waits to take effect.
    """
    _refuse_others(actor)
    _one_at_a_time(NaskahPrivasi.__tablename__)
    newest = db.session.scalar(select(NaskahPrivasi).order_by(NaskahPrivasi.versi.desc()).limit(1))
    sidik = fingerprint(isi.strip(), isi_en.strip())
    if newest is not None and newest.sidik == sidik:
        raise Refused(_l("Teks ini sama dengan versi yang berlaku."), "isi")
    moment = now()
    if queries.notice_to_come(moment) is not None:
        raise Refused(_l("Versi sebelumnya belum berlaku; tunggu sampai berlaku."), "isi")
    notice = NaskahPrivasi(
        versi=newest.versi + 1 if newest is not None else 1,
        ringkasan=ringkasan.strip(),
        isi=isi.strip(),
        isi_en=isi_en.strip(),
        sidik=sidik,
        published_at=moment,
        berlaku_at=moment + timedelta(days=rules.NOTICE_DAYS),
    )
    db.session.add(notice)
    data = {"versi": notice.versi, "sidik": sidik}
    record("naskah_privasi.diterbitkan", actor=actor, objek=notice, peran=acting_role(actor), data=data)
    return notice


def _refuse_others(actor: Pengguna) -> None:
    if not rules.is_officer(actor, queries.officers()):
        raise Refused(_l("Hanya Pejabat PDP yang melakukan ini."))


def _one_at_a_time(name: str) -> None:
    """Two who publish at once: the second waits and gets the next number."""
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


# --- consent --------------------------------------------------------------------------------
def give(text: TeksPersetujuan, *, actor: Pengguna, cara: str = PAGE) -> bool:
    """A person consents to the text that she was shown; a second press changes nothing and answers False.

    Raises Stale when a newer text took its place meanwhile, Refused while a restriction is in force.
    """
    if text.id not in {one.id for one in queries.texts_in_force()}:
        raise Stale(_l("Teks persetujuan ini baru saja diganti. Baca yang baru, lalu putuskan lagi."))
    if queries.restriction_of(actor.id) is not None:
        raise Refused(_l("Pemrosesan data Anda sedang dibatasi. Akhiri pembatasan lebih dahulu."))
    made = db.session.scalar(
        insert(Persetujuan)
        .values(pengguna_id=actor.id, teks_id=text.id, cara=cara, given_at=now())
        .on_conflict_do_nothing()
        .returning(Persetujuan.id)
    )
    if made is None:
        return False
    _record("persetujuan.diberikan", db.session.get_one(Persetujuan, made), actor, cara)
    return True


def withdraw(tujuan: TujuanPersetujuan, *, actor: Pengguna, cara: str = PAGE) -> bool:
    """A consent ends at once, whichever version it was given to; answers False when there was none."""
    return _withdraw(actor, actor, cara, tujuan) > 0


def withdraw_all(person: Pengguna, *, actor: Pengguna | None) -> int:
    """Every consent of a person ends: her data are restricted or erased."""
    return _withdraw(person, actor, DESK, None)


def _withdraw(person: Pengguna, actor: Pengguna | None, cara: str, tujuan: TujuanPersetujuan | None) -> int:
    query = (
        select(Persetujuan)
        .join(TeksPersetujuan)
        .where(Persetujuan.pengguna_id == person.id, Persetujuan.withdrawn_at.is_(None))
        .order_by(Persetujuan.id)
        .with_for_update(of=Persetujuan)
    )
    if tujuan is not None:
        query = query.where(TeksPersetujuan.tujuan == tujuan)
    found = db.session.scalars(query.execution_options(populate_existing=True)).all()
    for consent in found:
        consent.withdrawn_at = now()
        _record("persetujuan.ditarik", consent, actor, cara)
    return len(found)


def _record(jenis: str, consent: Persetujuan, actor: Pengguna | None, cara: str) -> None:
    """The proof: which text, by its fingerprint, and how."""
    text = consent.teks
    data = {"tujuan": text.tujuan.value, "versi": text.versi, "sidik": text.sidik, "cara": cara}
    record(jenis, actor=actor, objek=consent, peran=acting_role(actor) if actor else "", data=data)


# --- news --------------------------------------------------------------------------------
def send_news(*, actor: Pengguna, judul: str, isi: str, kunci: str) -> KabarLayanan:
    """News goes to those who consent to it now. `kunci`: of the form, so that a second press sends nothing.

    Raises Refused (field judul, or none).
    """
    _refuse_others(actor)
    if db.session.scalar(select(KabarLayanan.id).where(KabarLayanan.kunci == kunci)):
        raise Refused(_l("Kabar ini sudah dikirim."))
    news = KabarLayanan(judul=judul.strip(), isi=isi.strip(), kunci=kunci, pengirim=actor)
    db.session.add(news)
    count = queries.count_consenting(TujuanPersetujuan.KABAR_LAYANAN)
    data = {"jumlah": count}
    record("kabar_layanan.dikirim", actor=actor, objek=news, peran=acting_role(actor), data=data)
    return news
