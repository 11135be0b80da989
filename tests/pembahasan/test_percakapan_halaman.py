"""The tab Pembahasan as people see and use it: time line, filters, pages, sending, sharing, withdrawing, files."""

import io
import re

import pytest
from sqlalchemy import select

from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.pembahasan.models import LampiranPesan, Pesan
from app.pembahasan.pesan_operations import keep_attachments, withdraw_message
from app.permohonan.operations import lock, withdraw_permohonan
from app.permohonan.rules import open_stage
from app.permohonan.tahap_operations import close_stage, set_pengampu
from app.rujukan.models import OPD
from tests import factories
from tests.counting import counted
from tests.papers import docx, pdf, upload
from tests.pembahasan.pesan import (
    INNER,
    READ_INTERNAL,
    READ_PARTIES_ONLY,
    STRANGERS,
    WRITE_INTERNAL,
    key,
    say,
    url,
)

LABELS = "Internal: pemohon tidak melihat"


@pytest.fixture
def case(session, cast):
    permohonan = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    cast.lokus.opd = session.scalars(select(OPD).limit(1)).one()
    set_pengampu(permohonan, actor=cast.admin, opd=[cast.lokus.opd])
    return permohonan


def chips(page):
    nav = page.html.find("nav", attrs={"aria-label": "Saring percakapan"})
    return dict(
        re.fullmatch(r"(.+) (\d+)", " ".join(a.get_text(" ").split())).groups() for a in nav.find_all("a")
    )


def items(page):
    return page.html.select("ol.percakapan > li")


def tab_count(page):
    link = next(a for a in page.html.select("a.nav-link") if a.get_text().strip().startswith("Pembahasan"))
    return link.select_one(".jumlah").get_text()


def messages(session):
    return list(session.scalars(select(Pesan).order_by(Pesan.id)))


def close(case, actor):
    lock(case)
    close_stage(case, actor=actor)


def newer(browser, case, after="0.0.0", **more):
    query = {"sesudah": after, **more}
    return browser.client.get(url(case, "/baru"), query_string=query)


# --- who reads what ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("person", READ_INTERNAL)
def test_the_city_reads_internal_messages_plainly_marked(case, cast, browse, person):
    say(case, cast.pemohon)
    say(case, cast.admin, INNER, is_internal=True)
    page = browse(getattr(cast, person)).get(url(case))
    assert page.has("Selamat pagi.", INNER, LABELS)
    assert "pesan-internal" in page.html.find(string=re.compile(INNER)).find_parent("article")["class"]
    assert chips(page)["Internal"] == "1" and tab_count(page) == "2"


@pytest.mark.parametrize("person", READ_PARTIES_ONLY)
def test_nobody_else_hears_of_internal_messages_anywhere(case, cast, session, browse, person):
    say(case, cast.pemohon)
    files = keep_attachments([upload(pdf("rahasia"), "rahasia.pdf")], actor=cast.admin)
    pesan = say(case, cast.admin, INNER, is_internal=True, lampiran=files)
    browser = browse(getattr(cast, person))
    page = browser.get(url(case))
    assert page.has("Selamat pagi.") and not page.has(INNER) and "rahasia.pdf" not in page.text
    assert "Internal" not in chips(page) and chips(page)["Semua pihak"] == "1" and tab_count(page) == "1"
    assert not page.has("Internal")
    for address in ("?saring=internal", "?tahap=penawaran&saring=internal", f"?balas={pesan.id}"):
        assert not browser.get(url(case, address)).has(INNER)
    fragment = newer(browser, case)
    assert fragment.status_code == 200 and INNER not in fragment.text and "rahasia" not in fragment.text
    assert newer(browser, case, saring="internal").text == fragment.text
    browser.get(url(case, f"/lampiran/{pesan.lampiran[0].id}"), 404)
    browser.get(url(case, f"/{pesan.id}/tarik"), 404)
    browser.post(url(case, f"/{pesan.id}/tarik"), status=404)


@pytest.mark.parametrize("person", STRANGERS)
def test_strangers_find_nothing(case, cast, browse, person):
    browser = browse(getattr(cast, person))
    pesan = say(case, cast.admin, lampiran=keep_attachments([upload(pdf())], actor=cast.admin))
    for rest in ("", "/baru?sesudah=0.0.0", f"/lampiran/{pesan.lampiran[0].id}", f"/{pesan.id}/tarik"):
        browser.get(url(case, rest), 404)
    browser.post(url(case), {"isi": "Halo"}, 404)


@pytest.mark.parametrize("person", [*READ_INTERNAL, *READ_PARTIES_ONLY])
def test_the_history_tells_internal_messages_only_to_who_may_read_them(case, cast, browse, person):
    say(case, cast.hukum, INNER, is_internal=True)
    withdraw_message(say(case, cast.bapperida, INNER, is_internal=True), actor=cast.bapperida)
    page = browse(getattr(cast, person)).get(f"/permohonan/{case.kode}/riwayat")
    is_inner = person in READ_INTERNAL
    assert page.has("Pesan ditulis") == is_inner == page.has("Citra Contoh") == page.has("Pesan ditarik")
    say(case, cast.admin)
    assert browse(getattr(cast, person)).get(f"/permohonan/{case.kode}/riwayat").has("Pesan ditulis")


def test_applicants_are_sent_no_line_and_no_mail_about_an_internal_message(case, cast, browse, session):
    before = {who: browse(getattr(cast, who)).get("/notifikasi").text for who in ("pemohon", "ppksd2")}
    say(case, cast.hukum, INNER, is_internal=True)
    for who, text in before.items():
        assert browse(getattr(cast, who)).get("/notifikasi").text == text


# --- the time line -------------------------------------------------------------------------------------------------
def test_messages_opinions_and_acts_stand_in_one_line_in_order_of_time(case, cast, browse):
    say(case, cast.pemohon, "Pertama.")
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.admin)
    say(case, cast.tkksd, "Terakhir.")
    page = browse(cast.pemohon).get(url(case))
    text = " ".join(" ".join(li.get_text(" ").split()) for li in items(page))
    order = [
        "tahap Penawaran dimulai",
        "Pertama.",
        "Versi dokumen diunggah",
        "Pendapat atas Surat Penawaran Versi 1",
    ]
    places = [text.index(words) for words in [*order, "Terakhir."]]
    assert places == sorted(places)
    found = chips(page)
    assert found["Semua pihak"] == "2" and found["Pendapat"] == "1"
    assert int(found["Semua"]) == len(items(page)) == 3 + int(found["Peristiwa"])


@pytest.mark.parametrize(
    ("saring", "shown", "hidden"),
    [
        ("pihak", "Untuk semua.", INNER),
        ("internal", INNER, "Untuk semua."),
        ("pendapat", "Pendapat atas", "Untuk semua."),
        ("peristiwa", "Versi dokumen diunggah", "Untuk semua."),
        ("lain", "Untuk semua.", "Tidak ada"),
    ],
)
def test_the_line_can_be_filtered(case, cast, browse, saring, shown, hidden):
    say(case, cast.pemohon, "Untuk semua.")
    say(case, cast.admin, INNER, is_internal=True)
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.admin)
    page = browse(cast.tkksd).get(url(case, f"?saring={saring}"))
    assert page.has(shown) and not page.has(hidden)


def test_a_long_thread_opens_at_its_newest_page_and_older_ones_follow(case, cast, browse):
    for number in range(120):
        say(case, cast.pemohon, f"Pesan ke-{number:03}.")
    browser = browse(cast.admin)
    page, seen = browser.get(url(case, "?saring=pihak")), []
    while True:
        here = re.findall(r"Pesan ke-(\d{3})\.", page.text)
        assert here == sorted(here) and len(here) <= 50
        seen = here + seen
        older = next((href for words, href in page.links().items() if "Lebih lama" in words), None)
        if older is None:
            break
        page = browser.get(older)
        assert not page.html.select("ol[data-baru]") and page.has("Terbaru")
    assert seen == [f"{n:03}" for n in range(120)]


@pytest.mark.parametrize(
    "place", ["x", "1.2", "1.2.3.4", "-1.1.1", "9" * 18 + ".1.1", "9" * 40 + ".1.1", "١.1.1"]
)
def test_a_place_that_is_none_breaks_nothing(case, cast, browse, place):
    browser = browse(cast.pemohon)
    browser.get(url(case, f"?sebelum={place}"))
    assert newer(browser, case, place).status_code in (204, 404)


def test_older_stages_are_links_and_their_talk_can_still_be_read(case, cast, browse):
    say(case, cast.pemohon, "Di penawaran.")
    close(case, cast.admin)
    say(case, cast.pemohon, "Di penyusunan.")
    browser = browse(cast.pemohon)
    page = browser.get(url(case))
    assert page.has("Di penyusunan.") and not page.has("Di penawaran.")
    old = browser.get(page.links()["Penawaran"])
    assert old.has("Di penawaran.", "Tahap ini ditutup pada") and not old.has("Di penyusunan.")
    assert "Kirim" not in old.buttons() and "Tulis Pesan" in old.links()
    assert old.has("Tahap ditutup")


def test_after_the_stages_the_talk_goes_on(cast, session, browse):
    case = factories.make_agreed(cast)
    browser = browse(cast.pemohon)
    browser.get(url(case))
    page = browser.submit("Kirim", {"Tulis Pesan": "Kapan ditandatangani?"})
    assert page.has("Percakapan tahap Penandatanganan", "Kapan ditandatangani?")
    assert messages(session)[0].tahap is None


def test_there_is_no_tab_before_verification(cast, session, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(url(case), 302)
    assert page.location.endswith(f"/permohonan/{case.kode}")


def test_what_people_typed_is_text_and_never_markup(case, cast, browse):
    say(case, cast.pemohon, '<script>alert(1)</script> & "kutip"\nbaris kedua ' + "x" * 3000)
    page = browse(cast.admin).get(url(case))
    node = page.html.find("article").find("p", attrs={"data-isi": True})
    assert '<script>alert(1)</script> & "kutip"' in node.get_text() and node.find("br") is not None
    assert not page.html.find("article").find("script")


# --- sending -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("person", ["pemohon", "ppksd2", "admin", "tkksd", "protokol"])
def test_the_parties_write_and_are_led_to_what_they_wrote(case, cast, session, browse, person):
    browser = browse(getattr(cast, person))
    browser.get(url(case))
    answer = browser.submit("Kirim", {"Tulis Pesan": "Halo semua."}, follow=False)
    (pesan,) = messages(session)
    assert answer.location.endswith(f"#pesan-{pesan.id}") and not pesan.is_internal
    assert browser.get(url(case)).has("Halo semua.", "(Anda)")


@pytest.mark.parametrize("person", ["pimpinan", "superadmin", "lokus"])
def test_readers_have_no_form_and_a_forged_one_is_refused(case, cast, session, browse, person):
    browser = browse(getattr(cast, person))
    assert "Kirim" not in browser.get(url(case)).buttons()
    browser.post(url(case), {"isi": "Halo", "kunci": key()}, 403)
    assert messages(session) == []


@pytest.mark.parametrize("person", WRITE_INTERNAL)
def test_the_city_chooses_who_reads_and_finds_its_last_choice_again(case, cast, session, browse, person):
    browser = browse(getattr(cast, person))
    page = browser.get(url(case))
    assert page.html.find("input", attrs={"name": "tampak", "checked": True})["value"] == "pihak"
    page = browser.submit("Kirim", {"Tulis Pesan": INNER, "tampak": "internal"})
    assert messages(session)[0].is_internal and page.has(LABELS)
    assert page.html.find("input", attrs={"name": "tampak", "checked": True})["value"] == "internal"


def test_applicants_have_no_choice_and_a_forged_one_changes_nothing(case, cast, session, browse):
    browser = browse(cast.pemohon)
    page = browser.get(url(case))
    assert page.html.find("input", attrs={"name": "tampak"}) is None and not page.has("Internal")
    browser.post(url(case), {"isi": "Halo", "kunci": key(), "tampak": "internal", "pilihan": "internal"})
    assert [pesan.is_internal for pesan in messages(session)] == [False]


@pytest.mark.parametrize("isi", ["", "  \r\n ", "x" * 10_001])
def test_a_text_that_cannot_be_sent_comes_back_with_a_sentence(case, cast, session, browse, isi):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    page = browser.submit("Kirim", {"Tulis Pesan": isi}, status=422)
    assert page.html.find(class_="galat-ringkas") and messages(session) == []
    assert page.html.find("textarea", attrs={"name": "isi"}).get_text().strip() == isi.strip()


def test_a_second_press_of_the_button_is_the_same_message(case, cast, session, browse):
    browser = browse(cast.pemohon)
    form = browser.get(url(case)).form("Kirim")
    data = {node["name"]: node.get("value", "") for node in form.find_all("input", attrs={"type": "hidden"})}
    for _press in range(2):
        browser.post(url(case), {**data, "isi": "Sekali saja."})
    assert len(messages(session)) == 1


def test_files_come_along_and_can_be_fetched_by_who_reads_the_message(case, cast, session, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    files = [(io.BytesIO(pdf()), "surat.pdf"), (io.BytesIO(docx()), "../konsep akhir.docx")]
    page = browser.submit("Kirim", {"Tulis Pesan": "Terlampir.", "Lampiran": files})
    assert page.has("surat.pdf", "konsep akhir.docx")
    first = session.scalars(select(LampiranPesan).order_by(LampiranPesan.id)).first()
    for person in ("ppksd2", "admin", "tkksd", "pimpinan", "superadmin", "lokus"):
        answer = browse(getattr(cast, person)).client.get(url(case, f"/lampiran/{first.id}"))
        assert answer.data == pdf() and answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    other = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    browser.get(url(other, f"/lampiran/{first.id}"), 404)


def test_fetching_a_file_is_noted_once_and_of_an_internal_one_no_applicant_hears(case, cast, session, browse):
    shared = say(
        case, cast.admin, lampiran=keep_attachments([upload(pdf("a"), "umum.pdf")], actor=cast.admin)
    )
    inner = say(
        case,
        cast.admin,
        INNER,
        is_internal=True,
        lampiran=keep_attachments([upload(pdf("b"), "telaah.pdf")], actor=cast.admin),
    )
    for pesan in (shared, inner, inner):
        browse(cast.protokol).client.get(url(case, f"/lampiran/{pesan.lampiran[0].id}"))
    read = select(Peristiwa).where(Peristiwa.jenis == "naskah.diunduh").order_by(Peristiwa.id)
    assert [event.data.get("nama") for event in session.scalars(read)] == ["umum.pdf", None]
    history = f"/permohonan/{case.kode}/riwayat"
    assert browse(cast.pemohon).get(history).text.count("Dokumen diunduh") == 1
    assert browse(cast.tkksd).get(history).text.count("Dokumen diunduh") == 2


def test_a_wrong_file_is_told_by_name_and_the_text_stays(case, cast, session, browse):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    files = [(io.BytesIO(pdf()), "baik.pdf"), (io.BytesIO(b"MZ\x90\x00"), "surat.docx")]
    page = browser.submit("Kirim", {"Tulis Pesan": "Terlampir.", "Lampiran": files}, status=422)
    assert page.has("surat.docx") and messages(session) == []
    assert page.html.find("textarea", attrs={"name": "isi"}).get_text().strip() == "Terlampir."


def test_a_message_about_a_version_says_so(case, cast, browse, session):
    factories.make_stage_documents(case, cast.pemohon)
    browser = browse(cast.tkksd)
    browser.get(url(case))
    page = browser.submit("Kirim", {"Tulis Pesan": "Halaman 2?", "Tentang versi": "Surat Penawaran Versi 1"})
    assert page.has("Tentang Surat Penawaran Versi 1") and messages(session)[0].versi.nomor == 1


def test_a_stage_that_closed_while_one_was_typing_takes_no_message_but_the_next_does_and_says_so(
    case, cast, browse, session
):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    close(case, cast.admin)
    page = browser.submit("Kirim", {"Tulis Pesan": "Lama diketik."})
    assert page.has("Lama diketik.", "Tahap Penawaran ditutup sementara Anda menulis")
    assert messages(session)[0].tahap is open_stage(case)


def test_a_case_that_ended_while_one_was_typing_answers_with_a_sentence_and_keeps_the_text(
    case, cast, browse, session
):
    browser = browse(cast.ppksd2)
    browser.get(url(case))
    withdraw_permohonan(case, actor=cast.pemohon, alasan="Digabung.")
    page = browser.submit("Kirim", {"Tulis Pesan": "Lama diketik."}, status=422)
    assert page.has("Pembicaraan perkara ini sudah ditutup") and messages(session) == []
    assert page.html.find("textarea", attrs={"name": "isi"}).get_text().strip() == "Lama diketik."


def test_an_expired_sign_in_keeps_the_text(case, cast, browse, session):
    browser = browse(cast.pemohon)
    browser.get(url(case))
    form = browser.page.form("Kirim")
    data = {node["name"]: node.get("value", "") for node in form.find_all("input", attrs={"type": "hidden"})}
    with browser.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    answer = browser.client.post(
        url(case), data={**data, "isi": "Lama diketik."}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 401 and 'name="isian"' in answer.text


# --- before sharing ------------------------------------------------------------------------------------------------
def ask(browser, case, **fields):
    browser.get(url(case, fields.pop("query", "")))
    return browser.submit("Kirim", {"tampak": "pihak", **fields})


def test_who_wrote_internally_last_is_asked_before_sharing_and_nothing_is_sent_yet(
    case, cast, session, browse
):
    say(case, cast.admin, INNER, is_internal=True)
    browser = browse(cast.admin)
    files = [(io.BytesIO(pdf()), "surat.pdf")]
    page = ask(browser, case, **{"Tulis Pesan": "Kepada pemohon.\nBaris dua.", "Lampiran": files})
    assert page.has("Bagikan kepada pemohon?", "Pesan terakhir Anda di perkara ini internal.", "surat.pdf")
    assert len(messages(session)) == 1
    back = browser.submit("Kembali")
    assert (
        back.html.find("textarea", attrs={"name": "isi"}).get_text().strip() == "Kepada pemohon.\nBaris dua."
    )
    assert back.has("Sudah terlampir:", "surat.pdf") and len(messages(session)) == 1
    browser.submit("Kirim")
    page = browser.submit("Ya, bagikan")
    sent = messages(session)[-1]
    assert page.has("Kepada pemohon.") and not sent.is_internal
    assert sent.isi == "Kepada pemohon.\nBaris dua." and [one.nama for one in sent.lampiran] == ["surat.pdf"]


def test_the_question_can_be_answered_by_staying_internal(case, cast, session, browse):
    say(case, cast.admin, INNER, is_internal=True)
    browser = browse(cast.admin)
    ask(browser, case, **{"Tulis Pesan": "Hampir terkirim."})
    browser.submit("Kirim sebagai Internal")
    assert messages(session)[-1].is_internal


def test_an_answer_to_an_internal_message_begins_internal_and_asks_before_sharing(case, cast, browse):
    pesan = say(case, cast.hukum, "Pendek.", is_internal=True)
    browser = browse(cast.admin)
    page = browser.get(url(case, f"?balas={pesan.id}"))
    assert page.html.find("input", attrs={"name": "tampak", "checked": True})["value"] == "internal"
    assert (
        page.html.find("textarea", attrs={"name": "isi"})
        .get_text()
        .strip()
        .startswith("> Citra Contoh:\n> Pendek.")
    )
    page = ask(browser, case, query=f"?balas={pesan.id}", **{"Tulis Pesan": "Setuju."})
    assert page.has("Pesan ini menjawab pesan internal.")


def test_a_quotation_or_a_file_of_an_internal_message_asks_before_sharing(case, cast, browse, session):
    files = keep_attachments([upload(pdf("kajian"), "kajian.pdf")], actor=cast.hukum)
    say(case, cast.hukum, INNER, is_internal=True, lampiran=files)
    browser = browse(cast.admin)
    assert ask(browser, case, **{"Tulis Pesan": f"Yth.\n{INNER}"}).has("memuat kalimat dari pesan internal")
    again = [(io.BytesIO(pdf("kajian")), "lain.pdf")]
    page = ask(browser, case, **{"Tulis Pesan": "Terlampir.", "Lampiran": again})
    assert page.has("pernah dikirim dalam pesan internal") and len(messages(session)) == 1


def test_sealed_files_serve_only_who_sealed_them(case, cast, browse, session):
    say(case, cast.admin, INNER, is_internal=True)
    browser = browse(cast.admin)
    page = ask(browser, case, **{"Tulis Pesan": "Halo.", "Lampiran": [(io.BytesIO(pdf()), "surat.pdf")]})
    sealed = page.html.find("input", attrs={"name": "titipan"})["value"]
    for person, box in ((cast.pemohon, sealed), (cast.tkksd, sealed), (cast.admin, "palsu")):
        browse(person).post(
            url(case),
            {"isi": "Ambil.", "kunci": key(), "titipan": box, "tampak": "pihak", "pilihan": "bagikan"},
        )
        assert messages(session)[-1].lampiran == []


# --- taking back ---------------------------------------------------------------------------------------------------
def test_a_withdrawn_message_stays_and_says_so_and_its_readers_can_still_open_it(case, cast, browse, session):
    browser = browse(cast.pemohon)
    pesan = say(
        case,
        cast.pemohon,
        "Salah kirim.",
        lampiran=keep_attachments([upload(pdf(), "a.pdf")], actor=cast.pemohon),
    )
    page = browser.get(url(case))
    link = next(href for words, href in page.links().items() if words.startswith("Tarik pesan"))
    assert browser.get(link).has("Tarik pesan ini?", "Salah kirim.")
    browser.submit("Tarik pesan")
    page = browse(cast.admin).get(url(case))
    assert page.has("Pesan ditarik oleh Ayu Contoh pada", "a.pdf")
    node = page.html.find(id=f"pesan-{pesan.id}").find("details")
    assert "Salah kirim." in node.get_text()
    assert not any(words.startswith("Tarik") for words in browser.get(url(case)).links())


def test_a_withdrawn_internal_message_stays_unknown_to_the_applicant(case, cast, browse):
    withdraw_message(say(case, cast.hukum, INNER, is_internal=True), actor=cast.admin)
    page = browse(cast.pemohon).get(url(case))
    assert not page.has("Pesan ditarik") and not page.has("Dewi Contoh (Admin) · Pesan")


def test_withdrawing_too_late_is_answered_with_a_sentence(case, cast, browse, session):
    pesan = say(case, cast.pemohon)
    browser = browse(cast.pemohon)
    browser.get(url(case, f"/{pesan.id}/tarik"))
    close(case, cast.admin)
    assert browser.submit("Tarik pesan").has("Tahap pesan ini sudah ditutup")
    assert messages(session)[0].ditarik_at is None
    assert browser.get(url(case, f"/{pesan.id}/tarik"), follow=True).has("Tahap pesan ini sudah ditutup")


# --- without reloading ---------------------------------------------------------------------------------------------
def test_what_is_new_comes_alone_and_keeps_the_session_cookie_out(case, cast, browse):
    browser = browse(cast.pemohon)
    list_ = browser.get(url(case)).html.select_one("ol[data-baru]")
    assert newer(browser, case, list_["data-sesudah"]).status_code == 204
    pesan = say(case, cast.admin, "Baru saja.")
    answer = newer(browser, case, list_["data-sesudah"])
    assert (
        "Baru saja." in answer.text
        and answer.text.count("<li") == 1
        and f'id="pesan-{pesan.id}"' in answer.text
    )
    assert "Set-Cookie" not in answer.headers
    place = re.search(r'data-tempat="([\d.]+)"', answer.text)[1]
    assert newer(browser, case, place).status_code == 204


def test_a_visitor_asking_for_what_is_new_is_sent_to_sign_in(case, app, cast):
    answer = app.test_client().get(url(case, "/baru?sesudah=0.0.0"))
    assert answer.status_code in (302, 303) and "/masuk" in answer.location


def test_without_scripts_the_page_is_loaded_again_by_a_link(case, cast, browse):
    browser = browse(cast.pemohon)
    link = browser.get(url(case)).links()["Muat ulang"]
    say(case, cast.admin, "Baru saja.")
    assert "#" not in link and browser.get(link).has("Baru saja.")


# --- speed ---------------------------------------------------------------------------------------------------------
OWN_QUERIES = 6  # what the tab asks beside the frame that all tabs of a case have


def fill(session, case, author, count):
    stage = open_stage(case)
    session.add_all(
        Pesan(
            permohonan=case, tahap=stage, penulis=author, peran="Admin", isi=f"Pesan {n}", sent_at=now(),
            is_internal=bool(n % 2), kunci=f"banyak-{author.id}-{n}",
        )
        for n in range(count)
    )  # fmt: skip
    session.flush()


@pytest.mark.parametrize("person", ["admin", "tkksd", "pemohon", "pimpinan"])
def test_a_page_of_five_hundred_messages_costs_as_many_queries_as_one_of_two(
    case, cast, session, browse, person
):
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.hukum)
    fill(session, case, cast.admin, 2)
    browser, address = browse(getattr(cast, person)), url(case)
    browser.get(address)
    session.expire_all()
    with counted() as few:
        browser.get(address)
    fill(session, case, cast.hukum, 500)
    session.expire_all()
    with counted() as many:
        page = browser.get(address)
    assert len(items(page)) == 50
    with counted() as frame:
        browser.get(f"/permohonan/{case.kode}/riwayat")
    session.expire_all()
    with counted() as fragment:
        assert newer(browser, case).text.count("<li") == 50
    session.expire_all()
    with counted() as nothing:
        assert newer(browser, case, page.html.select_one("ol[data-baru]")["data-sesudah"]).status_code == 204
    assert len(many) <= len(few)
    assert len(many) - len(frame) <= OWN_QUERIES
    assert len(fragment) <= 12 and len(nothing) <= 8
