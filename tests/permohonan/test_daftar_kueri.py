"""What the list's addresses mean, and which rows and pages they find."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.kit.clock import now
from app.permohonan import daftar, saringan
from app.permohonan.alur import DIPROSES, GILIRAN_OF, Giliran, Status, Tahap
from app.permohonan.models import Permohonan
from app.permohonan.queries import visible_to
from app.rujukan.models import HariLibur, JenisPemohon, Kategori, Urusan
from tests import factories

MOMENT = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture
def cases(session, cast):
    """Sixty cases in all statuses, some of them at the very same moment and with the same title."""
    random.seed(7)
    template = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    columns = {
        c.key: getattr(template, c.key)
        for c in Permohonan.__mapper__.column_attrs
        if c.key not in ("id", "cari")
    }
    listed = [status for status in Status if status is not Status.DRAF]
    rows = []
    for number in range(60):
        moment = MOMENT - timedelta(days=number // 3)
        new = {
            **columns,
            "kode": f"KSD-2025-{random.randrange(90000):05}-{number:02}",
            "kode_draf": f"D-{number:05}",
            "judul": f"Judul {number // 4}",
            "status": listed[number % len(listed)],
            "giliran": GILIRAN_OF[listed[number % len(listed)]],
            "submitted_at": moment,
            "status_since": moment + timedelta(hours=number // 5),
        }
        rows.append(Permohonan(**new))
    session.add_all(rows)
    session.flush()
    return rows


def all_pages(query, user):
    """The codes of a list, page after page, forwards."""
    found, state = [], saringan.read(query)
    for _ in range(20):
        counts = daftar.staff_counts(state, user)
        page = daftar.staff_page(state, user, counts[1])
        found.append([row.kode for row in page.rows])
        if page.sesudah is None:
            return found
        state = saringan.read_query(state.query(sesudah=page.sesudah))
    raise AssertionError("no end")


def found(query, user):
    return [kode for page in all_pages(query, user) for kode in page]


# --- addresses -----------------------------------------------------------------------------------------------------
def test_an_address_comes_back_as_it_was():
    query = "q=air+minum&tab=diproses&tahap=penawaran&giliran=admin&kategori=KSDPK&urusan=1.03&tahun=2026&umur=7&urut=-judul"
    state = saringan.read_query(query)
    assert saringan.read_query(state.query()) == state
    assert (state.tahap, state.giliran, state.tahun, state.umur) == (Tahap.PENAWARAN, Giliran.ADMIN, 2026, 7)


@pytest.mark.parametrize(
    "query",
    [
        "tab=apa",
        "urut=password",
        "status=draf2",
        "tahun=99999",
        "tahun=²",
        "umur=5",
        "umur=-1",
        "sesudah=apa",
        "sesudah=~",
        "sesudah=2026-01-01~1",
        "sesudah=2026-01-01T00:00~1",
        "sesudah=x~99999999999",
        "sesudah=2026-01-01T00:00:00%2B00:00~99999999999999",
        "jenis=None",
    ],
)
def test_what_means_nothing_is_left_out(query):
    assert saringan.read_query(query) == saringan.Saringan()


def test_text_is_cleaned_and_cut():
    assert saringan.read({"q": "  a\0b\n" + "x" * 500}).q == "a b " + "x" * 196


# --- filters -------------------------------------------------------------------------------------------------------
def test_the_list_has_exactly_the_submitted_cases_that_one_may_see(cases, session, cast):
    factories.make_draft(cast.asing)
    for person in cast.people.values():
        wanted = select(Permohonan.kode).where(visible_to(person), Permohonan.status != Status.DRAF)
        assert sorted(found({}, person)) == sorted(session.scalars(wanted))


def test_each_filter_keeps_what_it_says(cases, session, cast):
    every = {row.kode: row for row in session.scalars(select(Permohonan))}

    def of(**query):
        return [every[kode] for kode in found(query, cast.admin)]

    assert {row.status for row in of(status="ditarik")} == {Status.DITARIK}
    assert {row.status for row in of(tahap="penyusunan")} == {Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS}
    assert {row.status for row in of(giliran="admin")} == {Status.MENUNGGU_VERIFIKASI}
    assert {row.status for row in of(tab="giliran")} == {Status.MENUNGGU_VERIFIKASI}
    assert {row.status for row in of(tab="diproses")} == set(DIPROSES)
    assert {row.status for row in of(tab="berjalan")} == {Status.DITANDATANGANI, Status.BERJALAN}
    assert of(tab="berjalan", status="ditarik") == []
    assert len(of(tahun="2026")) == 61
    assert of(tahun="2025") == []


def test_filters_by_category_field_and_kind(cases, session, cast):
    sinergi = session.scalar(select(Kategori).where(Kategori.kode == "SINERGI"))
    kesehatan = session.scalar(select(Urusan).where(Urusan.nama == "Kesehatan"))
    cases[3].kategori, cases[3].urusan = sinergi, [kesehatan]
    cases[4].instansi_jenis = JenisPemohon.PERUSAHAAN
    session.flush()
    assert found({"kategori": "SINERGI"}, cast.admin) == [cases[3].kode]
    assert found({"urusan": kesehatan.kode}, cast.admin) == [cases[3].kode]
    assert found({"jenis": "perusahaan"}, cast.admin) == [cases[4].kode]
    for unknown in ({"kategori": "X"}, {"urusan": "9.99"}, {"kategori": "'; --"}):
        assert found(unknown, cast.admin) == []


def test_the_year_is_that_of_samarinda(cases, session, cast):
    cases[0].submitted_at = datetime(2024, 12, 31, 16, 30, tzinfo=UTC)  # 2025 in Samarinda already
    session.flush()
    assert found({"tahun": "2025"}, cast.admin) == [cases[0].kode]
    assert found({"tahun": "2024"}, cast.admin) == []


def test_waiting_is_counted_in_working_days(session, cast):
    session.add(HariLibur(tanggal=date(2026, 11, 11), nama="Libur contoh"))
    session.flush()
    # Monday 16 November; three working days back is Tuesday 10 (the 11th is free): longer than that is before it.
    assert daftar.waiting_since(3, date(2026, 11, 16)) == datetime(2026, 11, 9, 16, tzinfo=UTC)


def test_the_team_has_its_turn_in_the_drafting_of_documents(cases, session, cast):
    drafts = (Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS)
    session.execute(update(Permohonan).where(Permohonan.status.in_(drafts)).values(giliran=Giliran.TKKSD))
    statuses = {row.kode: row.status for row in session.scalars(select(Permohonan))}
    mine = {statuses[kode] for kode in found({"tab": "giliran"}, cast.tkksd)}
    assert mine == {Status.PENYUSUNAN_KB, Status.PENYUSUNAN_PKS}
    assert found({"tab": "giliran"}, cast.pimpinan) == []


# --- search --------------------------------------------------------------------------------------------------------
def test_search_finds_words_stems_names_and_codes(cases, session, cast):
    cases[0].judul, cases[1].instansi_nama = "Pelatihan pengelolaan sampah", "Politeknik Contoh Borneo"
    cases[2].kode = "KSD-2026-00777-1"
    session.flush()
    for words in ("melatih sampah", "PELATIHAN", "pengelo"):
        assert cases[0].kode in found({"q": words}, cast.admin), words
    assert found({"q": "politeknik borneo"}, cast.admin) == [cases[1].kode]
    for words in ("KSD-2026-00777-1", "ksd-2026-00777", "777", "00777"):
        assert cases[2].kode in found_with_exact(words, cast.admin), words


def found_with_exact(words, user):
    state = saringan.read({"q": words})
    page = daftar.staff_page(state, user, daftar.staff_counts(state, user)[1])
    return [row.kode for row in ([page.persis] if page.persis else []) + list(page.rows)]


def test_a_whole_code_comes_first_whatever_the_filters_say(cases, session, cast):
    case = next(row for row in cases if row.status is Status.DITOLAK)
    state = saringan.read({"q": case.kode.lower(), "tab": "berjalan", "tahun": "2026"})
    page = daftar.staff_page(state, cast.admin, daftar.staff_counts(state, cast.admin)[1])
    assert page.persis.kode == case.kode
    assert case.kode not in [row.kode for row in page.rows]
    assert daftar.staff_page(state, cast.lokus, 0).persis is None


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "a & b | !c",
        ":*",
        "<->",
        "((",
        "\\",
        "%",
        "_",
        "²",
        "😀",
        "-",
        '"',
        "a" * 200,
        "1" * 50,
        "KSD-",
        "é",
    ],
)
def test_no_search_fails(cases, session, cast, words):
    found_with_exact(words, cast.admin)


# --- pages ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("urut", list(saringan.URUTAN))
@pytest.mark.parametrize("extra", [{}, {"q": "judul"}])
def test_pages_hold_every_row_once_in_the_order_asked(cases, session, cast, urut, extra):
    pages = all_pages({"urut": urut, **extra}, cast.admin)
    codes = [kode for page in pages for kode in page]
    order = saringan.URUTAN[urut]
    column = getattr(Permohonan, order.kolom)
    keys = [column.desc(), Permohonan.id.desc()] if order.is_descending else [column, Permohonan.id]
    wanted = select(Permohonan.kode).where(Permohonan.status != Status.DRAF).order_by(*keys)
    if extra:
        wanted = wanted.where(Permohonan.judul.like("Judul%"))
    assert codes == list(session.scalars(wanted))
    assert [len(page) for page in pages] == [25, 25, len(codes) - 50]


def test_going_back_shows_the_same_pages(cases, session, cast):
    first = daftar.staff_page(saringan.read({}), cast.admin, 61)
    second = daftar.staff_page(saringan.read({"sesudah": str(first.sesudah)}), cast.admin, 61)
    third = daftar.staff_page(saringan.read({"sesudah": str(second.sesudah)}), cast.admin, 61)
    back = daftar.staff_page(saringan.read({"sebelum": str(third.sebelum)}), cast.admin, 61)
    assert [r.id for r in back.rows] == [r.id for r in second.rows]
    start = daftar.staff_page(saringan.read({"sebelum": str(second.sebelum)}), cast.admin, 61)
    assert [r.id for r in start.rows] == [r.id for r in first.rows]
    assert start.sebelum is None


def test_new_rows_do_not_move_the_pages_behind(cases, session, cast):
    first = daftar.staff_page(saringan.read({}), cast.admin, 61)
    place = {"sesudah": str(first.sesudah)}
    before = daftar.staff_page(saringan.read(place), cast.admin, 61)
    for number in range(30):
        factories.make_submitted(cast.pemohon, cast.ppksd2, judul=f"Baru {number}")
    cases[0].status_since = now()
    session.flush()
    after = daftar.staff_page(saringan.read(place), cast.admin, 91)
    assert [r.id for r in after.rows] == [r.id for r in before.rows]


def test_counts_stop_at_a_thousand(cases, session, cast, monkeypatch):
    monkeypatch.setattr(daftar, "COUNT_CAP", 40)
    counts, total = daftar.staff_counts(saringan.read({}), cast.admin)
    assert total == counts[""] == 41
    assert daftar.staff_counts(saringan.read({"status": "ditarik"}), cast.admin)[1] == 4


def test_own_cases_stand_by_their_last_movement_drafts_among_them(session, cast):
    sent = factories.make_submitted(cast.pemohon, cast.ppksd2)
    draft = factories.make_draft(cast.pemohon)
    sent.status_since = now() + timedelta(minutes=5)
    session.flush()
    state = saringan.read({"urut": "-sejak"})
    assert [r.kode for r in daftar.applicant_page(state, cast.pemohon).rows] == [sent.kode, draft.kode]
    assert [r.kode for r in daftar.applicant_page(state, cast.ppksd2).rows] == [sent.kode]
    assert list(daftar.applicant_page(state, cast.asing).rows) == []
