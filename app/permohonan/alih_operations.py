"""A contact's place passes to another member of the same institution (F18): offered, taken or refused, withdrawn.

Until the place is taken the old contact stays, unless she has left. What waited for her waits for the new one, because
tasks are derived from who the contacts are. Each function holds the case, asks the rules, changes rows, records one
event; it never commits, mails or sees a request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Biodata, Pengguna
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.permohonan import alih_queries, potret, rules, rules_alih
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.permohonan.models_alih import AlihTugas, JawabanAlih
from app.permohonan.operations import accept_pakta, lock
from app.permohonan.sambungan import penghubung_berubah
from app.rujukan.models import PaktaIntegritas

MAX_ALASAN = 1000
ANSWERED = _l("Pengalihan ini sudah dijawab atau dibatalkan.")


def request_alih(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    ke: int,
    kepada: Pengguna,
    alasan: str,
    dari_id: int | None = None,
) -> AlihTugas:
    """The place `ke` is offered to another member; it passes at once when its contact has left (rules_alih.is_at_once).

    The same offer again changes nothing. `dari_id`: the contact whom the page showed. Raises Refused (fields `kepada`,
    `alasan`), Stale when the place has changed hands meanwhile.
    """
    _hold(permohonan)
    petugas = rules.petugas_ke(permohonan, ke)
    if dari_id is not None and (petugas is None or petugas.pengguna_id != dari_id):
        raise Stale(_l("Petugas perkara ini baru saja berganti. Lihat keadaannya sekarang."))
    waiting = next((row for row in _open_offers(permohonan) if row.ke == ke), None)
    if waiting is not None and waiting.kepada_id == kepada.id:
        return waiting
    sentence = rules_alih.why_not_hand_over(actor, permohonan, ke)
    if sentence is not None:
        raise Refused(sentence)
    assert petugas is not None and petugas.pengguna is not None  # the rule
    _check(permohonan, kepada, alasan)
    if waiting is not None:
        raise Refused(
            _l(
                "Tempat ini sudah ditawarkan kepada %(nama)s. Batalkan dahulu tawaran itu.",
                nama=waiting.kepada.nama,
            )
        )
    peran = rules_alih.role_for(actor, permohonan, ke)
    row = AlihTugas(
        permohonan=permohonan,
        ke=ke,
        dari=petugas.pengguna,
        kepada=kepada,
        oleh=actor,
        peran=peran,
        alasan=alasan.strip(),
        diminta_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    if rules_alih.is_at_once(petugas, peran):
        _take_over(row, petugas, actor, peran, None)
    else:
        _tell("permohonan.alih_diminta", row, actor, peran)
    return row


def _hold(permohonan: Permohonan) -> None:
    """The case, and who belongs to its institution now: somebody may have been taken out while the case was held."""
    lock(permohonan)
    for member in permohonan.instansi.anggota:
        db.session.expire(member)
    db.session.expire(permohonan.instansi, ["anggota"])


def _open_offers(permohonan: Permohonan) -> list[AlihTugas]:
    """The offers in force; one of a place that changed hands in another way ends here."""
    found = []
    for row in alih_queries.offers(permohonan):
        petugas = rules.petugas_ke(permohonan, row.ke)
        if petugas is not None and petugas.pengguna_id == row.dari_id:
            found.append(row)
        else:
            row.jawaban, row.dijawab_at = JawabanAlih.DIBATALKAN, now()
    db.session.flush()
    return found


def _check(permohonan: Permohonan, kepada: Pengguna, alasan: str) -> None:
    has_profile = db.session.get(Biodata, kepada.id) is not None
    sentence = rules_alih.why_not_receive(kepada, permohonan, has_profile)
    if sentence is not None:
        raise Refused(sentence, "kepada")
    if any(row.kepada_id == kepada.id for row in alih_queries.offers(permohonan)):
        raise Refused(_l("%(nama)s sudah ditawari tempat lain pada perkara ini.", nama=kepada.nama), "kepada")
    if not alasan.strip():
        raise Refused(_l("Tulis alasan pengalihan."), "alasan")
    if len(alasan.strip()) > MAX_ALASAN:
        raise Refused(_l("Alasan paling banyak %(n)s huruf.", n=MAX_ALASAN), "alasan")


def answer_alih(
    alih: AlihTugas, *, actor: Pengguna, terima: bool, pakta: PaktaIntegritas | None = None
) -> AlihTugas:
    """The member to whom the place was offered takes or refuses it; a second press changes nothing.

    While the application can be changed she accepts the integrity pact with it. Raises Refused (field `setuju`).
    """
    permohonan = alih.permohonan
    _hold(permohonan)
    db.session.refresh(alih)
    if alih.kepada_id != actor.id:
        raise Refused(rules.NOT_YOURS)
    if alih.jawaban is (JawabanAlih.DITERIMA if terima else JawabanAlih.DITOLAK):
        return alih
    if alih.jawaban is not JawabanAlih.MENUNGGU:
        raise Refused(ANSWERED)
    if not terima:
        alih.jawaban, alih.dijawab_at = JawabanAlih.DITOLAK, now()
        _tell("permohonan.alih_ditolak", alih, actor, "")
        return alih
    petugas = _place(alih)
    has_profile = db.session.get(Biodata, actor.id) is not None
    sentence = rules_alih.why_not_receive(actor, permohonan, has_profile)
    if sentence is not None:
        raise Refused(sentence)
    if pakta is None and rules_alih.needs_pakta(permohonan):
        raise Refused(_l("Setujui pakta integritas untuk melanjutkan."), "setuju")
    _take_over(alih, petugas, actor, f"PPKSD-{alih.ke}", pakta)
    return alih


def _place(alih: AlihTugas) -> Petugas:
    """The place, still held by whom it was offered for. Raises Refused."""
    petugas = rules.petugas_ke(alih.permohonan, alih.ke)
    if petugas is None or petugas.pengguna_id != alih.dari_id:
        raise Refused(ANSWERED)
    if not rules_alih.is_running(alih.permohonan):
        raise Refused(rules_alih.OVER)
    return petugas


def cancel_alih(alih: AlihTugas, *, actor: Pengguna) -> AlihTugas:
    """Whoever may hand the place over takes the offer back. Raises Refused when it was answered."""
    permohonan = alih.permohonan
    _hold(permohonan)
    db.session.refresh(alih)
    if alih.jawaban is JawabanAlih.DIBATALKAN:
        return alih
    peran = rules_alih.role_for(actor, permohonan, alih.ke)
    if not peran:
        raise Refused(rules.NOT_YOURS)
    if alih.jawaban is not JawabanAlih.MENUNGGU:
        raise Refused(ANSWERED)
    alih.jawaban, alih.dijawab_at = JawabanAlih.DIBATALKAN, now()
    _tell("permohonan.alih_dibatalkan", alih, actor, peran)
    return alih


def _take_over(
    alih: AlihTugas, petugas: Petugas, actor: Pengguna, peran: str, pakta: PaktaIntegritas | None
) -> None:
    """The place is the new contact's: ownership with the first one, a new copy of biodata, the old one kept.

    Put in the place of somebody who has left, while the application can be changed, PPKSD-2 is asked for the pact as
    any other; PPKSD-1 accepts it when she sends.
    """
    permohonan, receiver = alih.permohonan, alih.kepada
    alih.petugas_lama = potret.petugas_text(petugas)
    alih.jawaban, alih.dijawab_at = JawabanAlih.DITERIMA, now()
    must_answer = pakta is None and petugas.ke == 2 and rules_alih.needs_pakta(permohonan)
    petugas.pengguna, petugas.undangan = receiver, None
    petugas.jawaban = JawabanPetugas.MENUNGGU if must_answer else JawabanPetugas.DITERIMA
    petugas.dijawab_at = None if must_answer else now()
    biodata = db.session.get(Biodata, receiver.id)
    assert biodata is not None  # checked
    if must_answer:
        _forget(petugas)
    else:
        potret.take_biodata(petugas, biodata)
    if petugas.ke == 1:
        permohonan.pemilik = receiver
    if pakta is not None:
        accept_pakta(permohonan, receiver, pakta)
    db.session.flush()
    _tell("permohonan.alih_berlaku", alih, actor, peran)
    penghubung_berubah(permohonan, alih.dari, actor, peran)


def _forget(petugas: Petugas) -> None:
    """The copy of the former contact's biodata leaves the case; it is kept with the handing over."""
    for name in (
        "nama", "nik_sandi", "nik_samar", "nomor_kepegawaian", "telepon", "email", "unit_kerja", "jabatan",
    ):  # fmt: skip
        setattr(petugas, name, "")


def _tell(jenis: str, alih: AlihTugas, actor: Pengguna, peran: str) -> None:
    data = {
        "alih_id": alih.id,
        "ke": alih.ke,
        "nama": alih.kepada.nama,
        "pengguna_id": alih.kepada_id,
        "dari": alih.dari.nama,
        "dari_id": alih.dari_id,
        "oleh_id": alih.oleh_id,
        "peminta": alih.peran,
    }
    record(jenis, actor=actor, objek=alih.permohonan, peran=peran, data=data, catatan=alih.alasan)


# --- several at once -----------------------------------------------------------------------------------------------
@dataclass
class Hasil:
    """What came of handing many places over: (case, the offer) and (case, the sentence why not)."""

    berhasil: list[tuple[Permohonan, AlihTugas]] = field(default_factory=list)
    gagal: list[tuple[Permohonan, Any]] = field(default_factory=list)


def request_all(
    cases: Sequence[Permohonan], *, actor: Pengguna, dari: Pengguna, kepada: Pengguna, alasan: str
) -> Hasil:
    """The places of one person in all these cases are offered to one member, case by case in the order of their ids.

    What cannot be handed over is said and leaves the others as they are. Raises Refused (`alasan`, `kepada`) when
    nothing could be.
    """
    if not alasan.strip():
        raise Refused(_l("Tulis alasan pengalihan."), "alasan")
    hasil = Hasil()
    for case in sorted(cases, key=lambda row: row.id):
        place = next((row.ke for row in case.petugas if row.pengguna_id == dari.id), None)
        if place is None:
            continue
        try:
            offer = request_alih(case, actor=actor, ke=place, kepada=kepada, alasan=alasan, dari_id=dari.id)
        except Refused as refusal:  # refused before anything was changed
            hasil.gagal.append((case, refusal.message))
        else:
            hasil.berhasil.append((case, offer))
    if hasil.gagal and not hasil.berhasil:
        raise Refused(hasil.gagal[0][1], "kepada")
    return hasil
