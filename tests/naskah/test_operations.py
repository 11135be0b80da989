"""Putting versions into slots: who may, where, and what is said otherwise."""

import threading

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.naskah import operations, queries
from app.naskah.models import VersiNaskah
from app.naskah.operations import note_reading, upload_version
from app.permohonan.models import Permohonan
from app.permohonan.operations import withdraw_permohonan as withdraw
from app.permohonan.rules import open_stage
from tests import factories
from tests.naskah.conftest import close, put, slot_of
from tests.papers import docx, pdf, upload


def events(permohonan, jenis="naskah.diunggah"):
    query = select(Peristiwa).where(Peristiwa.objek_id == permohonan.id, Peristiwa.jenis == jenis)
    return db.session.scalars(query.order_by(Peristiwa.id)).all()


def count(permohonan):
    return db.session.scalar(
        select(func.count()).select_from(VersiNaskah).where(VersiNaskah.permohonan_id == permohonan.id)
    )


# --- what can be done ----------------------------------------------------------------------------------------------
def test_ppksd_uploads_numbered_versions(case, cast):
    first, second = put(case, cast.pemohon), put(case, cast.ppksd2, pdf("dua"), catatan="Diperbaiki.")
    assert [(v.nomor, v.peran, v.catatan, v.is_tandingan) for v in (first, second)] == [
        (1, "PPKSD-1", "", False),
        (2, "PPKSD-2", "Diperbaiki.", False),
    ]
    assert second.id > first.id
    surat = queries.documents(open_stage(case))[0]
    assert (surat.slot.kode, surat.versi) == ("surat_penawaran", [second, first])


def test_an_upload_is_told_in_the_history_of_the_case(case, cast):
    versi = put(case, cast.pemohon, catatan="Yang pertama.")
    (event,) = events(case)
    assert (event.pelaku_id, event.peran, event.catatan) == (cast.pemohon.id, "PPKSD-1", "Yang pertama.")
    assert event.data == {
        "nama": "Surat Penawaran Versi 1",
        "tahap": "penawaran",
        "slot": "surat_penawaran",
        "nomor": 1,
        "versi_id": versi.id,
    }


def test_the_mark_exists_only_when_every_required_slot_is_filled(case, cast):
    tahap = open_stage(case)
    assert queries.required_mark(tahap) is None
    put(case, cast.pemohon)
    assert queries.required_mark(tahap) is None
    assert [slot.is_wajib for slot in queries.missing_slots(tahap)] == [True]
    newest = factories.make_stage_documents(case, cast.pemohon)[-1]
    assert queries.required_mark(tahap) == newest.id
    assert queries.missing_slots(tahap) == []
    put(case, cast.pemohon, docx(), "pendukung", "data.docx")
    assert queries.required_mark(tahap) == newest.id  # what is not required makes no opinion stale
    assert queries.pokok_version(tahap).slot.kode == "surat_penawaran"


@pytest.mark.parametrize("who", ["admin", "tkksd", "protokol"])
def test_the_city_can_put_a_counter_draft_into_the_same_line_of_numbers(drafting, cast, who):
    put(drafting, cast.pemohon, docx("satu"), "rancangan", "kb.docx")
    versi = put(drafting, getattr(cast, who), docx("usul"), "rancangan", "usul.docx")
    assert (versi.nomor, versi.is_tandingan) == (2, True)
    assert versi.peran in ("Admin", "TKKSD", "TKKSD Protokol")
    assert queries.required_mark(open_stage(drafting)) == versi.id


# --- what cannot be done -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("admin", "diunggah oleh PPKSD"),
        ("tkksd", "diunggah oleh PPKSD"),
        ("pimpinan", "diunggah oleh PPKSD"),
        ("superadmin", "diunggah oleh PPKSD"),
        ("lokus", "diunggah oleh PPKSD"),
        ("rekan", "diunggah oleh PPKSD"),
        ("asing", "diunggah oleh PPKSD"),
    ],
)
def test_nobody_but_the_two_ppksd_uploads_in_penawaran(case, cast, who, words):
    with pytest.raises(Refused) as refusal:
        put(case, getattr(cast, who))
    assert words in str(refusal.value.message)
    assert count(case) == 0


@pytest.mark.parametrize("who", ["pimpinan", "superadmin", "lokus", "rekan", "asing"])
def test_who_works_neither_for_the_city_nor_for_the_applicant_uploads_nowhere(drafting, cast, who):
    with pytest.raises(Refused, match="Versi baru diunggah oleh PPKSD"):
        put(drafting, getattr(cast, who), docx(), "rancangan")


def test_somebody_of_the_city_who_belongs_to_the_applicant_makes_no_counter_draft(drafting, cast):
    from app.akun.models import KeanggotaanInstansi

    db.session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.tkksd))
    db.session.flush()
    with pytest.raises(Refused, match="pihak pemohon"):
        put(drafting, cast.tkksd, docx(), "rancangan")


def test_who_has_left_the_institution_uploads_no_more(case, cast):
    next(row for row in cast.universitas.anggota if row.pengguna_id == cast.ppksd2.id).ended_at = now()
    db.session.flush()
    with pytest.raises(Refused, match="bukan anggota"):
        put(case, cast.ppksd2)


def test_a_closed_stage_takes_nothing_more(case, cast):
    slot = slot_of(case, "surat_penawaran")
    factories.make_stage_documents(case, cast.pemohon)
    close(case, cast.admin)
    with pytest.raises(Refused, match="terkunci"):
        upload_version(case, actor=cast.pemohon, slot=slot, upload=upload(pdf("terlambat")))
    assert count(case) == 2


def test_a_stage_that_has_not_begun_takes_nothing(case, cast):
    later = case.rencana.tahap[1].slot[0]
    with pytest.raises(Refused, match="belum dibuka"):
        upload_version(case, actor=cast.pemohon, slot=later, upload=upload(docx(), "kb.docx"))


def test_a_withdrawn_case_takes_nothing(case, cast):
    slot = slot_of(case, "surat_penawaran")
    withdraw(case, actor=cast.pemohon, alasan="Berubah rencana.")
    with pytest.raises(Refused, match="sudah selesai"):
        upload_version(case, actor=cast.pemohon, slot=slot, upload=upload(pdf()))


def test_a_stage_that_closes_while_the_file_is_read_keeps_no_row(case, cast, monkeypatch):
    factories.make_stage_documents(case, cast.pemohon)
    keep = operations.storage.save_upload

    def slow(*args, **kwargs):
        berkas = keep(*args, **kwargs)
        close(case, cast.admin)
        return berkas

    monkeypatch.setattr(operations.storage, "save_upload", slow)
    with pytest.raises(Refused, match="sudah ditutup"):
        put(case, cast.pemohon, pdf("terlambat"))
    assert count(case) == 2


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.pdf", "Berkas kosong"),
        (b"MZ\x90\0" + b"\0" * 99, "surat.pdf", "Isi berkas bukan PDF"),
        (docx(), "surat.pdf", "Isi berkas bukan PDF"),
        (pdf()[:-60], "surat.pdf", "rusak"),
    ],
)
def test_a_file_that_does_not_fit_is_said_at_its_field(case, cast, content, name, words):
    slot = slot_of(case, "surat_penawaran")
    with pytest.raises(Refused, match=words) as refusal:
        upload_version(case, actor=cast.pemohon, slot=slot, upload=upload(content, name))
    assert refusal.value.field == "berkas"
    assert count(case) == 0


def test_a_file_beyond_the_citys_limit_is_refused(case, cast):
    settings.put("batas_unggah_mb", 1)
    with pytest.raises(Refused, match="Paling besar 1 MB"):
        put(case, cast.pemohon, pdf() + b" " * 1_100_000 + b"%%EOF")


# --- the same again, somebody meanwhile ----------------------------------------------------------------------------
def test_the_newest_file_again_is_no_new_version(case, cast):
    put(case, cast.pemohon)
    with pytest.raises(Refused, match="sama dengan Versi 1") as refusal:
        put(case, cast.ppksd2, name="nama-lain.pdf", seen=0)  # also for who pressed twice
    assert refusal.value.field == "berkas"
    assert not isinstance(refusal.value, Stale)
    assert len(events(case)) == count(case) == 1


def test_an_older_file_again_is_taken_and_recognised(case, cast):
    put(case, cast.pemohon)
    put(case, cast.pemohon, pdf("dua"))
    again = put(case, cast.pemohon)
    dokumen = queries.documents(open_stage(case))[0]
    assert again.nomor == 3
    assert dokumen.same_as(again) == 1
    assert dokumen.same_as(dokumen.versi[1]) is None


def test_the_same_file_may_stand_in_two_slots(case, cast):
    put(case, cast.pemohon)
    assert put(case, cast.pemohon, kode="pendukung").nomor == 1


def test_who_uploads_over_a_version_not_seen_is_told(case, cast):
    put(case, cast.pemohon)
    with pytest.raises(Stale, match="Ayu Contoh baru saja mengunggah Versi 1"):
        put(case, cast.ppksd2, pdf("dua"), seen=0)
    assert put(case, cast.ppksd2, pdf("dua"), seen=1).nomor == 2


def test_two_who_upload_at_the_same_instant_get_two_numbers(committed, cast, app):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    committed.commit()
    case_id, people, start, failures = case.id, (cast.pemohon.id, cast.ppksd2.id), threading.Barrier(2), []

    def act(person_id):
        with app.app_context():
            try:
                from app.akun.models import Pengguna

                person, row = db.session.get(Pengguna, person_id), db.session.get(Permohonan, case_id)
                start.wait()
                put(row, person, pdf(str(person_id)))
                db.session.commit()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=act, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    committed.expire_all()
    rows = queries.history(case)
    assert [row.nomor for row in rows] == [2, 1]
    assert rows[0].id > rows[1].id


# --- reading -------------------------------------------------------------------------------------------------------
def test_reading_is_noted_once_in_ten_minutes(case, cast, monkeypatch):
    versi = put(case, cast.pemohon)
    assert note_reading(case, actor=cast.tkksd, versi=versi)
    assert not note_reading(case, actor=cast.tkksd, versi=versi)
    assert note_reading(case, actor=cast.pimpinan, versi=versi)
    other = put(case, cast.pemohon, pdf("dua"))
    assert note_reading(case, actor=cast.tkksd, versi=other)
    later = now() + operations.READ_AGAIN
    monkeypatch.setattr(operations, "now", lambda: later)
    assert note_reading(case, actor=cast.tkksd, versi=versi)
    told = [(row.pelaku_id, row.data["versi_id"]) for row in events(case, "naskah.diunduh")]
    assert told == [
        (cast.tkksd.id, versi.id),
        (cast.pimpinan.id, versi.id),
        (cast.tkksd.id, other.id),
        (cast.tkksd.id, versi.id),
    ]


def test_a_version_of_another_case_is_not_found(case, cast):
    versi = put(case, cast.pemohon)
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin, judul="Perkara lain")
    assert queries.find_version(other, versi.id) is None
    assert queries.find_version(case, versi.id) is versi
    assert queries.find_version(case, 2**40) is None
