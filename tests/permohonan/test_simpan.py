"""What the history knows of typing, and who may still type."""

import pytest
from sqlalchemy import select

from app.akun import operations as akun
from app.akun import roles
from app.akun.rules import has_role
from app.jejak.models import Peristiwa
from app.kit.errors import Refused
from app.permohonan import operations
from app.rujukan.queries import current_pakta
from tests import factories


def saved(session, permohonan):
    query = select(Peristiwa).where(
        Peristiwa.objek_tipe == "permohonan",
        Peristiwa.objek_id == permohonan.id,
        Peristiwa.jenis == "permohonan.bagian_disimpan",
    )
    return [(row.pelaku_nama, row.data["isian"]) for row in session.scalars(query.order_by(Peristiwa.id))]


def type_in(permohonan, actor, is_auto=True, **isian):
    operations.save_persiapan(permohonan, actor=actor, isian=isian, seen=None, is_auto=is_auto)


def test_an_explicit_save_tells_what_the_autosaves_before_it_kept(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    before = len(saved(session, permohonan))
    type_in(permohonan, cast.pemohon, manfaat="Satu.")
    type_in(permohonan, cast.pemohon, lokasi="Dua.")
    assert len(saved(session, permohonan)) == before
    type_in(permohonan, cast.pemohon, is_auto=False, lokasi="Dua.")
    assert saved(session, permohonan)[before:] == [("Ayu Contoh", ["lokasi", "manfaat"])]


def test_what_one_typed_is_told_before_the_other_types(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    before = len(saved(session, permohonan))
    type_in(permohonan, cast.pemohon, lokasi="Ayu.")
    type_in(permohonan, cast.ppksd2, is_auto=False, manfaat="Bima.")
    assert saved(session, permohonan)[before:] == [("Ayu Contoh", ["lokasi"]), ("Bima Contoh", ["manfaat"])]


def test_sending_tells_what_was_typed_last(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    before = len(saved(session, permohonan))
    type_in(permohonan, cast.ppksd2, lokasi="Bima.")
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert saved(session, permohonan)[before:] == [("Bima Contoh", ["lokasi"])]


def test_saving_again_without_a_change_is_no_act(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    before = saved(session, permohonan)
    type_in(permohonan, cast.pemohon, is_auto=False, lokasi=permohonan.persiapan.lokasi)
    assert saved(session, permohonan) == before


def test_who_left_the_institution_types_no_more(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    akun.leave_instansi(actor=cast.ppksd2)
    session.expire_all()
    with pytest.raises(Refused):
        type_in(permohonan, cast.ppksd2, lokasi="Masih di sini?")


def test_an_institution_that_was_retired_sends_nothing(cast, session):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    cast.universitas.is_active = False
    session.flush()
    with pytest.raises(Refused):
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())


def test_staff_who_join_an_institution_may_be_its_contact(cast, session):
    permohonan = factories.make_draft(cast.pemohon)
    petugas = operations.invite_ppksd2(permohonan, actor=cast.pemohon, email=cast.tkksd.email)
    akun.accept_invitation(petugas.undangan, actor=cast.tkksd)
    assert has_role(cast.tkksd, roles.PEMOHON)
    assert has_role(cast.tkksd, roles.TKKSD)
