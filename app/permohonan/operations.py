"""Everything that changes an application until it is submitted or withdrawn. Admin's answers: verifikasi_operations.

Each function asks the rules, changes rows, records one event. It never commits, mails or sees a request.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.akun import operations as akun
from app.akun.models import Instansi, Pengguna, UndanganInstansi
from app.akun.queries import instansi_of, kekurangan_profil, members_of
from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.operations import record
from app.jejak.signals import recorded
from app.kit.clock import now, to_wita
from app.kit.errors import Gone, Refused, Stale
from app.permohonan import potret, rules
from app.permohonan.alur import (
    DAPAT_DIUBAH,
    GILIRAN_OF,
    ISIAN,
    LANGKAH,
    PERSIAPAN_ISIAN,
    Bagian,
    Giliran,
    Hat,
    Status,
)
from app.permohonan.kode import draft_code, next_code
from app.permohonan.models import (
    BagianPermohonan,
    GiliranPerkara,
    HasilTahap,
    JawabanPetugas,
    Kiriman,
    PermintaanPerbaikan,
    Permohonan,
    PersetujuanPakta,
    Persiapan,
    Petugas,
)
from app.permohonan.queries import last_saved, part_version
from app.rujukan.models import Kategori, PaktaIntegritas, Urusan
from app.rujukan.queries import proposed_kategori

HAT_NAMES = {
    Hat.PPKSD1: "PPKSD-1",
    Hat.PPKSD2: "PPKSD-2",
    Hat.ADMIN: "Admin",
    Hat.TKKSD: "TKKSD",
    Hat.PROTOKOL: "TKKSD Protokol",
}


def lock(permohonan: Permohonan) -> None:
    """Hold the case's row until the transaction ends and read it anew: two acts at once come one after the other.

    Raises Gone when the draft was thrown away meanwhile.
    """
    found = db.session.scalar(select(Permohonan.id).where(Permohonan.id == permohonan.id).with_for_update())
    if found is None:
        raise Gone
    db.session.expire(permohonan)


def hat_name(actor: Pengguna, permohonan: Permohonan, allowed: tuple[Hat, ...]) -> str:
    """In which role somebody acts, as the journal says it."""
    mine = rules.hats(actor, permohonan)
    return next((HAT_NAMES[hat] for hat in allowed if hat in mine), "")


def take(permohonan: Permohonan, step: str, actor: Pengguna) -> str:
    """Check a step by the table and the rules; answers the role in which it is taken. Raises Refused."""
    sentence = rules.why_not(actor, permohonan, step)
    if sentence is not None:
        raise Refused(sentence)
    return hat_name(actor, permohonan, LANGKAH[step].hats)


def move(permohonan: Permohonan, status: Status, giliran: Giliran | None = None) -> None:
    """The case stands elsewhere from this moment on; whose turn it is then, unless said, is what the table says."""
    permohonan.status = status
    permohonan.status_since = now()
    pass_turn(permohonan, giliran or GILIRAN_OF[status])


def pass_turn(permohonan: Permohonan, giliran: Giliran) -> None:
    """From now on it is this side's turn; the ledger of turns gets a line when side or status differ from the last."""
    moment = now()
    if permohonan.giliran is not giliran or permohonan.giliran_since is None:
        permohonan.giliran, permohonan.giliran_since = giliran, moment
    db.session.flush()
    running = db.session.scalar(
        select(GiliranPerkara).where(
            GiliranPerkara.permohonan_id == permohonan.id, GiliranPerkara.until_at.is_(None)
        )
    )
    if running is not None:
        if running.giliran is giliran and running.status is permohonan.status:
            return
        running.until_at = moment
        db.session.flush()
    if giliran is not Giliran.SELESAI:
        db.session.add(
            GiliranPerkara(
                permohonan_id=permohonan.id, status=permohonan.status, giliran=giliran, since_at=moment
            )
        )


def close_case(permohonan: Permohonan, status: Status, alasan: str) -> None:
    """Refused or withdrawn: the reason stays with the case, and a stage that was open ends with it."""
    move(permohonan, status)
    permohonan.closed_at = permohonan.status_since
    permohonan.penutup = alasan
    for tahap in permohonan.tahap:
        if tahap.closed_at is None:
            tahap.closed_at, tahap.hasil = permohonan.status_since, HasilTahap.DIHENTIKAN


# --- the draft -----------------------------------------------------------------------------------------------------
def create_draft(*, actor: Pengguna) -> Permohonan:
    """A person with complete biodata and institution begins an application; an untouched draft is taken up again.

    It then begins anew: with the institution and the profile of today. Raises Refused when the profile is not complete.
    """
    # Two presses of the button must not make two drafts, and none begins for a record that is being merged away.
    db.session.execute(select(Pengguna.id).where(Pengguna.id == actor.id).with_for_update())
    membership = akun.hold_membership(actor)
    if membership is None or kekurangan_profil(actor):
        raise Refused(_l("Lengkapi dahulu Biodata dan Instansi Anda."))
    instansi = membership.instansi
    untouched = db.session.scalar(
        select(Permohonan).where(
            Permohonan.pemilik_id == actor.id,
            Permohonan.status == Status.DRAF,
            ~select(BagianPermohonan).where(BagianPermohonan.permohonan_id == Permohonan.id).exists(),
        )
    )
    if untouched is not None:
        _fill_in(untouched, actor, instansi)
        return untouched
    code = draft_code()
    permohonan = Permohonan(
        kode=code,
        kode_draf=code,
        status=Status.DRAF,
        status_since=now(),
        giliran=Giliran.PEMOHON,
        giliran_since=now(),
        pemilik=actor,
        is_contoh=actor.is_contoh,
    )
    permohonan.persiapan = Persiapan()
    permohonan.petugas.append(
        Petugas(ke=1, pengguna=actor, jawaban=JawabanPetugas.DITERIMA, dijawab_at=now())
    )
    _fill_in(permohonan, actor, instansi)
    db.session.add(permohonan)
    record("permohonan.draf_dibuat", actor=actor, objek=permohonan, peran="PPKSD-1")
    return permohonan


def _fill_in(permohonan: Permohonan, actor: Pengguna, instansi: Instansi) -> None:
    """What a draft knows before anybody has typed: the institution, PPKSD-1, the category proposed to such an applicant."""
    potret.take_instansi(permohonan, instansi)
    _propose_kategori(permohonan)
    pertama = rules.petugas_ke(permohonan, 1)
    assert pertama is not None  # every case is born with one
    assert actor.biodata is not None  # a complete profile has it
    potret.take_biodata(pertama, actor.biodata)


def _propose_kategori(permohonan: Permohonan) -> None:
    """The proposal follows the kind of applicant; what was chosen stays."""
    usulan = proposed_kategori(permohonan.instansi_jenis)
    permohonan.kategori_usulan = usulan.kategori if usulan else None
    if permohonan.kategori is permohonan.kategori_usulan:
        permohonan.kategori_alasan = ""  # nothing differs any more


def _begin_edit(permohonan: Permohonan, actor: Pengguna, bagian: Bagian, seen: int | None) -> str:
    """Lock the case, check the right and the version that the form showed; answers the role."""
    lock(permohonan)
    sentence = rules.may_edit(actor, permohonan)
    if sentence is not None:
        raise Refused(sentence)
    if seen is not None and seen != part_version(permohonan, bagian):
        row = last_saved(permohonan, bagian)
        if row is None:  # a version that never was
            raise Stale(
                _l("Orang lain baru saja mengubah data ini. Muat ulang halaman, lalu periksa kembali.")
            )
        moment = to_wita(row.saved_at).strftime("%H.%M")
        raise Stale(
            _l(
                "%(nama)s baru saja menyimpan bagian ini (pukul %(jam)s WITA). Bandingkan, lalu simpan sekali lagi.",
                nama=row.saved_by.nama,
                jam=moment,
            )
        )
    return hat_name(actor, permohonan, (Hat.PPKSD1, Hat.PPKSD2))


def _end_edit(
    permohonan: Permohonan,
    actor: Pengguna,
    bagian: Bagian,
    peran: str,
    changed: list[str],
    is_auto: bool = False,
) -> None:
    """Raise the part's version, tick off the corrections whose field changed, and record what was typed.

    An autosave is no act of its own: what it changed is told with the person's next save, or before somebody else's.
    """
    row = last_saved(permohonan, bagian)
    if row is None:
        row = BagianPermohonan(bagian=bagian, versi=0, belum_dicatat=[])
        permohonan.bagian.append(row)
    elif row.saved_by_id != actor.id:
        _tell_typed(permohonan, row)
    names = [name for name in ISIAN if name in {*row.belum_dicatat, *changed}]
    row.versi += 1
    row.saved_at = now()
    row.saved_by = actor
    row.belum_dicatat = names if is_auto else []
    _tick_changed(permohonan)
    db.session.flush()
    if not is_auto and (names or row.versi == 1):
        data = {"bagian": bagian.value, "isian": names}
        record("permohonan.bagian_disimpan", actor=actor, objek=permohonan, peran=peran, data=data)


def _tell_typed(permohonan: Permohonan, row: BagianPermohonan) -> None:
    """Record what autosaves have kept for the person who typed it."""
    if row.belum_dicatat:
        data = {"bagian": row.bagian.value, "isian": row.belum_dicatat}
        peran = hat_name(row.saved_by, permohonan, (Hat.PPKSD1, Hat.PPKSD2))
        row.belum_dicatat = []
        record("permohonan.bagian_disimpan", actor=row.saved_by, objek=permohonan, peran=peran, data=data)


def _tick_changed(permohonan: Permohonan) -> None:
    requests = [p for p in rules.open_requests(permohonan) if p.selesai_at is None]
    if not requests:
        return
    last = db.session.scalar(
        select(Kiriman).where(Kiriman.permohonan_id == permohonan.id, Kiriman.putaran == permohonan.putaran)
    )
    content = potret.content_of(permohonan)
    for request in requests:
        if last is not None and content[request.isian] != last.isi.get(request.isian, ""):
            request.selesai_at = now()


def save_pemohon(
    permohonan: Permohonan,
    *,
    actor: Pengguna,
    judul: str,
    urusan: list[Urusan],
    kategori: Kategori | None,
    kategori_alasan: str,
    seen: int | None,
    is_auto: bool = False,
) -> None:
    """Keep the first form: title, fields of government, category. Raises Refused (field named) and Stale."""
    peran = _begin_edit(permohonan, actor, Bagian.PEMOHON, seen)
    if len(judul) > rules.MAX_JUDUL:
        raise Refused(_l("Judul paling banyak %(n)s huruf.", n=rules.MAX_JUDUL), "judul")
    sentence = rules.check_kategori(kategori, permohonan.kategori_usulan_id, kategori_alasan)
    if sentence is not None and not is_auto:
        raise Refused(sentence, "kategori_alasan")
    before = potret.content_of(permohonan)
    permohonan.judul = judul
    permohonan.urusan = sorted(urusan, key=lambda row: row.kode)
    permohonan.kategori = kategori
    differs = kategori is not None and kategori.id != permohonan.kategori_usulan_id
    permohonan.kategori_alasan = kategori_alasan if differs else ""
    db.session.flush()
    after = potret.content_of(permohonan)
    changed = [name for name in ("judul", "urusan", "kategori") if before[name] != after[name]]
    _end_edit(permohonan, actor, Bagian.PEMOHON, peran, changed, is_auto)


def save_persiapan(
    permohonan: Permohonan, *, actor: Pengguna, isian: dict[str, str], seen: int | None, is_auto: bool = False
) -> None:
    """Keep the nine fields as typed. Limits are judged at submission: nothing typed is ever thrown away."""
    peran = _begin_edit(permohonan, actor, Bagian.PERSIAPAN, seen)
    changed = []
    for field in PERSIAPAN_ISIAN:
        if field.name in isian and getattr(permohonan.persiapan, field.name) != isian[field.name]:
            setattr(permohonan.persiapan, field.name, isian[field.name])
            changed.append(field.name)
    _end_edit(permohonan, actor, Bagian.PERSIAPAN, peran, changed, is_auto)


def refresh_snapshots(permohonan: Permohonan, *, actor: Pengguna) -> None:
    """Take the institution and the confirmed contacts anew from their profiles, while the case may be changed."""
    peran = _begin_edit(permohonan, actor, Bagian.PETUGAS, None)
    before = potret.content_of(permohonan)
    jenis = permohonan.instansi_jenis
    potret.take_instansi(permohonan, permohonan.instansi)
    if permohonan.instansi_jenis != jenis:
        _propose_kategori(permohonan)
    for petugas in permohonan.petugas:
        if petugas.pengguna and petugas.jawaban is JawabanPetugas.DITERIMA and petugas.pengguna.biodata:
            potret.take_biodata(petugas, petugas.pengguna.biodata)
    after = potret.content_of(permohonan)
    changed = [name for name in ("instansi", "ppksd1", "ppksd2") if before[name] != after[name]]
    _end_edit(permohonan, actor, Bagian.PETUGAS, peran, changed)


# --- PPKSD-2 -------------------------------------------------------------------------------------------------------
def _new_ppksd2(permohonan: Permohonan, actor: Pengguna) -> str:
    peran = _begin_edit(permohonan, actor, Bagian.PETUGAS, None)
    if Hat.PPKSD1 not in rules.hats(actor, permohonan):
        raise Refused(_l("Hanya PPKSD-1 yang memilih PPKSD-2."), "ppksd2")
    old = rules.petugas_ke(permohonan, 2)
    if old is not None:
        asked = old.pengguna if old.jawaban is not JawabanPetugas.DITOLAK else None
        permohonan.petugas.remove(old)
        db.session.flush()
        if asked is not None:
            _tell_replaced(permohonan, actor, asked)
    return peran


def _tell_replaced(permohonan: Permohonan, actor: Pengguna, asked: Pengguna) -> None:
    """Who was asked to be PPKSD-2 and has not refused is told that it is somebody else now."""
    data = {"pengguna_id": asked.id, "nama": asked.nama}
    record("permohonan.ppksd2_diganti", actor=actor, objek=permohonan, peran="PPKSD-1", data=data)


def _own_instansi(permohonan: Permohonan, actor: Pengguna, field: str) -> Instansi:
    """The institution that applies, of which the person must still be a member. Raises Refused."""
    instansi = instansi_of(actor)
    if instansi is None or instansi.id != permohonan.instansi_id:
        raise Refused(rules.not_a_member(permohonan), field)
    return instansi


def choose_ppksd2(permohonan: Permohonan, *, actor: Pengguna, pengguna: Pengguna) -> Petugas:
    """PPKSD-1 asks a member of the same institution; who was asked before is asked no more.

    Choosing the same person again changes nothing. Raises Refused for a stranger or for oneself.
    """
    now_asked = rules.petugas_ke(permohonan, 2)
    if (
        now_asked is not None
        and now_asked.pengguna_id == pengguna.id
        and now_asked.jawaban is not JawabanPetugas.DITOLAK
    ):
        return now_asked
    instansi = _own_instansi(permohonan, actor, "ppksd2")
    if pengguna.id == actor.id:
        raise Refused(_l("PPKSD-2 harus orang lain."), "ppksd2")
    if pengguna.id not in {member.id for member in members_of(instansi)}:
        raise Refused(_l("Pilih anggota instansi Anda sendiri."), "ppksd2")
    _new_ppksd2(permohonan, actor)
    petugas = Petugas(ke=2, pengguna=pengguna, jawaban=JawabanPetugas.MENUNGGU)
    permohonan.petugas.append(petugas)
    _touch_part(permohonan, actor)
    record(
        "permohonan.ppksd2_dipilih",
        actor=actor,
        objek=permohonan,
        peran="PPKSD-1",
        data={"pengguna_id": pengguna.id, "nama": pengguna.nama},
    )
    return petugas


def invite_ppksd2(permohonan: Permohonan, *, actor: Pengguna, email: str) -> Petugas:
    """PPKSD-1 invites somebody by e-mail into the institution to become PPKSD-2 of this case.

    The invitation's acceptance fills in the person (see `attach_invited`). Raises Refused (field `email`).
    """
    instansi = _own_instansi(permohonan, actor, "email")
    member = next((m for m in members_of(instansi) if m.email.lower() == email.lower()), None)
    if member is not None:
        return choose_ppksd2(permohonan, actor=actor, pengguna=member)
    _new_ppksd2(permohonan, actor)
    undangan = akun.invite_member(instansi, actor=actor, email=email)
    petugas = Petugas(ke=2, undangan=undangan, jawaban=JawabanPetugas.MENUNGGU)
    permohonan.petugas.append(petugas)
    _touch_part(permohonan, actor)
    record(
        "permohonan.ppksd2_diundang",
        actor=actor,
        objek=permohonan,
        peran="PPKSD-1",
        data={"undangan_id": undangan.id},
    )
    return petugas


def _touch_part(permohonan: Permohonan, actor: Pengguna) -> None:
    _end_edit(permohonan, actor, Bagian.PETUGAS, "", [], is_auto=True)


def answer_ppksd2(
    permohonan: Permohonan, *, actor: Pengguna, terima: bool, pakta: PaktaIntegritas | None = None
) -> Petugas:
    """The person asked to be PPKSD-2 takes the task, accepting the integrity pact, or refuses it.

    The snapshot of the biodata is taken now. Raises Refused when nobody asked, or the profile is not complete.
    """
    lock(permohonan)
    petugas = rules.petugas_ke(permohonan, 2)
    if petugas is None or petugas.pengguna_id != actor.id:
        raise Refused(_l("Anda tidak diminta menjadi PPKSD-2 permohonan ini."))
    if petugas.jawaban is not JawabanPetugas.MENUNGGU:
        raise Refused(_l("Anda sudah menjawab permintaan ini."))
    if permohonan.status not in DAPAT_DIUBAH:
        raise Refused(rules.NOT_NOW)
    if not terima:
        petugas.jawaban, petugas.dijawab_at = JawabanPetugas.DITOLAK, now()
        record("permohonan.ppksd2_menolak", actor=actor, objek=permohonan, peran="PPKSD-2")
        return petugas
    if kekurangan_profil(actor):
        raise Refused(_l("Lengkapi dahulu Biodata dan Instansi Anda."))
    instansi = instansi_of(actor)
    if instansi is None or instansi.id != permohonan.instansi_id:
        raise Refused(_l("PPKSD-2 harus anggota instansi yang mengajukan."))
    if pakta is None:
        raise Refused(_l("Setujui pakta integritas untuk melanjutkan."), "setuju")
    petugas.jawaban, petugas.dijawab_at = JawabanPetugas.DITERIMA, now()
    assert actor.biodata is not None  # a complete profile has it
    potret.take_biodata(petugas, actor.biodata)
    accept_pakta(permohonan, actor, pakta)
    _tick_changed(permohonan)
    record(
        "permohonan.ppksd2_menerima",
        actor=actor,
        objek=permohonan,
        peran="PPKSD-2",
        data={"pakta_versi": pakta.versi},
    )
    return petugas


@recorded.connect
def attach_invited(event: Peristiwa) -> None:
    """Who accepts an invitation that was sent for a case becomes the person asked to be its PPKSD-2."""
    if event.jenis != "instansi.anggota_bergabung" or event.objek_tipe != UndanganInstansi.__tablename__:
        return
    waiting = db.session.scalars(
        select(Petugas).where(Petugas.undangan_id == event.objek_id, Petugas.pengguna_id.is_(None))
    )
    for petugas in waiting:
        petugas.pengguna_id = event.pelaku_id


# --- submission ----------------------------------------------------------------------------------------------------
def accept_pakta(permohonan: Permohonan, actor: Pengguna, pakta: PaktaIntegritas) -> None:
    """Store once that this person accepted this version for this case, with time and hash of the text."""
    found = db.session.scalar(
        select(PersetujuanPakta).where(
            PersetujuanPakta.permohonan_id == permohonan.id,
            PersetujuanPakta.pengguna_id == actor.id,
            PersetujuanPakta.pakta_id == pakta.id,
        )
    )
    if found is None:
        db.session.add(
            PersetujuanPakta(
                permohonan_id=permohonan.id,
                pengguna_id=actor.id,
                pakta_id=pakta.id,
                sidik=pakta.sidik,
                accepted_at=now(),
            )
        )


def submit_permohonan(
    permohonan: Permohonan, *, actor: Pengguna, pakta: PaktaIntegritas | None
) -> Permohonan:
    """PPKSD-1 sends the application; the first time it gets its unique code. A second press changes nothing.

    Raises Refused with the first thing that is missing (`setuju` when the pact is not accepted).
    """
    lock(permohonan)
    if permohonan.status is Status.MENUNGGU_VERIFIKASI and permohonan.pemilik_id == actor.id:
        return permohonan
    step = rules.submit_step(permohonan)
    peran = take(permohonan, step, actor)
    if pakta is None:
        raise Refused(_l("Setujui pakta integritas untuk melanjutkan."), "setuju")
    assert permohonan.kategori is not None
    for row in permohonan.bagian:
        _tell_typed(permohonan, row)
    moment = now()
    is_first = permohonan.submitted_at is None
    if is_first:
        permohonan.kode = next_code(to_wita(moment).year, permohonan.kategori.kode)
        permohonan.submitted_at = moment
    permohonan.putaran += 1
    move(permohonan, Status.MENUNGGU_VERIFIKASI)
    accept_pakta(permohonan, actor, pakta)
    db.session.add(
        Kiriman(
            permohonan_id=permohonan.id,
            putaran=permohonan.putaran,
            pengirim_id=actor.id,
            sent_at=moment,
            isi=potret.content_of(permohonan),
        )
    )
    record(
        "permohonan.dikirim" if is_first else "permohonan.dikirim_ulang",
        actor=actor,
        objek=permohonan,
        peran=peran,
        data={"putaran": permohonan.putaran, "pakta_versi": pakta.versi},
    )
    return permohonan


def mark_answered(permintaan: PermintaanPerbaikan, *, actor: Pengguna) -> None:
    """The applicant says that a correction is done although the field's text is the same (a file, a fact outside)."""
    permohonan = permintaan.verifikasi.permohonan
    peran = _begin_edit(permohonan, actor, Bagian.PETUGAS, None)
    if permintaan not in rules.open_requests(permohonan):
        raise Refused(rules.NOT_NOW)
    if permintaan.selesai_at is None:
        permintaan.selesai_at = now()
        record(
            "permohonan.permintaan_ditandai",
            actor=actor,
            objek=permohonan,
            peran=peran,
            data={"isian": permintaan.isian},
        )


def delete_draft(permohonan: Permohonan, *, actor: Pengguna) -> None:
    """The owner throws a draft away, with all its parts; the journal keeps that it existed."""
    lock(permohonan)
    peran = take(permohonan, "hapus", actor)
    record(
        "permohonan.draf_dihapus", actor=actor, objek=permohonan, peran=peran, data={"kode": permohonan.kode}
    )
    db.session.delete(permohonan)
    db.session.flush()


def withdraw_permohonan(permohonan: Permohonan, *, actor: Pengguna, alasan: str) -> None:
    """PPKSD-1 takes a submitted application back, with a reason. It stays readable and is closed."""
    lock(permohonan)
    peran = take(permohonan, "tarik", actor)
    if not alasan.strip():
        raise Refused(_l("Tulis alasan penarikan."), "catatan")
    close_case(permohonan, Status.DITARIK, alasan.strip())
    record("permohonan.ditarik", actor=actor, objek=permohonan, peran=peran, catatan=alasan.strip())
