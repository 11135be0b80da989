"""Sending and withdrawing messages. Nothing is erased; the journal hears that it happened, never what was said."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.akun.models import Pengguna
from app.akun.rules import roles_of
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.kit import storage
from app.kit.clock import now
from app.kit.errors import Refused
from app.naskah.models import VersiNaskah
from app.pembahasan import rules_pesan
from app.pembahasan.models import LampiranPesan, Pesan
from app.permohonan import rules as perkara
from app.permohonan.alur import Hat
from app.permohonan.models import Permohonan
from app.permohonan.operations import hat_name, lock, take

MAX_NAMA = 200
READ_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Titipan:
    """A file that was checked and stored, and the name under which its message shows it."""

    berkas: storage.Berkas
    nama: str


def keep_attachments(uploads: Sequence[FileStorage], *, actor: Pengguna, already: int = 0) -> list[Titipan]:
    """Check and store the files of a message, `already` being kept from before. Raises Refused (`lampiran`)."""
    given = [upload for upload in uploads if upload and upload.filename]
    if already + len(given) > rules_pesan.MAX_LAMPIRAN:
        raise Refused(_l("Paling banyak %(n)s lampiran.", n=rules_pesan.MAX_LAMPIRAN), "lampiran")
    limit = storage.max_upload()
    kept = []
    for upload in given:
        name = storage.display_name(upload.filename or "")[:MAX_NAMA]
        try:
            kept.append(Titipan(storage.save_upload(upload, storage.KINDS, actor, limit), name))
        except Refused as refusal:
            raise Refused(
                _l("%(nama)s: %(kalimat)s", nama=name, kalimat=refusal.message), "lampiran"
            ) from refusal
    return kept


def post_message(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    isi: str,
    is_internal: bool = False,
    versi: VersiNaskah | None = None,
    lampiran: Sequence[Titipan] = (),
    kunci: str,
) -> Pesan:
    """One message into the stage that is open now (none is: into the time after the stages).

    `kunci` is the token of the form: the same text with it once more is the same message, and nothing happens. Raises
    Refused with the form's field.
    """
    lock(permohonan)
    sent = _sent_with(kunci)
    if sent is not None:
        if (sent.isi, sent.penulis_id, sent.permohonan_id) == (isi.strip(), actor.id, permohonan.id):
            return sent
        # Back in the browser, and another text: another message, with a key that this text always gives.
        kunci = hashlib.sha256(f"{kunci}:{actor.id}:{permohonan.id}:{isi.strip()}".encode()).hexdigest()[:40]
        sent = _sent_with(kunci)
        if sent is not None:
            return sent
    sentence = rules_pesan.why_not_write(actor, permohonan)
    if sentence is not None:
        raise Refused(sentence)
    peran = take(permohonan, rules_pesan.STEP, actor)
    _check(permohonan, actor, isi, is_internal, versi)
    pesan = Pesan(
        permohonan=permohonan,
        tahap=perkara.open_stage(permohonan),
        versi=versi,
        penulis=actor,
        peran=peran,
        isi=isi.strip(),
        is_internal=is_internal,
        sent_at=now(),
        kunci=kunci,
        lampiran=[LampiranPesan(berkas=one.berkas, nama=one.nama) for one in lampiran],
    )
    db.session.add(pesan)
    db.session.flush()
    data = {"pesan_id": pesan.id, "is_internal": is_internal}
    record("pesan.dikirim", actor=actor, objek=permohonan, peran=peran, data=data)
    return pesan


def _sent_with(kunci: str) -> Pesan | None:
    return db.session.scalar(select(Pesan).where(Pesan.kunci == kunci))


def _check(
    permohonan: Permohonan, actor: Pengguna, isi: str, is_internal: bool, versi: VersiNaskah | None
) -> None:
    sentence = rules_pesan.check_text(isi)
    if sentence is not None:
        raise Refused(sentence, "isi")
    if is_internal and not rules_pesan.may_write_internal(actor, permohonan):
        raise Refused(rules_pesan.BUKAN_INTERNAL, "tampak")
    if versi is not None and versi.permohonan_id != permohonan.id:
        raise Refused(_l("Versi ini bukan dokumen perkara ini."), "versi")


def withdraw_message(pesan: Pesan, *, actor: Pengguna) -> Pesan:
    """The message stays in its place and says that it was withdrawn; a second press changes nothing. Raises Refused."""
    lock(pesan.permohonan)
    db.session.refresh(pesan)
    sentence = rules_pesan.why_not_withdraw(actor, pesan)
    if pesan.ditarik_at is not None and sentence is None:
        return pesan
    if sentence is not None:
        raise Refused(sentence)
    peran = take(pesan.permohonan, rules_pesan.STEP, actor)
    pesan.ditarik_at, pesan.ditarik_oleh_id = now(), actor.id
    data = {"pesan_id": pesan.id, "is_internal": pesan.is_internal}
    record("pesan.ditarik", actor=actor, objek=pesan.permohonan, peran=peran, data=data)
    return pesan


def note_reading(lampiran: LampiranPesan, *, actor: Pengguna) -> bool:
    """That this person fetched this file; the same again within ten minutes is not told twice. Answers whether noted.

    Of a file that came internally the journal keeps no name.
    """
    permohonan = lampiran.pesan.permohonan
    told = db.session.scalar(
        select(Peristiwa.id)
        .where(
            Peristiwa.objek_tipe == Permohonan.__tablename__,
            Peristiwa.objek_id == permohonan.id,
            Peristiwa.jenis == "naskah.diunduh",
            Peristiwa.pelaku_id == actor.id,
            Peristiwa.at > now() - READ_AGAIN,
            Peristiwa.data["lampiran_id"].as_integer() == lampiran.id,
        )
        .limit(1)
    )
    if told is not None:
        return False
    is_internal = lampiran.pesan.is_internal
    data: dict[str, Any] = {"lampiran_id": lampiran.id, "is_internal": is_internal}
    if not is_internal:
        data["nama"] = lampiran.nama
    peran = hat_name(actor, permohonan, tuple(Hat)) or next(iter(sorted(roles_of(actor))), "")
    record("naskah.diunduh", actor=actor, objek=permohonan, peran=peran, data=data)
    return True
