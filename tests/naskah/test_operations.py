"""Putting versions into slots: who may, where, and what is said otherwise."""

import pytest

from app.naskah import queries
from app.naskah.operations import upload_version
from app.permohonan.rules import open_stage
from tests import factories
from tests.papers import docx, pdf, upload


@pytest.fixture
def case(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def slot_of(permohonan, kode):
    return next(slot for slot in open_stage(permohonan).rencana_tahap.slot if slot.kode == kode)


def put(permohonan, actor, content=None, kode="surat_penawaran", name="surat.pdf", **given):
    slot = slot_of(permohonan, kode)
    return upload_version(permohonan, actor=actor, slot=slot, upload=upload(content or pdf(), name), **given)


def test_ppksd_uploads_numbered_versions(case, cast):
    first, second = put(case, cast.pemohon), put(case, cast.ppksd2, pdf("dua"), catatan="Diperbaiki.")
    assert [(v.nomor, v.peran, v.catatan) for v in (first, second)] == [
        (1, "PPKSD-1", ""),
        (2, "PPKSD-2", "Diperbaiki."),
    ]
    assert second.id > first.id
    surat = queries.documents(open_stage(case))[0]
    assert (surat.slot.kode, surat.versi) == ("surat_penawaran", [second, first])


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
