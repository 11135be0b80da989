"""Everything that changes opinions, returns and the letter of offer, and with the last opinion closes a stage.

Each function holds the case, asks the rules, changes rows, records one event. It never commits, mails or sees a
request.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.operations import record
from app.kerjasama.queries import induk_of
from app.kit.clock import now, today
from app.kit.errors import Refused, Stale
from app.naskah import queries as naskah
from app.naskah.models import VersiNaskah
from app.pembahasan import giliran, queries, rules
from app.pembahasan.models import Pendapat, Pengembalian, Sikap, SuratPenawaran
from app.permohonan import rules as perkara
from app.permohonan import tahap_operations
from app.permohonan.alur import Status
from app.permohonan.models import HasilTahap, Permohonan, TahapPerkara
from app.permohonan.operations import close_case, lock, take
from app.permohonan.sambungan import register_keberatan, register_penghubung
from app.rujukan.models import OPD
from app.rujukan.models_rencana import PihakPendapat, TahapBahas

MAX_ALASAN = 4000
MAX_NOMOR = 120
LONGEST_ROLE = 160


# --- opinions ------------------------------------------------------------------------------------------------------
def give_opinion(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    sikap: Sikap,
    alasan: str = "",
    versi_id: int,
    terakhir_id: int,
) -> Pendapat:
    """What a person thinks of the version seen; the last opinion that was missing closes the stage.

    `versi_id`: the version of the main document that was shown; `terakhir_id`: the newest required version then.
    The same opinion again changes nothing; another one stands beside the old one, which no longer counts. Raises
    Refused (field `alasan`), Stale when a newer version exists or the stage was closed meanwhile.
    """
    lock(permohonan)
    alasan = alasan.strip()
    versi = naskah.find_version(permohonan, versi_id)
    own = queries.own_opinion(versi.tahap, actor) if versi is not None else None
    if own is not None and _is_same(own, sikap, alasan, versi_id, terakhir_id):
        return own
    tahap = _open_stage_of(permohonan, versi)
    mark = naskah.required_mark(tahap)
    sentence = rules.why_not_opinion(actor, permohonan, mark)
    if sentence is not None:
        raise Refused(sentence)
    _check_newest(permohonan, tahap, versi_id, terakhir_id, mark)
    _check_reason(sikap, alasan)
    pihak = rules.pihak_of(actor, permohonan)
    assert pihak is not None and versi is not None  # why_not_opinion, _open_stage_of
    peran = take(permohonan, rules.opinion_step(pihak), actor)
    row = _put_down(own, tahap, actor, pihak, peran)
    row.versi_id, row.terakhir_id, row.sikap, row.alasan = versi_id, terakhir_id, sikap, alasan
    db.session.add(row)
    data = {"sikap": sikap.value, "versi_id": versi_id, "nama": str(versi), "tahap": tahap.tahap.value}
    record("pendapat.diberikan", actor=actor, objek=permohonan, peran=peran, data=data, catatan=alasan)
    settle(permohonan, actor=actor, peran=peran)
    return row


def _is_same(own: Pendapat, sikap: Sikap, alasan: str, versi_id: int, terakhir_id: int) -> bool:
    said = (own.sikap, own.alasan, own.versi_id, own.terakhir_id)
    return said == (sikap, alasan, versi_id, terakhir_id)


def _open_stage_of(permohonan: Permohonan, versi: VersiNaskah | None) -> TahapPerkara:
    """The open stage, when it is the one of the version that was shown."""
    here = perkara.open_stage(permohonan)
    if here is not None and versi is not None and versi.tahap_id == here.id:
        return here
    if versi is not None and versi.tahap.closed_at is not None:
        raise Stale(
            _l(
                "Tahap %(tahap)s baru saja ditutup, sehingga pendapat atas dokumennya tidak dapat diubah lagi.",
                tahap=versi.tahap.rencana_tahap,
            )
        )
    raise Refused(perkara.NOT_NOW)


def _check_newest(
    permohonan: Permohonan, tahap: TahapPerkara, versi_id: int, terakhir_id: int, mark: int | None
) -> None:
    """The version seen must still be the newest one. Raises Stale, which names the newest."""
    pokok = naskah.pokok_version(tahap)
    assert pokok is not None and mark is not None  # the required documents are there
    if pokok.id == versi_id and terakhir_id == mark:
        return
    newest = naskah.find_version(permohonan, mark)
    raise Stale(
        _l(
            "%(baru)s baru saja diunggah. Baca dahulu, lalu beri pendapat atas Versi %(n)s.",
            baru=newest,
            n=pokok.nomor,
        )
    )


def _check_reason(sikap: Sikap, alasan: str) -> None:
    if sikap is not Sikap.SETUJU and not alasan:
        raise Refused(_l("Tulis alasannya; hanya Setuju yang boleh tanpa alasan."), "alasan")
    if len(alasan) > MAX_ALASAN:
        raise Refused(_l("Alasan paling banyak %(n)s huruf.", n=MAX_ALASAN), "alasan")


def _put_down(
    own: Pendapat | None, tahap: TahapPerkara, actor: Pengguna, pihak: PihakPendapat, peran: str
) -> Pendapat:
    """A new opinion of this person; the one before stays in the history and counts no more."""
    if own is not None:
        own.digantikan_at = now()
        db.session.flush()  # only one of a person counts at a time
    jabatan = actor.jabatan_tim if pihak is PihakPendapat.TKKSD else None
    return Pendapat(
        permohonan_id=tahap.permohonan_id,
        tahap_id=tahap.id,
        pengguna_id=actor.id,
        pihak=pihak,
        peran=(f"{peran}, {jabatan}" if jabatan else peran)[:LONGEST_ROLE],
        jabatan_tim_id=jabatan.id if jabatan else None,
        given_at=now(),
    )


def settle(permohonan: Permohonan, *, actor: Pengguna, peran: str = "") -> None:
    """Close the open stage when its rule is met, else pass the turn to whoever is missing. The case must be locked."""
    tahap = perkara.open_stage(permohonan)
    if tahap is None:
        return
    perolehan = queries.tally(tahap)
    if not perolehan.is_terpenuhi:
        giliran.refresh(permohonan, perolehan)
        return
    skip = {TahapBahas.PENYUSUNAN_KB} if induk_of(permohonan) is not None else set()
    tahap_operations.close_stage(permohonan, actor=actor, skip=skip, peran=peran)


def retire_voice(permohonan: Permohonan, pengguna: Pengguna, actor: Pengguna, peran: str) -> None:
    """Who is a contact no more, or may agree no more: what they said of the open stage stays in the history and counts
    no more, neither for it nor against. The case must be locked."""
    tahap = perkara.open_stage(permohonan)
    if tahap is None:
        return
    own = queries.own_opinion(tahap, pengguna)
    if own is not None and own.pihak is PihakPendapat.PPKSD:
        own.digantikan_at = now()
        db.session.flush()
    settle(permohonan, actor=actor, peran=peran)


def objection_of(permohonan: Permohonan, pengguna: Pengguna) -> Any:
    """The sentence while this contact's last word on the open stage is an objection, also to a version before the
    newest one: she has not said yet that the new one answers it. None otherwise."""
    tahap = perkara.open_stage(permohonan)
    own = queries.own_opinion(tahap, pengguna) if tahap is not None else None
    if own is None or own.pihak is not PihakPendapat.PPKSD or own.sikap not in rules.MENAHAN:
        return None
    return _l(
        "%(nama)s masih berkeberatan pada tahap ini. Haknya dapat dikurangi setelah ia mengubah pendapatnya atau tahap "
        "ini selesai.",
        nama=pengguna.nama,
    )


register_penghubung(retire_voice)
register_keberatan(objection_of)


# --- Admin: back to the applicant, or the end ----------------------------------------------------------------------
def send_back(permohonan: Permohonan, *, actor: Pengguna, alasan: str, terakhir_id: int) -> Pengembalian:
    """Admin sends the newest papers back with a reason: the applicant's turn until the next version.

    The same reason again changes nothing. Raises Refused (`alasan`), Stale when a newer version came meanwhile.
    """
    lock(permohonan)
    peran = take(permohonan, "kembalikan", actor)
    alasan = _reason(alasan, _l("Tulis apa yang perlu diperbaiki."))
    tahap = perkara.open_stage(permohonan)
    mark = naskah.required_mark(tahap) if tahap is not None else None
    if tahap is None or mark is None:
        raise Refused(rules.BELUM_LENGKAP)
    if mark != terakhir_id:
        newest = naskah.find_version(permohonan, mark)
        raise Stale(_l("%(baru)s baru saja diunggah. Baca dahulu, lalu putuskan kembali.", baru=newest))
    before = queries.last_return(tahap)
    if before is not None and (before.terakhir_id, before.alasan) == (mark, alasan):
        return before
    row = Pengembalian(
        tahap_id=tahap.id, terakhir_id=mark, oleh_id=actor.id, alasan=alasan, returned_at=now()
    )
    db.session.add(row)
    data = {"nama": str(naskah.pokok_version(tahap)), "tahap": tahap.tahap.value}
    record("naskah.dikembalikan", actor=actor, objek=permohonan, peran=peran, data=data, catatan=alasan)
    giliran.refresh(permohonan)
    return row


def stop_case(permohonan: Permohonan, *, actor: Pengguna, alasan: str) -> None:
    """Admin ends a case in discussion, with a reason; no disagreement does that by itself. Raises Refused (`alasan`)."""
    lock(permohonan)
    if permohonan.status is Status.DITOLAK and permohonan.penutup == alasan.strip():
        return  # a second press
    peran = take(permohonan, "hentikan", actor)
    alasan = _reason(alasan, _l("Tulis alasan penolakan."))
    stage = permohonan.status.value
    close_case(permohonan, Status.DITOLAK, alasan)
    record(
        "permohonan.dihentikan",
        actor=actor,
        objek=permohonan,
        peran=peran,
        data={"tahap": stage},
        catatan=alasan,
    )


def _reason(text: str, missing: Any) -> str:
    text = text.strip()
    if not text:
        raise Refused(missing, "alasan")
    if len(text) > MAX_ALASAN:
        raise Refused(_l("Alasan paling banyak %(n)s huruf.", n=MAX_ALASAN), "alasan")
    return text


# --- the applicant's answer ----------------------------------------------------------------------------------------
def answer_note(pendapat: Pendapat, *, actor: Pengguna, tanggapan: str) -> Pendapat:
    """PPKSD answers the city's note on the newest version, also after its stage was agreed.

    Raises Refused (`tanggapan`), Stale when the note counts no more.
    """
    permohonan = pendapat.permohonan
    lock(permohonan)
    db.session.refresh(pendapat)
    peran = take(permohonan, "tanggapi", actor)
    text = tanggapan.strip()
    if not text:
        raise Refused(_l("Tulis tanggapan Anda."), "tanggapan")
    if len(text) > MAX_ALASAN:
        raise Refused(_l("Tanggapan paling banyak %(n)s huruf.", n=MAX_ALASAN), "tanggapan")
    tahap = pendapat.tahap
    stands = tahap.closed_at is None or tahap.hasil is HasilTahap.DISEPAKATI
    is_gone = pendapat.digantikan_at is not None or not stands
    if is_gone or rules.is_stale(pendapat, naskah.required_mark(tahap)):
        raise Stale(_l("Catatan ini tidak berlaku lagi: pemberinya mengubah pendapat, atau ada versi baru."))
    if pendapat.sikap not in rules.BERCATATAN or pendapat.pihak is PihakPendapat.PPKSD:
        raise Refused(_l("Pendapat ini tidak memuat catatan."))
    if pendapat.tanggapan == text:
        return pendapat
    pendapat.tanggapan, pendapat.ditanggapi_at, pendapat.ditanggapi_oleh_id = text, now(), actor.id
    data = {"nama": pendapat.pengguna.nama, "pendapat_id": pendapat.id}
    record("pendapat.ditanggapi", actor=actor, objek=permohonan, peran=peran, data=data, catatan=text)
    return pendapat


# --- the letter of offer -------------------------------------------------------------------------------------------
def record_letter(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    nomor: str,
    tanggal: date | None,
    diterima_on: date | None = None,
) -> SuratPenawaran:
    """Number and date of the letter by PPKSD or Admin; the day of receipt, from which the answer counts, by Admin only.

    After Admin noted the receipt only Admin corrects the record. The same again changes nothing. Raises Refused
    (fields `nomor`, `tanggal`, `diterima_on`).
    """
    lock(permohonan)
    peran = take(permohonan, "catat_surat", actor)
    is_admin = rules.pihak_of(actor, permohonan) is PihakPendapat.ADMIN
    row = db.session.get(SuratPenawaran, permohonan.id, populate_existing=True)
    received = _received(row, diterima_on, is_admin)
    nomor = nomor.strip()
    _check_letter(nomor, tanggal, received)
    assert tanggal is not None
    if row is not None and (row.nomor, row.tanggal, row.diterima_on) == (nomor, tanggal, received):
        return row
    if row is None:
        row = SuratPenawaran(permohonan_id=permohonan.id)
        db.session.add(row)
    row.nomor, row.tanggal, row.diterima_on = nomor, tanggal, received
    row.dicatat_oleh_id, row.recorded_at = actor.id, now()
    data = {
        "nama": nomor,
        "tanggal": tanggal.isoformat(),
        "diterima": received.isoformat() if received else None,
    }
    record("surat.dicatat", actor=actor, objek=permohonan, peran=peran, data=data)
    return row


def _received(row: SuratPenawaran | None, diterima_on: date | None, is_admin: bool) -> date | None:
    if is_admin:
        return diterima_on
    if row is not None and row.diterima_on is not None:
        raise Refused(_l("Surat ini sudah diterima. Bila ada yang keliru, hubungi Bagian Kerja Sama."))
    if diterima_on is not None:
        raise Refused(_l("Tanggal diterima dicatat oleh Admin."), "diterima_on")
    return None


def _check_letter(nomor: str, tanggal: date | None, received: date | None) -> None:
    if not nomor:
        raise Refused(_l("Isi nomor surat penawaran."), "nomor")
    if len(nomor) > MAX_NOMOR:
        raise Refused(_l("Nomor surat paling banyak %(n)s huruf.", n=MAX_NOMOR), "nomor")
    if tanggal is None:
        raise Refused(_l("Isi tanggal surat penawaran."), "tanggal")
    if tanggal > today():
        raise Refused(_l("Tanggal surat tidak boleh sesudah hari ini."), "tanggal")
    if received is not None and received < tanggal:
        raise Refused(_l("Surat tidak dapat diterima sebelum tanggalnya."), "diterima_on")
    if received is not None and received > today():
        raise Refused(_l("Tanggal diterima tidak boleh sesudah hari ini."), "diterima_on")


# --- who works on the case -----------------------------------------------------------------------------------------
def assign_people(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    anggota: Collection[Pengguna],
    opd: Collection[OPD],
    seen: Collection[int] | None = None,
) -> None:
    """Exactly these members and perangkat daerah work on the case; whoever is missing may be somebody else then.

    `seen`: ids of the members whom the page showed as assigned (None: not asked). When "all assigned" must agree,
    taking the last silent one off the case closes the stage. Raises Refused (`anggota`), Stale.
    """
    lock(permohonan)
    running = {row.pengguna_id for row in permohonan.penugasan if row.ended_at is None}
    wanted = {person.id for person in anggota}
    if seen is not None and running not in (set(seen), wanted):
        raise Stale(
            _l("Penugasan baru saja diubah oleh Admin lain. Lihat keadaannya sekarang, lalu simpan lagi.")
        )
    tahap_operations.assign(permohonan, actor=actor, anggota=anggota)
    tahap_operations.set_pengampu(permohonan, actor=actor, opd=opd)
    settle(permohonan, actor=actor, peran="Admin")
