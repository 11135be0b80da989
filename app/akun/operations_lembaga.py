"""Papers of institutions and their verification: given by members, checked by Admin. Nothing is mailed here."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.akun import rules_lembaga as rules
from app.akun.models import Instansi, KeadaanVerifikasi, Pengguna
from app.akun.models_lembaga import HasilPeriksa, JenisSurat, SuratInstansi
from app.akun.queries import membership_of
from app.akun.queries_lembaga import ending_papers, papers_of, standing
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now, today
from app.kit.errors import Refused
from app.kit.storage import save_upload

PAPER_FILES = ("pdf", "png", "jpg")
REPLACED = (JenisSurat.AKTA, JenisSurat.NIB, JenisSurat.NPWP)


# --- members --------------------------------------------------------------------------------
def give_paper(
    instansi: Instansi,
    *,
    actor: Pengguna,
    jenis: JenisSurat,
    nomor: str,
    terbit_on: date,
    berlaku_sampai: date | None,
    upload: FileStorage,
) -> SuratInstansi:
    """A member gives a paper; a deed, NIB or NPWP replaces the one before, which stays to be read.

    The event is `instansi.surat_diunggah`. Raises Refused (fields nomor, terbit_on, berlaku_sampai, berkas, or none).
    """
    _hold(instansi)
    papers = standing(papers_of(instansi))
    _refuse(rules.why_not_give_paper(actor, _own(instansi, actor), len(papers)))
    nomor = rules.compact_number(jenis, nomor)
    _refuse(rules.why_not_number(jenis, nomor), "nomor")
    wrong = rules.why_not_term(terbit_on, berlaku_sampai, today())
    if wrong is not None:
        raise Refused(wrong[1], wrong[0])
    try:
        berkas = save_upload(upload, PAPER_FILES, actor)
    except Refused as refusal:
        raise Refused(refusal.message, "berkas") from None
    for paper in papers:
        if paper.jenis is jenis and jenis in REPLACED:
            paper.digantikan_at = now()
    db.session.flush()  # the old one gives its place first
    surat = SuratInstansi(
        instansi=instansi,
        jenis=jenis,
        nomor=nomor,
        terbit_on=terbit_on,
        berlaku_sampai=berlaku_sampai,
        berkas=berkas,
        pengunggah=actor,
    )
    db.session.add(surat)
    if jenis is JenisSurat.NIB:
        instansi.nib = nomor
    if jenis is JenisSurat.AKTA:
        instansi.nomor_akta = nomor
    db.session.flush()
    _record("instansi.surat_diunggah", instansi, actor, surat)
    return surat


def ask_verification(instansi: Instansi, *, actor: Pengguna) -> Instansi:
    """A member asks Bagian Kerja Sama to look at the papers. Raises Refused."""
    _hold(instansi)
    _refuse(rules.why_not_ask(actor, instansi, _own(instansi, actor), standing(papers_of(instansi))))
    _stand(instansi, KeadaanVerifikasi.MENUNGGU)
    _record("instansi.verifikasi_diminta", instansi, actor)
    return instansi


def look_again(instansi: Instansi, *, actor: Pengguna) -> None:
    """A verified institution has taken another name or kind: the badge said it of the old one, so Admin looks again."""
    if instansi.verifikasi is KeadaanVerifikasi.TERVERIFIKASI:
        _stand(instansi, KeadaanVerifikasi.MENUNGGU)
        _record("instansi.verifikasi_diminta", instansi, actor)


# --- Admin --------------------------------------------------------------------------------
def check_paper(surat: SuratInstansi, *, actor: Pengguna, is_good: bool, catatan: str = "") -> SuratInstansi:
    """Admin finds a paper right or returns it with a reason. Raises Refused (field catatan, or none)."""
    _hold(surat.instansi)
    db.session.refresh(surat)
    _refuse(rules.why_not_check(actor, membership_of(actor), surat.instansi))
    if surat.digantikan_at is not None:
        raise Refused(_l("Surat ini sudah digantikan yang lebih baru."))
    if not is_good and not catatan.strip():
        raise Refused(_l("Tulis apa yang harus diperbaiki."), "catatan")
    surat.hasil = HasilPeriksa.SAH if is_good else HasilPeriksa.DIKEMBALIKAN
    surat.catatan, surat.diperiksa_at, surat.diperiksa_oleh = catatan.strip(), now(), actor
    _record("instansi.surat_diperiksa", surat.instansi, actor, surat, catatan=surat.catatan)
    return surat


def verify_instansi(instansi: Instansi, *, actor: Pengguna, catatan: str = "") -> Instansi:
    """Admin confirms the institution on the strength of its papers. Raises Refused."""
    _hold(instansi)
    _refuse(rules.why_not_check(actor, membership_of(actor), instansi))
    _refuse(rules.why_not_verify(instansi, standing(papers_of(instansi)), today()))
    _stand(instansi, KeadaanVerifikasi.TERVERIFIKASI, catatan, actor)
    _record("instansi.diverifikasi", instansi, actor, catatan=catatan.strip())
    return instansi


def return_instansi(instansi: Instansi, *, actor: Pengguna, catatan: str) -> Instansi:
    """Admin sends it back with what is missing; a badge that was given is taken. Raises Refused (field catatan)."""
    _hold(instansi)
    _refuse(rules.why_not_check(actor, membership_of(actor), instansi))
    if instansi.verifikasi is KeadaanVerifikasi.PERLU_PERBAIKAN:
        raise Refused(_l("Perbaikan sudah diminta."))
    if not catatan.strip():
        raise Refused(_l("Tulis apa yang harus diperbaiki."), "catatan")
    _stand(instansi, KeadaanVerifikasi.PERLU_PERBAIKAN, catatan)
    _record("instansi.verifikasi_dikembalikan", instansi, actor, catatan=catatan.strip())
    return instansi


# --- the calendar --------------------------------------------------------------------------------
def remind_of_ends() -> int:
    """Papers that end in 30, 7 or 0 days are told of, once each; answers how many. Repeating it tells nothing twice."""
    count = 0
    for surat in ending_papers(today()):
        due = rules.reminder_due(surat, today())
        if due is None:
            continue
        surat.diingatkan = due
        _record("instansi.surat_berakhir", surat.instansi, None, surat)
        count += 1
    return count


# --- pieces --------------------------------------------------------------------------------
def _hold(instansi: Instansi) -> None:
    """Two at once on one institution: the second waits, and then sees what the first did."""
    db.session.execute(select(Instansi.id).where(Instansi.id == instansi.id).with_for_update(key_share=True))
    db.session.refresh(instansi)


def _own(instansi: Instansi, actor: Pengguna) -> Any:
    membership = membership_of(actor)
    return membership if membership is not None and membership.instansi_id == instansi.id else None


def _refuse(sentence: Any, field: str | None = None) -> None:
    if sentence is not None:
        raise Refused(sentence, field)


def _stand(
    instansi: Instansi, state: KeadaanVerifikasi, catatan: str = "", by: Pengguna | None = None
) -> None:
    instansi.verifikasi, instansi.verifikasi_since = state, now()
    instansi.verifikasi_catatan = catatan.strip()
    is_verified = state is KeadaanVerifikasi.TERVERIFIKASI
    instansi.verified_at, instansi.verified_by = (now(), by) if is_verified else (None, None)


def _record(
    jenis: str,
    instansi: Instansi,
    actor: Pengguna | None,
    surat: SuratInstansi | None = None,
    catatan: str = "",
) -> None:
    """`data` of a paper: which kind (`surat`), its row, what was found, until when it stands."""
    data: dict[str, Any] = {}
    if surat is not None:
        until = surat.berlaku_sampai
        data = {
            "nama": str(surat.jenis.label),
            "surat": surat.jenis.value,
            "surat_id": surat.id,
            "hasil": surat.hasil.value,
            "sampai": until.isoformat() if until else None,
        }
    peran = acting_role(actor) if actor is not None else ""
    record(jenis, actor=actor, objek=instansi, peran=peran, data=data, catatan=catatan)
