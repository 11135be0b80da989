"""The private address of the calendar: who has one, what it tells, and everything that ends it."""

import pytest
from icalendar import Calendar

from app.extensions import db
from app.kit import settings
from app.penjadwalan import langganan, operations
from app.rujukan.models_rencana import JenisNaskah
from tests import factories
from tests.penjadwalan.perkara import agree, agree_other, at, place, working_day

BOTH = (JenisNaskah.KB, JenisNaskah.PKS)
PAGE = "/kalender/langganan"


@pytest.fixture
def case(session, cast):
    return agree(cast)


def address(person, browse):
    """Make an address on the page; answers its path."""
    me = browse(person)
    me.get(PAGE)
    page = me.submit("Buat Alamat")
    return page.html.find(id="alamat")["value"].removeprefix("http://localhost")


def events(browse, path):
    response = browse().client.get(path)
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(response.data)
    assert calendar["METHOD"] == "PUBLISH"
    return calendar.walk("VEVENT")


def is_good(browse, path):
    return browse().client.get(path).status_code == 200


def test_staff_subscribe_to_confirmed_and_tentative_signings(case, cast, browse):
    day, other = working_day(), agree_other(cast)
    ttd = factories.make_scheduled(case, cast.pemohon, cast.protokol, at(day, 9))
    operations.propose(other, actor=cast.asing, jenis=BOTH, slots=[at(day, 13)])
    path = address(cast.tkksd, browse)
    sure, tentative = events(browse, path)
    assert (sure["STATUS"], tentative["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert case.judul in sure["SUMMARY"] and place().nama in sure["LOCATION"]
    assert sure.decoded("DTSTART") == ttd.slot.rentang.lower
    assert str(tentative["SUMMARY"]).startswith("Tentatif. ")
    assert sure["UID"] == events(browse, path)[0]["UID"]
    operations.cancel(ttd, actor=cast.protokol, alasan="Batal.", seen=1)
    assert len(events(browse, path)) == 1


def test_it_tells_nothing_of_persons_and_only_the_time_of_what_one_may_not_see(case, cast, browse):
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))
    path = address(cast.tkksd, browse)
    text = browse().client.get(path).get_data(as_text=True)
    assert not [p.nama for p in cast.people.values() if p.nama in text or p.email in text]
    settings.put("tkksd_lihat_semua", False)
    [event] = events(browse, path)
    assert event["SUMMARY"] == "Terisi"
    assert "LOCATION" not in event and "URL" not in event
    assert case.kode not in browse().client.get(path).get_data(as_text=True)


def test_replacing_and_ending_it_close_the_old_address(case, cast, browse):
    first = address(cast.protokol, browse)
    me = browse(cast.protokol)
    me.get(PAGE)
    page = me.submit("Ganti Alamat")
    second = page.html.find(id="alamat")["value"].removeprefix("http://localhost")
    assert first != second and not is_good(browse, first) and is_good(browse, second)
    me.submit("Cabut Alamat")
    assert not is_good(browse, second)
    assert me.get(PAGE).has("Anda belum punya alamat langganan.")


def test_a_second_press_makes_no_second_address(case, cast, browse):
    langganan.make(cast.admin, seen=0)
    token = langganan.token_of(cast.admin)
    langganan.make(cast.admin, seen=0)
    langganan.end(cast.admin, seen=0)
    assert langganan.token_of(cast.admin) == token


def test_a_changed_password_a_closed_account_and_a_lost_role_end_it(case, cast, browse):
    for person, change in (
        (cast.tkksd, lambda p: setattr(p, "sesi_versi", p.sesi_versi + 1)),
        (cast.hukum, lambda p: setattr(p, "active", False)),
        (cast.lokus, lambda p: setattr(p, "roles", list(cast.pemohon.roles))),
    ):
        langganan.make(person, seen=0)
        path = f"{PAGE}/{langganan.token_of(person)}.ics"
        assert is_good(browse, path)
        change(person)
        db.session.flush()
        assert not is_good(browse, path)


def test_an_address_cannot_be_made_up(case, cast, browse):
    langganan.make(cast.admin, seen=0)
    token = langganan.token_of(cast.admin)
    ident, made, version, seal = token.split("-")
    for wrong in (
        "x",
        f"{cast.admin2.id}-{made}-{version}-{seal}",
        f"{ident}-{made}-{int(version) + 1}-{seal}",
        f"{ident}-{made}-{version}-{seal[:-1]}{'0' if seal[-1] != '0' else '1'}",
        f"{ident}-{made}-{version}",
        f"{'9' * 30}-1-1-{seal}",
    ):
        assert not is_good(browse, f"{PAGE}/{wrong}.ics"), wrong


def test_applicants_have_none(case, cast, browse):
    browse(cast.pemohon).get(PAGE, status=403)
    assert "/masuk" in browse().get(PAGE, status=302).location
    langganan.make(cast.pemohon, seen=0)
    assert not is_good(browse, f"{PAGE}/{langganan.token_of(cast.pemohon)}.ics")


def test_who_has_the_newest_state_is_told_so(case, cast, browse):
    path, client = address(cast.protokol, browse), browse().client
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at(working_day(), 9))
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_one_address_is_asked_so_often_and_no_more(case, cast, browse, rate_limits):
    langganan.make(cast.admin, seen=0)
    path, client = f"{PAGE}/{langganan.token_of(cast.admin)}.ics", browse().client
    codes = [client.get(path).status_code for _ in range(61)]
    assert codes[59:] == [200, 429]
    langganan.make(cast.admin2, seen=0)
    assert is_good(browse, f"{PAGE}/{langganan.token_of(cast.admin2)}.ics")


def test_the_page_speaks_english(case, cast, browse):
    langganan.make(cast.admin, seen=0)
    browse(cast.admin, "en").get(PAGE)
