"""Handing a contact's place over: offered, taken, refused, withdrawn; at once when the contact has left."""

import pytest
from sqlalchemy import select

from app.akun.models import KeanggotaanInstansi
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.errors import Refused, Stale
from app.notifikasi.tugas import tasks_of
from app.pembahasan import queries as pembahasan
from app.pembahasan.models import Sikap
from app.permohonan import alih_operations as alih
from app.permohonan import operations, rules
from app.permohonan.alur import Hat, Status
from app.permohonan.models import JawabanPetugas, PersetujuanPakta
from app.permohonan.models_alih import AlihTugas, JawabanAlih
from app.permohonan.queries import find
from app.permohonan.rules import open_stage
from app.rujukan.queries import current_pakta
from tests import factories
from tests.permohonan.test_potret_dan_anggota import leave


def approved(cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


def offer(case, cast, ke=1, actor=None, kepada=None, alasan="Pindah bagian"):
    return alih.request_alih(
        case, actor=actor or cast.pemohon, ke=ke, kepada=kepada or cast.rekan, alasan=alasan
    )


def member(person):
    return db.session.scalars(
        select(KeanggotaanInstansi).where(KeanggotaanInstansi.pengguna_id == person.id)
    ).one()


def kinds(person):
    return {group.kode for group in tasks_of(person)}


def events(case):
    return [
        row.jenis
        for row in db.session.scalars(
            select(Peristiwa)
            .where(Peristiwa.objek_tipe == "permohonan", Peristiwa.objek_id == case.id)
            .order_by(Peristiwa.id)
        )
    ]


# --- offered and taken
def test_until_it_is_taken_the_old_contact_stays(cast):
    case = approved(cast)
    offer(case, cast)
    assert rules.hats(cast.pemohon, case) == {Hat.PPKSD1}
    assert rules.hats(cast.rekan, case) == set()
    assert find(case.kode, cast.rekan) is None  # she sees no more of the case than its page of handing over
    assert "alih" in kinds(cast.rekan)


def test_who_takes_the_first_place_owns_the_case_and_the_tasks(cast):
    case = approved(cast)
    before = {group.kode for group in tasks_of(cast.pemohon)}
    assert "unggah" in before
    row = offer(case, cast)
    alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert case.pemilik is cast.rekan
    assert rules.hats(cast.rekan, case) == {Hat.PPKSD1}
    assert rules.hats(cast.pemohon, case) == set()
    assert "unggah" in kinds(cast.rekan) and "unggah" not in kinds(cast.pemohon)
    petugas = rules.petugas_ke(case, 1)
    assert (petugas.nama, petugas.email) == ("Rekan Contoh", "rekan@example.org")
    assert "Ayu Contoh" in row.petugas_lama and "••••" in row.petugas_lama
    assert events(case)[-2:] == ["permohonan.alih_diminta", "permohonan.alih_berlaku"]


def test_the_second_place_keeps_its_right(cast):
    case = approved(cast)
    rules.petugas_ke(case, 2).hak = "sunting"
    db.session.flush()
    row = offer(case, cast, ke=2, actor=cast.ppksd2)
    alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert rules.hats(cast.rekan, case) == {Hat.PPKSD2}
    assert rules.petugas_ke(case, 2).hak == "sunting"
    assert case.pemilik is cast.pemohon


def test_in_a_draft_the_pact_is_accepted_with_the_place(cast):
    case = factories.make_draft(cast.pemohon, cast.ppksd2)
    row = offer(case, cast, ke=2)
    with pytest.raises(Refused) as refused:
        alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert refused.value.field == "setuju"
    alih.answer_alih(row, actor=cast.rekan, terima=True, pakta=current_pakta())
    accepted = db.session.scalars(
        select(PersetujuanPakta.pengguna_id).where(PersetujuanPakta.permohonan_id == case.id)
    ).all()
    assert cast.rekan.id in accepted
    assert rules.petugas_ke(case, 2).jawaban is JawabanPetugas.DITERIMA


def test_what_the_old_contact_said_of_the_open_stage_counts_no_more(cast):
    case = factories.make_agreed_stage(approved(cast), cast)
    factories.make_stage_documents(case, cast.pemohon)
    stage = open_stage(case)
    factories.make_opinion(case, cast.pemohon, Sikap.TIDAK_SETUJU, "Belum cocok")
    assert pembahasan.tally(stage).penahan
    alih.answer_alih(offer(case, cast), actor=cast.rekan, terima=True)
    found = pembahasan.tally(stage)
    assert not found.penahan
    assert cast.pemohon.id not in {row.pengguna_id for row in found.pendapat}
    assert [row.pengguna_id for row in pembahasan.opinions(stage, is_all=True)] == [cast.pemohon.id]


# --- refused, withdrawn, pressed twice
def test_refusing_leaves_everything_as_it_was(cast):
    case = approved(cast)
    row = offer(case, cast)
    alih.answer_alih(row, actor=cast.rekan, terima=False)
    assert (row.jawaban, case.pemilik) == (JawabanAlih.DITOLAK, cast.pemohon)
    with pytest.raises(Refused):
        alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert offer(case, cast).id != row.id  # it may be offered again


def test_a_second_press_changes_nothing(cast):
    case = approved(cast)
    row = offer(case, cast)
    assert offer(case, cast) is row
    alih.answer_alih(row, actor=cast.rekan, terima=True)
    count = len(events(case))
    alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert len(events(case)) == count


def test_an_offer_taken_back_cannot_be_taken(cast):
    case = approved(cast)
    row = offer(case, cast)
    alih.cancel_alih(row, actor=cast.pemohon)
    with pytest.raises(Refused):
        alih.answer_alih(row, actor=cast.rekan, terima=True)
    assert "alih" not in kinds(cast.rekan)


def test_a_page_that_showed_another_contact_is_told(cast):
    case = approved(cast)
    alih.answer_alih(offer(case, cast), actor=cast.rekan, terima=True)
    with pytest.raises(Stale):
        alih.request_alih(
            case, actor=cast.rekan, ke=1, kepada=cast.pemohon, alasan="x", dari_id=cast.pemohon.id
        )


def test_an_offer_of_a_place_filled_in_another_way_ends(cast):
    case = factories.make_draft(cast.pemohon, cast.ppksd2)
    third = factories.make_pengguna("Lain Contoh", "Pemohon")
    db.session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=third))
    factories.make_biodata(third)
    row = offer(case, cast, ke=2)
    operations.choose_ppksd2(case, actor=cast.pemohon, pengguna=third)
    assert "alih" not in kinds(cast.rekan)
    with pytest.raises(Refused):
        alih.answer_alih(row, actor=cast.rekan, terima=True, pakta=current_pakta())
    operations.answer_ppksd2(case, actor=third, terima=True, pakta=current_pakta())
    assert offer(case, cast, ke=2).id != row.id
    assert row.jawaban is JawabanAlih.DIBATALKAN


# --- who may, to whom
def test_only_active_members_with_biodata_who_are_no_contacts_take_a_place(cast):
    case = approved(cast)
    for person in (cast.asing, cast.ppksd2, cast.admin):
        with pytest.raises(Refused) as refused:
            offer(case, cast, kepada=person)
        assert refused.value.field == "kepada"
    db.session.delete(cast.rekan.biodata)
    db.session.flush()
    with pytest.raises(Refused):
        offer(case, cast)


def test_who_is_neither_contact_nor_answers_for_the_institution_hands_nothing_over(cast):
    case = approved(cast)
    for person in (cast.rekan, cast.asing, cast.tkksd, cast.ppksd2):
        with pytest.raises(Refused):
            offer(case, cast, ke=1, actor=person)


def test_an_admin_of_the_applying_side_does_not_hand_over_as_admin(cast):
    case = approved(cast)
    db.session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.admin))
    db.session.flush()
    with pytest.raises(Refused):
        offer(case, cast, actor=cast.admin)
    assert offer(case, cast, actor=cast.admin2).peran == "Admin"


def test_a_case_that_is_over_has_nothing_to_hand_over(cast):
    case = approved(cast)
    operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Batal")
    with pytest.raises(Refused):
        offer(case, cast)


# --- when the contact has left
def test_who_has_left_is_replaced_at_once_by_who_runs_the_institution(cast):
    case = approved(cast)
    leave(cast.ppksd2)
    assert "tanpa_petugas" in kinds(cast.pemohon)
    # Ayu is PPKSD-1 and asks as such: she who takes it answers
    row = offer(case, cast, ke=2)
    assert row.jawaban is JawabanAlih.MENUNGGU
    alih.cancel_alih(row, actor=cast.pemohon)
    row = offer(case, cast, ke=2, actor=cast.admin)
    assert row.jawaban is JawabanAlih.DITERIMA
    assert rules.hats(cast.rekan, case) == {Hat.PPKSD2}
    assert "tanpa_petugas" not in kinds(cast.pemohon)


def test_an_owner_who_has_left_does_nothing_any_more_and_is_replaced(cast):
    case = approved(cast)
    member(cast.rekan).is_pengelola = True
    leave(cast.pemohon)
    with pytest.raises(Refused):
        offer(case, cast)
    assert "tanpa_petugas" in kinds(cast.rekan)
    offer(case, cast, actor=cast.rekan, kepada=cast.rekan)
    assert case.pemilik is cast.rekan and rules.hats(cast.rekan, case) == {Hat.PPKSD1}


def test_put_into_a_draft_at_once_one_is_asked_for_the_pact(cast):
    case = factories.make_draft(cast.pemohon, cast.ppksd2)
    member(cast.rekan).is_pengelola = True
    leave(cast.ppksd2)
    offer(case, cast, ke=2, actor=cast.rekan, kepada=cast.rekan)
    assert rules.is_asked(cast.rekan, case)
    assert rules.petugas_ke(case, 2).nama == ""
    operations.answer_ppksd2(case, actor=cast.rekan, terima=True, pakta=current_pakta())
    assert rules.hats(cast.rekan, case) == {Hat.PPKSD2}


def test_where_nobody_runs_the_institution_admin_is_asked(cast):
    approved(cast)
    leave(cast.pemohon)
    assert "tanpa_petugas" in kinds(cast.admin)
    member(cast.rekan).is_pengelola = True
    db.session.flush()
    assert "tanpa_petugas" not in kinds(cast.admin)


# --- several at once
def test_all_cases_of_a_member_at_once_and_what_cannot_be_stays(cast):
    first, second = approved(cast), approved(cast)
    third = factories.make_submitted(cast.rekan, cast.pemohon)
    hasil = alih.request_all(
        [third, second, first], actor=cast.pemohon, dari=cast.pemohon, kepada=cast.rekan, alasan="Cuti"
    )
    assert [case.id for case, _row in hasil.berhasil] == [first.id, second.id]
    assert [case.id for case, _sentence in hasil.gagal] == [third.id]


# --- pages
def test_strangers_find_no_page_and_those_concerned_do(cast, browse):
    case = approved(cast)
    row = offer(case, cast)
    url = f"/permohonan/{case.kode}/alih"
    for person in (cast.asing, cast.baru):
        browse(person).get(url, status=404)
        browse(person).post(f"{url}/{row.id}/jawab", {"jawaban": "terima"}, status=404)
    browse(cast.rekan).get(f"/permohonan/{case.kode}", status=404)
    assert "Terima Tugas" in browse(cast.rekan).get(url).text
    # who sees the case without a say in it has no button, and answers for nobody else
    assert "Alihkan Tugas" not in browse(cast.tkksd).get(url).text
    browse(cast.pemohon).post(f"{url}/{row.id}/jawab", {"jawaban": "terima"}, status=404)
    # the offer of one case is no key to another
    other = factories.make_submitted(cast.pemohon, cast.ppksd2)
    browse(cast.admin).post(f"/permohonan/{other.kode}/alih/{row.id}/batal", {}, status=404)
    assert row.jawaban is JawabanAlih.MENUNGGU


def test_offering_and_taking_on_the_pages(cast, browse):
    case = approved(cast)
    url = f"/permohonan/{case.kode}/alih"
    browser = browse(cast.pemohon)
    browser.get(url)
    given = {"dari": str(cast.ppksd2.id), "kepada": str(cast.asing.id), "alasan": ""}
    assert "Tulis alasan pengalihan." in browser.post(f"{url}/2", given, status=422).text
    given |= {"alasan": "Bima pindah"}
    assert "Pilih anggota instansi yang menggantikan." in browser.post(f"{url}/2", given, status=422).text
    browser.post(f"{url}/2", given | {"kepada": str(cast.rekan.id)})
    assert "Ditawarkan kepada" in browser.get(url).text
    browser.post(f"{url}/3", given, status=404)
    row = db.session.scalars(select(AlihTugas)).one()
    browse(cast.rekan).post(f"{url}/{row.id}/jawab", {"jawaban": "mungkin"}, status=422)
    browse(cast.rekan).post(f"{url}/{row.id}/jawab", {"jawaban": "terima"})
    page = browse(cast.rekan).get(f"/permohonan/{case.kode}")
    assert "Alihkan tugas dan atur hak" in page.text
    browse(cast.ppksd2).get(f"/permohonan/{case.kode}", status=404)
    assert "Bima Contoh → Rekan Contoh" in browse(cast.rekan).get(f"/permohonan/{case.kode}/riwayat").text


def test_in_a_draft_the_page_asks_for_the_pact(cast, browse):
    case = factories.make_draft(cast.pemohon, cast.ppksd2)
    row = offer(case, cast, ke=2)
    url = f"/permohonan/{case.kode}/alih"
    browser = browse(cast.rekan)
    assert "Pakta" in browser.get(url).text or "pakta" in browser.get(url).text
    pakta = str(current_pakta().id)
    browser.post(f"{url}/{row.id}/jawab", {"jawaban": "terima", "pakta": pakta}, status=422)
    browser.post(f"{url}/{row.id}/jawab", {"jawaban": "terima", "pakta": "0", "setuju": "y"}, status=422)
    browser.post(f"{url}/{row.id}/jawab", {"jawaban": "terima", "pakta": pakta, "setuju": "y"})
    assert rules.hats(cast.rekan, case) == {Hat.PPKSD2}


def test_the_page_of_all_cases(cast, browse):
    approved(cast)
    url = f"/permohonan/alih-semua/{member(cast.pemohon).id}"
    for person in (cast.asing, cast.rekan, cast.tkksd):
        browse(person).get(url, status=404)
    browse(cast.admin).get(url)
    browser = browse(cast.pemohon)
    browser.get(url)
    browser.post(url, {"kepada": str(cast.asing.id), "alasan": "Cuti"}, status=422)
    browser.post(url, {"kepada": str(cast.rekan.id), "alasan": "Cuti"})
    assert db.session.scalars(select(AlihTugas.kepada_id)).all() == [cast.rekan.id]
    assert "ditawarkan kepada Rekan Contoh" in browser.get(url).text


def test_closing_an_account_is_leaving(cast):
    case = approved(cast)
    cast.ppksd2.active = False
    db.session.flush()
    assert "tanpa_petugas" in kinds(cast.pemohon)
    assert case.status is Status.PENAWARAN
