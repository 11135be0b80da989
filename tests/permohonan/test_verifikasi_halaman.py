"""Verification as Admin does it on the page: three answers, what is refused, and two people at once."""

import threading

import pytest

from app.permohonan import operations
from app.permohonan.alur import ISIAN, Status
from app.permohonan.models import AlasanPerbaikan, HasilVerifikasi, Permohonan, Verifikasi
from app.permohonan.queries import part_version
from app.rujukan.queries import current_pakta
from tests import factories


@pytest.fixture
def case(session, cast):
    return factories.make_submitted(cast.pemohon, cast.ppksd2)


def url(permohonan, rest=""):
    return f"/permohonan/{permohonan.kode}{rest}"


# --- the three answers ---------------------------------------------------------------------------------------------
def test_admin_approves(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Setujui", {"Catatan": "Lengkap."})
    assert page.has("Permohonan disetujui.", "Penawaran")
    assert case.status is Status.PENAWARAN
    assert (case.verifikasi[0].oleh, case.verifikasi[0].catatan) == (cast.admin, "Lengkap.")


def test_admin_asks_for_corrections_with_a_reason_for_each_field(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit(
        "Minta Perbaikan",
        {
            "Catatan": "Dua hal.",
            "Alasan untuk Judul": "Tidak benar",
            "Alasan untuk Analisis": "Tidak lengkap",
            "Penjelasan untuk Analisis": "Belum memuat dampak lingkungan.",
        },
    )
    assert page.has("Perbaikan diminta. Pemohon menerima daftarnya.", "Perlu perbaikan")
    assert [(p.isian, p.alasan, p.catatan) for p in case.verifikasi[0].permintaan] == [
        ("judul", AlasanPerbaikan.TIDAK_BENAR, ""),
        ("analisis", AlasanPerbaikan.TIDAK_LENGKAP, "Belum memuat dampak lingkungan."),
    ]


def test_every_field_of_the_form_can_be_named(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    me.submit("Minta Perbaikan", {f"alasan_{name}": "tidak_berlaku" for name in ISIAN})
    assert {p.isian for p in case.verifikasi[0].permintaan} == set(ISIAN)


def test_a_refusal_is_asked_for_twice_and_is_final(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Tolak", {"Catatan": "Bukan kewenangan kota."})
    assert page.h1 == "Tolak permohonan ini?"
    assert page.has("Bukan kewenangan kota.")
    assert case.status is Status.MENUNGGU_VERIFIKASI
    page = me.submit("Tolak")
    assert page.has("Permohonan ditolak.")
    assert (case.status, case.penutup) == (Status.DITOLAK, "Bukan kewenangan kota.")


def test_turning_back_from_a_refusal_keeps_what_was_typed(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    me.submit("Tolak", {"Catatan": "Bukan kewenangan kota."})
    page = me.submit("Batal")
    assert (
        page.html.find("textarea", attrs={"name": "catatan"}).get_text().strip() == "Bukan kewenangan kota."
    )
    assert case.status is Status.MENUNGGU_VERIFIKASI


def test_a_dialog_that_asked_already_saves_the_second_page(case, cast, browse):
    data = {"langkah": "tolak", "catatan": "Ganda.", "seen_versi": case.versi, "yakin": "1"}
    browse(cast.admin).post(url(case, "/verifikasi"), data, 303)
    assert case.status is Status.DITOLAK


@pytest.mark.parametrize(
    ("step", "data", "status"),
    [
        ("setujui", {}, Status.PENAWARAN),
        ("minta_perbaikan", {"alasan_judul": "tidak_benar"}, Status.PERLU_PERBAIKAN),
        ("tolak", {"catatan": "Ganda.", "yakin": "1"}, Status.DITOLAK),
    ],
)
def test_each_step_has_its_own_address(case, cast, browse, step, data, status):
    browse(cast.admin).post(url(case, f"/langkah/{step}"), {**data, "seen_versi": case.versi}, 303)
    assert case.status is status


# --- what is wrong -------------------------------------------------------------------------------------------------
def test_asking_for_nothing_is_refused_and_opens_the_boxes(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Minta Perbaikan", {"Catatan": "Perbaiki."}, 422)
    assert page.has("Tandai sedikitnya satu isian")
    assert len(page.html.select("details.bantuan[open]")) == len(ISIAN)
    assert page.html.find("textarea", attrs={"name": "catatan"}).get_text().strip() == "Perbaiki."
    assert case.verifikasi == []


def test_an_explanation_needs_its_reason(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Minta Perbaikan", {"Penjelasan untuk Manfaat": "Kurang jelas."}, 422)
    assert page.errors() == ["Alasan untuk Manfaat: Pilih alasannya."]
    assert page.links()["Alasan untuk Manfaat: Pilih alasannya."] == "#alasan_manfaat"
    assert page.html.find("details", open=True).find("textarea").get_text().strip() == "Kurang jelas."


def test_a_refusal_needs_its_reason(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    assert me.submit("Tolak", status=422).errors() == ["Catatan: Tulis alasan penolakan di sini."]
    assert me.submit("Tolak", {"Catatan": "   \n "}, 422)
    assert case.status is Status.MENUNGGU_VERIFIKASI


@pytest.mark.parametrize("button", ["Setujui", "Tolak"])
def test_marks_are_never_dropped_silently(case, cast, browse, button):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit(button, {"Catatan": "Baik.", "Alasan untuk Judul": "Tidak benar"}, 422)
    assert page.has("Anda menandai isian yang perlu diperbaiki.")
    assert page.html.select_one("#alasan_judul option[selected]")["value"] == "tidak_benar"
    assert case.status is Status.MENUNGGU_VERIFIKASI


@pytest.mark.parametrize(
    "data",
    [
        {"alasan_judul": "bukan_alasan"},
        {"catatan": "x" * 4001},
        {"alasan_judul": "tidak_benar", "penjelasan_judul": "x" * 1001},
        {"catatan": "\0"},
    ],
)
def test_odd_values_come_back_with_a_sentence(case, cast, browse, data):
    page = browse(cast.admin).post(
        url(case, "/langkah/minta_perbaikan"), {**data, "seen_versi": case.versi}, 422
    )
    assert page.errors()
    assert case.status is Status.MENUNGGU_VERIFIKASI


@pytest.mark.parametrize("seen", ["", "abc", "-1", "99999999999999", "²"])
def test_a_form_without_a_version_counts_as_old(case, cast, browse, seen):
    page = browse(cast.admin).post(url(case, "/langkah/setujui"), {"seen_versi": seen}, 409)
    assert page.has("baru saja diubah oleh orang lain")
    assert case.status is Status.MENUNGGU_VERIFIKASI


def test_a_step_that_is_none_is_not_found(case, cast, browse):
    me = browse(cast.admin)
    for name in ("", "kirim", "tarik", "hapus", "apa"):
        me.post(url(case, "/verifikasi"), {"langkah": name, "seen_versi": case.versi}, 404)
    for name in ("kirim", "tarik", "hapus", "apa"):
        me.post(url(case, f"/langkah/{name}"), {"seen_versi": case.versi}, 404)
    assert me.get(url(case, "/verifikasi"), 302).location == url(case)


# --- who -----------------------------------------------------------------------------------------------------------
def test_only_admin_verifies(case, cast, browse):
    for name, person in cast.people.items():
        if name in ("admin", "admin2"):
            continue
        status = 403 if name in ("pemohon", "ppksd2", "pimpinan", "superadmin") else 404
        for step in ("setujui", "minta_perbaikan", "tolak"):
            browse(person).post(url(case, f"/langkah/{step}"), {"seen_versi": case.versi}, status)
        if status == 403:
            page = browse(person).get(url(case))
            assert not {"Setujui", "Minta Perbaikan", "Tolak"} & set(page.buttons())
    assert "/masuk" in browse().post(url(case, "/langkah/setujui"), {}, 302).location
    assert case.status is Status.MENUNGGU_VERIFIKASI


def test_nobody_verifies_an_application_of_their_own(session, cast, browse):
    both = factories.make_pengguna("Dobel Contoh", "Admin", "Pemohon")
    factories.make_biodata(both)
    factories.make_instansi("Instansi Dobel", both, cast.baru)
    factories.make_biodata(cast.baru)
    case = factories.make_submitted(both, cast.baru)
    page = browse(both).get(url(case))
    assert page.has("tidak dapat memverifikasi permohonannya sendiri", "Belum dapat dilakukan")
    assert "Minta Perbaikan" not in page.buttons()
    page = browse(both).post(url(case, "/langkah/setujui"), {"seen_versi": case.versi}, 422)
    assert page.has("tidak dapat memverifikasi permohonannya sendiri")
    assert case.status is Status.MENUNGGU_VERIFIKASI


# --- two at once ---------------------------------------------------------------------------------------------------
def test_the_second_admin_is_told_and_sees_the_present_state(case, cast, browse):
    first, second = browse(cast.admin), browse(cast.admin2)
    first.get(url(case))
    second.get(url(case))
    first.submit("Setujui")
    page = second.submit("Minta Perbaikan", {"Catatan": "Kurang.", "Alasan untuk Judul": "Tidak benar"}, 409)
    assert page.has("baru saja diubah oleh orang lain", "Penawaran", "Catatan Anda tidak terkirim: Kurang.")
    assert [v.hasil for v in case.verifikasi] == [HasilVerifikasi.SETUJU]


def test_the_back_button_after_a_decision_decides_nothing(case, cast, browse):
    me = browse(cast.admin)
    old = me.get(url(case)).html.find("input", attrs={"name": "seen_versi"})["value"]
    me.submit("Setujui")
    me.post(url(case, "/langkah/setujui"), {"seen_versi": old}, 409)
    assert len(case.verifikasi) == 1


def test_two_answers_at_the_same_moment_give_one_result(committed, cast, app, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    committed.commit()
    address, seen, answers = url(case, "/langkah/"), case.versi, []
    data = {"seen_versi": seen, "catatan": "Ganda.", "yakin": "1"}
    doors = [browse(cast.admin), browse(cast.admin2)] * 2
    tokens = [door._token() for door in doors]
    start = threading.Barrier(len(doors))

    def press(door, token, step):
        start.wait()
        response = door.client.post(address + step, data={**data, "csrf_token": token})
        answers.append(response.status_code)

    steps = ("setujui", "tolak", "tolak", "setujui")
    threads = [
        threading.Thread(target=press, args=(door, token, step))
        for door, token, step in zip(doors, tokens, steps, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    committed.expire_all()
    assert sorted(answers) == [303, 409, 409, 409]
    assert committed.query(Verifikasi).filter_by(permohonan_id=case.id).count() == 1
    assert committed.get(Permohonan, case.id).status in (Status.PENAWARAN, Status.DITOLAK)


# --- the next round ------------------------------------------------------------------------------------------------
def test_admin_sees_what_changed_since_the_last_look(session, cast, browse):
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "lokasi", "judul")
    by_name = {p.isian: p for p in case.verifikasi[0].permintaan}
    operations.mark_answered(by_name["judul"], actor=cast.pemohon)
    operations.save_persiapan(
        case,
        actor=cast.pemohon,
        isian={"lokasi": "Isian baru untuk lokasi.", "manfaat": "Manfaat lain sama sekali"},
        seen=part_version(case, "persiapan"),
    )
    operations.submit_permohonan(case, actor=cast.pemohon, pakta=current_pakta())
    page = browse(cast.admin).get(url(case))
    assert page.has("Periksa perbaikan dari pemohon", "2 isian berubah sejak itu", "Terjawab")
    changed = {article["aria-labelledby"]: article for article in page.html.select("article.ubahan")}
    assert set(changed) == {"ubahan-lokasi", "ubahan-manfaat"}
    assert [node.get_text() for node in changed["ubahan-lokasi"].find_all("del")] == ["contoh "]
    assert [node.get_text() for node in changed["ubahan-lokasi"].find_all("ins")] == ["baru "]
    assert "diubah tanpa diminta" in changed["ubahan-manfaat"].get_text()
    browse(cast.admin).get(url(case))
    me = browse(cast.admin)
    me.get(url(case))
    me.submit("Setujui")
    assert [v.hasil for v in case.verifikasi] == [HasilVerifikasi.PERBAIKAN, HasilVerifikasi.SETUJU]


def test_the_first_round_has_no_changes(case, cast, browse):
    assert not browse(cast.admin).get(url(case)).html.select("article.ubahan")
