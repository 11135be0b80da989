"""Opinions as people give them on the page of a case: what each one reads, presses, and is told."""

import pytest

from app.naskah.queries import pokok_version, required_mark
from app.pembahasan.models import Pendapat, Pengembalian, Sikap
from app.permohonan.alur import Giliran, Status
from app.permohonan.rules import open_stage
from tests import factories
from tests.factories import make_opinion, make_stage_documents
from tests.page_checks import text_of


@pytest.fixture
def empty(session, cast):
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


@pytest.fixture
def case(empty, cast):
    make_stage_documents(empty, cast.pemohon)
    return empty


@pytest.fixture
def draft(empty, cast):
    factories.make_agreed_stage(empty, cast)
    make_stage_documents(empty, cast.pemohon)
    return empty


def url(permohonan, rest=""):
    return f"/permohonan/{permohonan.kode}{rest}"


def card(page):
    return page.html.find(class_="tindakan")


def test_the_applicant_is_told_which_documents_are_missing_and_where(empty, cast, browse):
    page = browse(cast.pemohon).get(url(empty))
    assert text_of(card(page).h2) == "Unggah dokumen tahap Penawaran"
    assert "Surat Penawaran" in text_of(card(page))
    assert card(page).find("a", href=url(empty, "/dokumen"))


def test_the_city_waits_while_documents_are_missing(empty, cast, browse):
    page = browse(cast.tkksd).get(url(empty))
    assert text_of(card(page).h2) == "Menunggu dokumen dari pemohon"
    assert "Simpan Pendapat" not in page.buttons()


@pytest.mark.parametrize("name", ["admin", "tkksd", "protokol"])
def test_the_city_is_asked_for_an_opinion(case, cast, browse, name):
    page = browse(getattr(cast, name)).get(url(case))
    assert text_of(card(page).h2) == "Beri pendapat atas Versi 1"
    assert "Giliran Anda" in text_of(card(page))
    assert "Simpan Pendapat" in page.buttons()
    assert ("Kembalikan untuk diperbaiki" in page.buttons()) == (name == "admin")


@pytest.mark.parametrize("name", ["pemohon", "ppksd2", "pimpinan", "superadmin"])
def test_others_wait(case, cast, browse, name):
    page = browse(getattr(cast, name)).get(url(case))
    assert text_of(card(page).h2) == "Menunggu pendapat atas Versi 1"
    assert "Simpan Pendapat" not in page.buttons()


def test_an_opinion_is_kept_and_the_tally_names_who_is_missing(case, cast, browse):
    me = browse(cast.tkksd)
    me.get(url(case))
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "Setuju"})
    assert page.has(
        "Pendapat Anda tersimpan.", "Pendapat Anda atas Versi 1: Setuju", "1 dari 2 pendapat wajib"
    )
    assert page.has("Perlu 1 persetujuan Admin lagi.")
    me.submit("Simpan Pendapat", {"Pendapat Anda": "perlu_perbaikan", "Alasan": "Lampiran kurang."})
    assert case.giliran is Giliran.PEMOHON


def test_the_last_opinion_opens_the_next_stage(case, cast, browse):
    make_opinion(case, cast.tkksd)
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "Setuju"})
    assert page.has("tahap Kesepakatan Bersama dimulai")
    assert case.status is Status.PENYUSUNAN_KB


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(case, cast, browse):
    me = browse(cast.tkksd)
    me.get(url(case))
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "tidak_setuju"}, 422)
    assert any("Tulis alasannya" in sentence for sentence in page.errors())
    assert page.html.find("input", attrs={"value": "tidak_setuju"}).get("checked") is not None
    page = me.submit("Simpan Pendapat", {"Alasan": "Di luar kewenangan."})
    assert case.status is Status.PENAWARAN
    assert page.has("Pendapat Anda tersimpan.")


def test_nothing_chosen_is_told(case, cast, browse):
    me = browse(cast.tkksd)
    me.get(url(case))
    page = me.submit("Simpan Pendapat", {"Alasan": "Baik."}, 422)
    assert any("Pilih pendapat Anda." in sentence for sentence in page.errors())


def test_an_opinion_on_an_old_version_is_told_and_the_text_stays(draft, cast, browse):
    me = browse(cast.hukum)
    me.get(url(draft))
    make_stage_documents(draft, cast.pemohon)
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "setuju_catatan", "Alasan": "Pasal 7."}, 409)
    assert any("Versi 2 baru saja diunggah" in sentence for sentence in page.errors())
    assert page.html.find("textarea", attrs={"name": "alasan"}).get_text().strip() == "Pasal 7."
    me.submit("Simpan Pendapat")
    assert [row.versi.nomor for row in draft_opinions(draft)] == [2]


def draft_opinions(permohonan):
    from app.pembahasan.queries import opinions

    return opinions(open_stage(permohonan))


def test_a_stage_closed_while_somebody_types_is_told_and_the_text_is_shown(case, cast, browse):
    me = browse(cast.hukum)
    me.get(url(case))
    make_opinion(case, cast.tkksd)
    make_opinion(case, cast.admin)
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "tidak_setuju", "Alasan": "Terlambat sekali."}, 409)
    assert page.has("Tahap Penawaran baru saja ditutup", "Terlambat sekali.")


def test_a_case_agreed_or_ended_while_somebody_types_is_told(case, cast, browse):
    from app.pembahasan.operations import stop_case

    me = browse(cast.hukum)
    me.get(url(case))
    stop_case(case, actor=cast.admin, alasan="Bukan kewenangan.")
    page = me.submit("Simpan Pendapat", {"Pendapat Anda": "tidak_setuju", "Alasan": "Terlambat sekali."}, 409)
    assert page.has("Terlambat sekali.", "baru saja ditutup")


def test_one_press_gives_the_old_agreement_to_the_newest_version(draft, cast, browse):
    make_opinion(draft, cast.tkksd, Sikap.SETUJU_CATATAN, "Pasal 7: batas waktu.")
    make_stage_documents(draft, cast.pemohon)
    me = browse(cast.tkksd)
    page = me.get(url(draft))
    assert page.has("Pendapat Anda atas Versi 1, Setuju dengan catatan, kini usang.", "Usang")
    me.submit("Tetap setuju atas Versi 2")
    rows = draft_opinions(draft)
    assert [(row.versi.nomor, row.sikap, row.alasan) for row in rows] == [
        (2, Sikap.SETUJU_CATATAN, "Pasal 7: batas waktu.")
    ]


def test_a_stale_disagreement_is_not_repeated_by_one_press(draft, cast, browse):
    make_opinion(draft, cast.tkksd, Sikap.TIDAK_SETUJU, "Tidak.")
    make_stage_documents(draft, cast.pemohon)
    me = browse(cast.tkksd)
    assert "Tetap setuju atas Versi 2" not in me.get(url(draft)).buttons()
    tahap = open_stage(draft)
    data = {"versi": pokok_version(tahap).id, "terakhir": required_mark(tahap)}
    me.post(url(draft, "/pendapat/tetap"), data, 303)
    assert [row.versi.nomor for row in draft_opinions(draft)] == [1]


def test_ppksd_agrees_in_drafting(draft, cast, browse):
    make_opinion(draft, cast.tkksd)
    make_opinion(draft, cast.admin)
    me = browse(cast.ppksd2)
    page = me.get(url(draft))
    assert text_of(card(page).h2) == "Beri pendapat atas Versi 1"
    me.submit("Simpan Pendapat", {"Pendapat Anda": "Setuju"})
    assert draft.status is Status.PENYUSUNAN_PKS


def test_the_applicant_reads_and_answers_each_note(case, cast, browse):
    note = make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Pasal 4 belum jelas.")
    me = browse(cast.pemohon)
    page = me.get(url(case))
    assert text_of(card(page).h2) == "Perbaiki Versi 1, lalu unggah versi baru"
    assert page.has("Pasal 4 belum jelas.", "Terbuka")
    button = next(name for name in page.buttons() if name.startswith("Simpan Tanggapan"))
    page = me.submit(button, {}, 422)
    assert any("Tulis tanggapan Anda." in sentence for sentence in page.errors())
    page = me.submit(button, {"Tanggapan": "Diperjelas pada Versi 2."})
    assert page.has("Tanggapan tersimpan.", "Terjawab", "Diperjelas pada Versi 2.")
    assert note.tanggapan == "Diperjelas pada Versi 2."
    make_stage_documents(case, cast.pemohon)
    assert not me.get(url(case)).has("Catatan yang perlu dijawab")


def test_a_note_is_answered_on_the_case_also_when_its_stage_was_agreed(case, cast, browse):
    make_opinion(case, cast.tkksd, Sikap.SETUJU_CATATAN, "Rapikan lampirannya.")
    make_opinion(case, cast.admin)
    me = browse(cast.pemohon)
    page = me.get(url(case))
    assert page.has("Catatan yang perlu dijawab", "Rapikan lampirannya.")
    button = next(name for name in page.buttons() if name.startswith("Simpan Tanggapan"))
    assert any("Tulis tanggapan Anda." in text for text in me.submit(button, {}, 422).errors())
    assert not me.submit(button, {"Tanggapan": "Sudah dirapikan."}).has("Catatan yang perlu dijawab")


def test_the_objection_of_a_contact_to_the_citys_draft_is_the_citys_turn(draft, cast, browse):
    make_stage_documents(draft, cast.admin)
    make_opinion(draft, cast.pemohon, Sikap.PERLU_PERBAIKAN, "Pasal 5 memberatkan.")
    page = browse(cast.admin).get(url(draft))
    assert text_of(card(page).h2) == "PPKSD keberatan atas usulan perubahan kota" and page.has("Giliran Anda")
    assert (
        text_of(card(browse(cast.pemohon).get(url(draft))).h2) == "Menunggu jawaban kota atas keberatan PPKSD"
    )


def test_a_note_of_another_case_is_not_found(case, cast, browse):
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    make_stage_documents(other, cast.pemohon)
    note = make_opinion(other, cast.hukum, Sikap.PERLU_PERBAIKAN, "Lain.")
    browse(cast.pemohon).post(url(case, f"/catatan/{note.id}/tanggapi"), {}, 404)


def test_admin_sends_back(case, cast, browse, session):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Kembalikan untuk diperbaiki", {}, 422)
    assert any("Tulis apa yang perlu diperbaiki." in sentence for sentence in page.errors())
    page = me.submit("Kembalikan untuk diperbaiki", {"Apa yang perlu diperbaiki?": "Lampirkan akta."})
    assert page.has("Naskah dikembalikan.")
    assert session.query(Pengembalian).count() == 1
    page = browse(cast.pemohon).get(url(case))
    assert page.has("Lampirkan akta.", "Dikembalikan", "Unggah Versi Baru")


def test_admin_ends_a_case_after_being_asked_twice(case, cast, browse):
    me = browse(cast.admin)
    me.get(url(case))
    page = me.submit("Tolak", {"Alasan penolakan": "Bukan kewenangan kota."})
    assert page.h1 == "Tolak permohonan ini?"
    assert case.status is Status.PENAWARAN
    page = me.submit("Batal")
    assert (
        page.html.find("textarea", attrs={"name": "henti-alasan"}).get_text().strip()
        == "Bukan kewenangan kota."
    )
    me.submit("Tolak")
    page = me.submit("Tolak")
    assert page.has("Permohonan ditolak.", "Bukan kewenangan kota.")
    assert case.status is Status.DITOLAK


DOORS = ("/pendapat", "/kembalikan", "/hentikan", "/surat", "/pendapat/tetap")


@pytest.mark.parametrize("name", ["pimpinan", "superadmin", "pemohon"])
@pytest.mark.parametrize("door", DOORS[:3])
def test_doors_are_closed_to_the_wrong_role(case, cast, browse, session, name, door):
    tahap = open_stage(case)
    data = {
        "versi": pokok_version(tahap).id,
        "terakhir": required_mark(tahap),
        "kembali-terakhir": required_mark(tahap),
        "sikap": "setuju",
        "kembali-alasan": "Tidak.",
        "henti-alasan": "Tidak.",
        "yakin": "1",
    }
    browse(getattr(cast, name)).post(url(case, door), data, 422)
    assert session.query(Pendapat).count() == 0 and case.status is Status.PENAWARAN


@pytest.mark.parametrize("door", DOORS)
def test_strangers_find_nothing(case, cast, browse, door):
    browse(cast.asing).post(url(case, door), {}, 404)


def test_opened_by_themselves_the_addresses_lead_to_the_case(case, cast, browse):
    for door in DOORS[:4]:
        assert browse(cast.admin).get(url(case, door), 302).location.endswith(url(case))


def test_damaged_forms_change_nothing(case, cast, browse, session):
    me = browse(cast.admin)
    for versi in ("", "x", "-1", "99999999", "١٢"):
        me.post(url(case, "/pendapat"), {"versi": versi, "terakhir": versi, "sikap": "setuju"}, 422)
    me.post(url(case, "/pendapat"), {"sikap": "entah"}, 422)
    assert session.query(Pendapat).count() == 0


def test_the_card_speaks_english(case, cast, browse):
    assert browse(cast.admin, lang="en").get(url(case))
