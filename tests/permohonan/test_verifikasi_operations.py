"""Admin's answer to a submission: what each of the three does, and who cannot give it."""

import threading

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.kit.errors import Refused, Stale
from app.permohonan import verifikasi_operations as verifikasi
from app.permohonan.alur import Status
from app.permohonan.models import AlasanPerbaikan, HasilVerifikasi, Verifikasi
from app.permohonan.queries import find
from tests import factories


def test_approval_leads_to_penawaran_and_the_team_sees_the_case(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert find(permohonan.kode, cast.tkksd) is None
    verifikasi.approve(permohonan, actor=cast.admin)
    assert permohonan.status is Status.PENAWARAN
    assert permohonan.verified_at is not None
    assert find(permohonan.kode, cast.tkksd) is permohonan


def test_a_correction_request_names_fields_with_reasons(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "judul")
    assert permohonan.status is Status.PERLU_PERBAIKAN
    assert [p.isian for p in permohonan.verifikasi[-1].permintaan] == ["lokasi", "judul"]


@pytest.mark.parametrize(
    "permintaan",
    [
        [],
        [("tidak_ada", AlasanPerbaikan.TIDAK_BENAR, "")],
        [("lokasi", AlasanPerbaikan.TIDAK_BENAR, ""), ("lokasi", AlasanPerbaikan.TIDAK_LENGKAP, "")],
    ],
)
def test_a_correction_request_without_a_known_field_is_refused(cast, permintaan):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused):
        verifikasi.request_correction(permohonan, actor=cast.admin, permintaan=permintaan)
    assert permohonan.status is Status.MENUNGGU_VERIFIKASI


def test_refusal_needs_a_reason_and_is_final(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused) as told:
        verifikasi.reject(permohonan, actor=cast.admin, catatan="")
    assert told.value.field == "catatan"
    verifikasi.reject(permohonan, actor=cast.admin, catatan="Bukan kewenangan kota.")
    assert permohonan.status is Status.DITOLAK
    with pytest.raises(Refused):
        verifikasi.approve(permohonan, actor=cast.admin)


@pytest.mark.parametrize(
    "person", ["pemohon", "ppksd2", "asing", "tkksd", "hukum", "protokol", "lokus", "pimpinan", "superadmin"]
)
def test_nobody_but_admin_answers(cast, person):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused):
        verifikasi.approve(permohonan, actor=getattr(cast, person))


def test_an_admin_who_is_a_contact_of_the_case_does_not_answer_it(cast):
    from app.akun import roles

    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    from flask import current_app

    cast.ppksd2.roles.append(current_app.appbuilder.sm.find_role(roles.ADMIN))
    db.session.flush()
    with pytest.raises(Refused) as told:
        verifikasi.approve(permohonan, actor=cast.ppksd2)
    assert "sendiri" in str(told.value.message)


def test_a_draft_and_a_returned_case_cannot_be_answered(cast):
    draft = factories.make_draft(cast.pemohon, cast.ppksd2)
    returned = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    for permohonan in (draft, returned):
        with pytest.raises(Refused):
            verifikasi.approve(permohonan, actor=cast.admin)


def test_who_decides_on_an_old_page_is_told(cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    seen = permohonan.versi
    verifikasi.approve(permohonan, actor=cast.admin, seen_versi=seen)
    with pytest.raises(Stale):
        verifikasi.reject(permohonan, actor=cast.admin2, catatan="Tidak.", seen_versi=seen)
    assert permohonan.status is Status.PENAWARAN


def test_two_admins_at_the_same_moment_give_one_answer(committed, app, cast):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2)
    db.session.commit()
    kode, admins, refused = permohonan.kode, [cast.admin.id, cast.admin2.id], []
    seen = permohonan.versi

    def decide(person_id):
        from app.akun.models import Pengguna

        with app.app_context():
            person = db.session.get(Pengguna, person_id)
            case = find(kode, person)
            try:
                verifikasi.approve(case, actor=person, seen_versi=seen)
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                refused.append(refusal)

    threads = [threading.Thread(target=decide, args=(person,)) for person in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert isinstance(refused[0], Stale)
    rows = db.session.scalars(select(Verifikasi.hasil)).all()
    assert rows == [HasilVerifikasi.SETUJU]


def test_one_answer_for_each_round(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    count = db.session.scalar(
        select(func.count()).select_from(Verifikasi).where(Verifikasi.permohonan_id == permohonan.id)
    )
    assert count == permohonan.putaran == 1
