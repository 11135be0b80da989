"""Everybody's task list: what, why me, since when. It is right because it is derived, and cheap however much there is."""

from datetime import timedelta

import pytest
from sqlalchemy import func, join, select, true, update

from app.akun import operations as akun
from app.extensions import db
from app.kit.clock import now
from app.notifikasi.models import StatusSurel, Surel
from app.notifikasi.operations import without_mail
from app.notifikasi.tugas import SHOWN, count_tugas, tasks_of, waiting_for_others
from app.permohonan import operations
from app.permohonan.models import Permohonan
from tests import factories
from tests.counting import counted


def tasks(person) -> dict[str, list[str]]:
    return {group.kode: [str(task.judul) for task in group.tugas] for group in tasks_of(person)}


# --- applicants
def test_a_new_person_begins_with_biodata_and_institution(cast):
    assert tasks(cast.baru) == {"biodata": ["Lengkapi biodata"], "instansi": ["Lengkapi data instansi"]}
    factories.make_biodata(cast.baru)
    assert tasks(cast.baru) == {"instansi": ["Lengkapi data instansi"]}


def test_an_invitation_stands_in_the_place_of_the_institution(cast):
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org")
    assert tasks(cast.baru) == {"undangan": ["Jawab undangan instansi"], "biodata": ["Lengkapi biodata"]}
    akun.accept_invitation(undangan, actor=cast.baru)
    assert tasks(cast.baru) == {"biodata": ["Lengkapi biodata"]}


def test_an_invitation_that_is_too_old_is_no_task(cast):
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org")
    undangan.expires_at = now() - timedelta(minutes=1)
    assert "undangan" not in tasks(cast.baru)


def test_who_is_asked_to_be_ppksd2_has_to_answer(cast):
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    [group] = tasks_of(cast.ppksd2)
    assert group.tugas[0].judul == "Jawab permintaan menjadi PPKSD-2"
    assert group.tugas[0].sebab == "Ayu Contoh meminta Anda."
    operations.answer_ppksd2(draft, actor=cast.ppksd2, terima=False)
    assert tasks(cast.ppksd2) == {}


def test_a_draft_says_how_much_is_missing(cast):
    draft = operations.create_draft(actor=cast.pemohon)
    [group] = tasks_of(cast.pemohon)
    assert group.tugas[0].judul == "Lengkapi draf permohonan"
    assert group.tugas[0].sebab == "Draf milik Anda · yang belum lengkap: 13"
    factories.fill(draft, cast.pemohon)
    assert tasks_of(cast.pemohon)[0].tugas[0].sebab == "Draf milik Anda · Pilih atau undang PPKSD-2."
    factories.make_draft(cast.pemohon, cast.ppksd2)
    assert tasks(cast.pemohon) == {"draf": ["Lengkapi draf permohonan", "Periksa dan kirim permohonan"]}
    assert tasks(cast.ppksd2) == {}


def test_a_correction_is_the_task_of_both_contacts_until_it_is_sent_again(cast):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "manfaat")
    for person, hat in ((cast.pemohon, "PPKSD-1"), (cast.ppksd2, "PPKSD-2")):
        [group] = tasks_of(person)
        assert group.tugas[0].judul == "Perbaiki permohonan"
        assert group.tugas[0].sebab == f"Anda {hat} · perbaikan yang belum dijawab: 2"
    for request in case.verifikasi[-1].permintaan:
        operations.mark_answered(request, actor=cast.pemohon)
    assert tasks(cast.pemohon) == {"perbaikan": ["Kirim ulang permohonan"]}
    assert tasks(cast.ppksd2) == {"perbaikan": ["Minta PPKSD-1 mengirim ulang"]}
    operations.submit_permohonan(case, actor=cast.pemohon, pakta=factories.current_pakta())
    assert tasks(cast.pemohon) == tasks(cast.ppksd2) == {}


def test_what_the_city_has_to_do_stands_beside_as_waiting(cast):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    [waiting] = waiting_for_others(cast.pemohon)
    assert (waiting.judul, waiting.giliran, waiting.url) == (
        case.judul,
        "Bagian Kerja Sama",
        f"/permohonan/{case.kode}",
    )
    assert waiting_for_others(cast.asing) == []


def test_nobody_has_the_tasks_of_another_institution(cast):
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_draft(cast.pemohon)
    for person in (
        cast.asing,
        cast.rekan,
        cast.tkksd,
        cast.protokol,
        cast.lokus,
        cast.pimpinan,
        cast.superadmin,
    ):
        assert tasks(person) == {}


# --- the city
def test_admin_verifies_the_longest_waiting_first(cast):
    first = factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Pertama")
    factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Kedua")
    again = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin2, judul="Perbaikan")
    operations.mark_answered(again.verifikasi[-1].permintaan[0], actor=cast.pemohon)
    operations.submit_permohonan(again, actor=cast.pemohon, pakta=factories.current_pakta())
    first.status_since = now() - timedelta(days=20)
    db.session.flush()
    [group] = tasks_of(cast.admin)
    assert [str(task.tentang) for task in group.tugas] == ["Pertama", "Kedua", "Perbaikan"]
    assert [str(task.judul) for task in group.tugas][1:] == ["Verifikasi permohonan", "Verifikasi perbaikan"]
    assert 10 <= group.tugas[0].hari_kerja <= 14
    assert group.tugas[1].hari_kerja == 0


def test_admin_is_not_asked_to_verify_her_own_case(app, cast):
    cast.ppksd2.roles = [*cast.ppksd2.roles, app.appbuilder.sm.find_role("Admin")]
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    assert tasks(cast.ppksd2) == {}
    assert count_tugas(cast.admin) == 1


def test_superadmin_is_told_of_failed_mails_once_for_all(cast):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    db.session.execute(update(Surel).values(status=StatusSurel.GAGAL))
    assert tasks(cast.superadmin) == {"surel": ["Periksa surel yang gagal dikirim"]}
    assert count_tugas(cast.superadmin) == 1
    assert "surel" not in tasks(cast.admin)


# --- the page
@pytest.mark.parametrize("lang", ["id", "en"])
def test_everybody_has_the_page(cast, browse, lang):
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    factories.make_draft(cast.pemohon)
    for person in cast.people.values():
        browse(person, lang).get("/tugas")
    browse().get("/tugas", status=302)


def test_an_empty_list_says_what_will_stand_here(cast, browse):
    for person, words in (
        (cast.tkksd, "naskah yang menunggu pendapat Anda"),
        (cast.protokol, "usulan jadwal penandatanganan"),
        (cast.lokus, "Laporan pelaksanaan"),
        (cast.pimpinan, "tidak diminta mengerjakan apa pun"),
        (cast.superadmin, "surel yang gagal dikirim"),
        (cast.asing, "dokumen yang harus diunggah"),
    ):
        assert browse(person).get("/tugas").has("Tidak ada yang menunggu Anda", words)


def test_the_page_says_what_why_and_since_when(cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.admin).get("/tugas")
    assert page.has(
        "Verifikasi permohonan", case.judul, case.instansi_nama, "Anda Admin", "sejak", "hari ini", "1 tugas"
    )
    assert page.links()["Verifikasi permohonan"] == f"/permohonan/{case.kode}"


def test_each_task_leads_to_a_page_that_its_owner_may_open(cast, browse):
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org")
    assert undangan.id
    factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    db.session.execute(update(Surel).values(status=StatusSurel.GAGAL))
    opened = 0
    for person in cast.people.values():
        for group in tasks_of(person):
            for task in group.tugas:
                browse(person).get(task.url, follow=True)
                opened += 1
    assert opened >= 9


# --- what it costs
def many(cast, count: int) -> None:
    """Copies of a submitted case: enough that a page which grows with them would show it."""
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    columns = [
        column
        for column in Permohonan.__table__.columns
        if column.name not in ("id", "kode", "kode_draf") and not column.computed
    ]
    serial = func.generate_series(1, count).table_valued("value", name="n").render_derived()
    codes = (func.concat("X-", serial.c.value), func.concat("X", serial.c.value))
    source = select(*codes, *columns).select_from(join(Permohonan.__table__, serial, true()))
    source = source.where(Permohonan.__table__.c.id == case.id)
    names = ["kode", "kode_draf", *(column.name for column in columns)]
    db.session.execute(Permohonan.__table__.insert().from_select(names, source))


def test_the_number_costs_one_statement_and_the_page_always_the_same(cast, browse):
    def cost(person) -> tuple[int, int]:
        with counted() as counting:
            count_tugas(person)
        db.session.flush()
        browser = browse(person)
        with counted() as page:
            browser.get("/tugas")
        return len(counting), len(page)

    with without_mail():
        factories.make_submitted(cast.pemohon, cast.ppksd2)
        factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
        factories.make_draft(cast.pemohon)
        few = cost(cast.admin), cost(cast.pemohon)
        many(cast, 400)
        for _ in range(5):
            factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
            factories.make_draft(cast.pemohon)
    assert (cost(cast.admin), cost(cast.pemohon)) == few
    assert few[0][0] <= 3  # the person's roles are read with the person
    assert few[0][1] <= 10
    assert few[1][1] <= 18


def test_a_long_list_is_cut_and_leads_to_all(cast, browse):
    many(cast, 120)
    [group] = tasks_of(cast.admin)
    assert (len(group.tugas), group.jumlah) == (SHOWN, 121)
    page = browse(cast.admin).get("/tugas")
    assert page.has("Ditampilkan 50 yang paling lama menunggu.", "121 tugas")
    browse(cast.admin).get(page.links()["Semua yang menunggu verifikasi"], follow=True)


def test_the_number_stops_at_a_thousand(cast):
    many(cast, 1500)
    assert count_tugas(cast.admin) == 999
