"""Putting a version into a slot, and noting that one was read. The content lies in kit.storage before the row exists."""

from datetime import timedelta

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
from app.kit.errors import Refused, Stale
from app.naskah import queries, rules
from app.naskah.models import VersiNaskah
from app.permohonan.alur import Hat
from app.permohonan.models import Permohonan, TahapPerkara
from app.permohonan.operations import hat_name, lock, take
from app.permohonan.rules import open_stage
from app.rujukan.models_rencana import RencanaSlot

READ_AGAIN = timedelta(minutes=10)


def upload_version(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    slot: RencanaSlot,
    upload: FileStorage,
    catatan: str = "",
    seen: int | None = None,
) -> VersiNaskah:
    """The next numbered version of a slot of the open stage: by PPKSD, or the city's counter-draft in drafting stages.

    `seen` is the number of the newest version that the form showed (0: none; None: not asked). Raises Refused with a
    sentence (field `berkas` when it is about the file), Stale when somebody uploaded meanwhile.
    """
    _check(permohonan, actor, slot)  # nobody keeps twenty megabytes of somebody who may not upload
    try:
        berkas = storage.save_upload(upload, slot.bentuk, actor, storage.max_upload())
    except Refused as refusal:
        raise type(refusal)(refusal.message, refusal.field or "berkas") from None
    # Only now: reading a large file must not keep the others from the case.
    lock(permohonan)
    _check(permohonan, actor, slot)
    peran = take(permohonan, rules.upload_step(actor, permohonan) or rules.OWN, actor)
    tahap = open_stage(permohonan)
    assert tahap is not None  # _check
    nomor = _next_number(tahap, slot, berkas, seen)
    versi = VersiNaskah(
        permohonan_id=permohonan.id,
        tahap=tahap,
        slot=slot,
        nomor=nomor,
        berkas=berkas,
        nama=storage.display_name(upload.filename or ""),
        catatan=catatan,
        is_tandingan=rules.is_counter(actor, permohonan),
        pengunggah=actor,
        peran=peran,
        uploaded_at=now(),
    )
    db.session.add(versi)
    db.session.flush()
    data = {
        "nama": f"{slot.nama} Versi {nomor}",
        "tahap": tahap.tahap.value,
        "slot": slot.kode,
        "nomor": nomor,
        "versi_id": versi.id,
    }
    record("naskah.diunggah", actor=actor, objek=permohonan, peran=peran, data=data, catatan=catatan)
    return versi


def _check(permohonan: Permohonan, actor: Pengguna, slot: RencanaSlot) -> None:
    sentence = rules.why_not_upload(actor, permohonan, slot)
    if sentence is not None:
        raise Refused(sentence)


def _next_number(tahap: TahapPerkara, slot: RencanaSlot, berkas: storage.Berkas, seen: int | None) -> int:
    """The number of the new version. The case is locked, so nobody else gets the same."""
    newest = queries.newest_in(tahap, slot)
    if newest is not None and newest.berkas_id == berkas.id:
        raise Refused(
            _l(
                "Berkas ini sama dengan Versi %(n)s yang sudah ada, sehingga tidak ada yang diunggah.",
                n=newest.nomor,
            ),
            "berkas",
        )
    nomor = newest.nomor if newest is not None else 0
    if newest is not None and seen is not None and seen != nomor:
        raise Stale(
            _l(
                "%(nama)s baru saja mengunggah Versi %(n)s. Periksa dahulu, lalu unggah berkas Anda sekali lagi.",
                nama=newest.pengunggah.nama,
                n=nomor,
            )
        )
    return nomor + 1


def note_reading(permohonan: Permohonan, *, actor: Pengguna, versi: VersiNaskah) -> bool:
    """That this person opened or downloaded this version; the same again within ten minutes is not told twice.

    Answers whether it was noted.
    """
    told = db.session.scalar(
        select(Peristiwa.id)
        .where(
            Peristiwa.objek_tipe == Permohonan.__tablename__,
            Peristiwa.objek_id == permohonan.id,
            Peristiwa.jenis == "naskah.diunduh",
            Peristiwa.pelaku_id == actor.id,
            Peristiwa.at > now() - READ_AGAIN,
            Peristiwa.data["versi_id"].as_integer() == versi.id,
        )
        .limit(1)
    )
    if told is not None:
        return False
    data = {"nama": str(versi), "versi_id": versi.id}
    # The hat nearest to the case, else the role by which the reader sees it.
    peran = hat_name(actor, permohonan, tuple(Hat)) or next(iter(sorted(roles_of(actor))), "")
    record("naskah.diunduh", actor=actor, objek=permohonan, peran=peran, data=data)
    return True
