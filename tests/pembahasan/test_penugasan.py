"""Who of the city works on a case: Admin's page, who may be put on it, and two Admins at once."""

import pytest

from app.permohonan.alur import Status
from app.permohonan.rules import is_assigned
from app.permohonan.tahap_operations import assign
from app.rujukan.models import OPD
from tests import factories


@pytest.fixture
def case(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def url(permohonan, rest="/penugasan"):
    return f"/permohonan/{permohonan.kode}{rest}"


def test_admin_assigns_members_and_offices(case, cast, browse, session):
    opd = session.query(OPD).order_by(OPD.id).first()
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit(
        "Simpan",
        {
            "Anggota TKKSD": ["Eka Contoh", "Citra Contoh"],
            "Tambah perangkat daerah": f"{opd.nama} · {opd.id}",
        },
    )
    assert page.has("Penugasan tersimpan.")
    assert is_assigned(cast.tkksd, case) and is_assigned(cast.hukum, case)
    assert [row.opd_id for row in case.pengampu] == [opd.id]
    page = me.submit("Simpan", {"Anggota TKKSD": ["Citra Contoh"], "pengampu": []})
    assert not is_assigned(cast.tkksd, case) and case.pengampu == []
    page = browse(cast.pemohon).get(url(case, ""))
    assert page.has("Orang dan pihak", "Citra Contoh")
    assert not page.has("Ubah penugasan")


def test_an_office_that_nobody_knows_is_told(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Simpan", {"Tambah perangkat daerah": "Dinas Antah Berantah"}, 422)
    assert any("Tidak ditemukan" in sentence for sentence in page.errors())


def test_people_of_the_applying_institution_are_not_offered(case, cast, browse):
    cast.rekan.roles.append(cast.tkksd.roles[0])
    page = browse(cast.admin).get(url(case))
    assert not page.has("Rekan Contoh") and page.has("Eka Contoh", "Gita Contoh")
    me = browse(cast.admin)
    me.get(url(case))
    me.post(url(case), {"anggota": [cast.rekan.id]})
    assert not is_assigned(cast.rekan, case)


@pytest.mark.parametrize("name", ["tkksd", "pemohon", "pimpinan", "protokol"])
def test_only_admin_gets_in(case, cast, browse, name):
    browse(getattr(cast, name)).get(url(case), 403)


def test_strangers_find_nothing_and_closed_cases_lead_back(case, cast, browse):
    browse(cast.asing).get(url(case), 404)
    waiting = factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert browse(cast.admin).get(url(waiting), 303).location.endswith(waiting.kode)


def test_two_admins_at_once_do_not_undo_each_other(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    assign(case, actor=cast.admin2, anggota=[cast.hukum])
    page = me.submit("Simpan", {"Anggota TKKSD": ["Eka Contoh"]}, 409)
    assert any("baru saja diubah oleh Admin lain" in sentence for sentence in page.errors())
    assert is_assigned(cast.hukum, case) and not is_assigned(cast.tkksd, case)


def test_an_admin_of_the_applying_institution_is_turned_away(case, cast, browse):
    cast.rekan.roles.append(cast.admin.roles[0])
    page = browse(cast.rekan).get(url(case), 303)
    assert page.location.endswith(case.kode)


def test_a_case_under_an_agreement_that_stands_passes_over_the_first_draft(case, cast, session):
    from tests.pembahasan.induk import put_under

    put_under(case, cast)
    factories.make_agreed_stage(case, cast)
    assert case.status is Status.PENYUSUNAN_PKS
    assert [row.hasil.value if row.hasil else None for row in case.tahap] == ["disepakati", "dilewati", None]


def test_admin_chooses_the_agreement_that_stands(case, cast, browse):
    from app.kerjasama.queries import induk_of
    from tests.pembahasan.induk import make_umbrella

    row = make_umbrella(cast)
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Pakai", {"Kesepakatan Bersama yang berlaku": str(row)})
    assert page.has("Pilihan tersimpan.")
    assert induk_of(case) is row
    me.submit("Pakai", {"Kesepakatan Bersama yang berlaku": ""})
    assert induk_of(case) is None
    page = browse(cast.admin).post(url(case, "/induk"), {"induk": "99999"}, follow=True)
    assert page.has("Pilih Kesepakatan Bersama dari daftar.")
