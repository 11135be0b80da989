"""The console shows what happened inside the program to Superadmin alone, and changes nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from app.jejak.operations import record
from app.kit.storage import Berkas
from app.konsol.models import Pekerjaan
from app.konsol.readonly import ReadOnly
from app.notifikasi.models import Sebagai, StatusSurel, Surel
from tests.counting import counted

SCREENS = ("jejak", "pekerjaan", "surel", "berkas")


@pytest.fixture
def event(cast, session):
    return record(
        "akun.dibuat",
        actor=cast.superadmin,
        objek=cast.pemohon,
        data={"peran": ["Pemohon"]},
        catatan="Uji konsol",
    )


def make_surel(session, event, **columns):
    values = {"kepada": "sampai@example.org", "subjek": "Permohonan diterima", "sebagai": next(iter(Sebagai))}
    mail = Surel(peristiwa_id=event.id, **{**values, **columns})
    session.add(mail)
    session.flush()
    return mail


def make_job(session, status="todo", name="uji.kirim"):
    insert = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('uji', :name, '{\"a\": 1}') RETURNING id"
    key = session.execute(text(insert), {"name": name}).scalar_one()
    if status != "todo":
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = :id"), {"id": key})
        session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = CAST(:status AS procrastinate_job_status) WHERE id = :id"
            ),
            {"id": key, "status": status},
        )
    return key


@pytest.mark.parametrize(
    "path", ["/konsol/", *(f"/konsol/{name}/" for name in SCREENS), "/konsol/jejak/details/?id=1"]
)
def test_only_superadmin_opens_the_console(cast, browse, event, path):
    assert browse(cast.superadmin).get(path).h1
    page = browse().get(path, status=302)
    assert "/masuk" in page.location
    for person in (cast.admin, cast.pimpinan, cast.tkksd, cast.pemohon):
        browse(person).get(path, status=403)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize(
    "route", ["new/", "edit/?id=1", "delete/", "action/", "export/csv/", "ajax/lookup/", "ajax/update/"]
)
def test_nothing_can_be_made_changed_deleted_or_taken_away(cast, browse, name, route):
    client = browse(cast.superadmin).client
    for method in (client.get, client.post):
        assert method(f"/konsol/{name}/{route}").status_code in (400, 404, 405)


def test_flask_admins_own_scripts_and_templates_are_out_of_reach(app, cast, browse):
    from jinja2 import TemplateNotFound

    for path in (
        "/konsol/static/vendor/jquery.min.js",
        "/admin/",
        "/konsol/static/bootstrap/bootstrap4/css/bootstrap.min.css",
    ):
        assert browse(cast.superadmin).client.get(path).status_code == 404
    for template in ("admin/index.html", "admin/model/list.html", "admin/base.html"):
        with pytest.raises(TemplateNotFound):
            app.jinja_env.get_template(template)


def test_the_journal_is_read_with_its_chain(cast, browse, event):
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/jejak/")
    assert page.has("akun.dibuat", cast.superadmin.nama, cast.pemohon.nama)
    page = browser.get(f"/konsol/jejak/details/?id={event.id}")
    assert page.has(event.sidik, event.sidik_lalu, "Uji konsol", '"Pemohon"')


def test_the_journal_is_searched_and_sorted(cast, browse, event):
    record("biodata.disimpan", actor=None, objek=cast.admin)
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/jejak/?search=uji+konsol")
    assert page.has("akun.dibuat")
    assert not page.has("biodata.disimpan")
    browser.get("/konsol/jejak/")
    assert browser.submit("Cari", {"Cari Jejak": "biodata"}).has("biodata.disimpan")
    page = browser.get(browser.get("/konsol/jejak/").links()["Waktu"])
    assert page.html.find("th", attrs={"aria-sort": "ascending"}).text.strip() == "Waktu"
    assert browser.get("/konsol/jejak/?search=tidak-ada").has("Tidak ada yang cocok")


def test_a_failed_mail_says_why_and_is_found_by_its_state(cast, browse, session, event):
    failed = make_surel(
        session, event, status=StatusSurel.GAGAL, galat="550 Mailbox unavailable", kepada="rusak@example.org"
    )
    make_surel(session, event, status=StatusSurel.TERKIRIM)
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/surel/?keadaan=gagal")
    assert page.has("rusak@example.org", "550 Mailbox unavailable")
    assert not page.has("sampai@example.org")
    assert browser.get("/konsol/surel/").has("rusak@example.org", "sampai@example.org")
    assert browser.get(f"/konsol/surel/details/?id={failed.id}").has("550 Mailbox unavailable", "Gagal")
    assert browser.get("/konsol/").links()["Gagal 1"] == "/konsol/surel/?keadaan=gagal"


def test_a_job_is_read_with_what_happened_to_it(cast, browse, session):
    key = make_job(session, "failed")
    make_job(session, "todo", "uji.lain")
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/pekerjaan/?keadaan=failed")
    assert page.has("uji.kirim")
    assert not page.has("uji.lain")
    page = browser.get(f"/konsol/pekerjaan/details/?id={key}")
    assert page.has("uji.kirim", '"a": 1', "Masuk antrean", "Mulai dikerjakan")


def test_a_stored_file_is_read_but_not_opened(cast, browse, session):
    session.add(
        Berkas(sidik="f" * 64, ukuran=1_200_000, jenis="pdf", nama="surat.pdf", pengunggah_id=cast.pemohon.id)
    )
    session.flush()
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/berkas/")
    assert page.has("surat.pdf", "1,2 MB")
    key = session.query(Berkas).filter_by(sidik="f" * 64).one().id
    page = browser.get(f"/konsol/berkas/details/?id={key}")
    assert page.has("f" * 64, cast.pemohon.nama)


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=-1", "page=99999999999999999999", "page=%00", "sort=99", "sort=-1", "sort=a", "desc=2", "keadaan=x"],
)  # fmt: skip
@pytest.mark.parametrize("name", SCREENS)
def test_what_no_link_of_ours_says_is_not_found(cast, browse, event, name, query):
    browse(cast.superadmin).get(f"/konsol/{name}/?{query}", status=404)


@pytest.mark.parametrize(
    "query",
    [
        "search=%00",
        "search=%25",
        "search=" + "a" * 5000,
        "page_size=20000",
        "flt0_status_equals=x",
        "url=//x",
    ],
)
@pytest.mark.parametrize("name", SCREENS)
def test_no_value_in_an_address_breaks_a_screen(cast, browse, event, name, query):
    browse(cast.superadmin).get(f"/konsol/{name}/?{query}")


@pytest.mark.parametrize("key", ["", "abc", "0", "-1", "9" * 30, "%00", "1,2"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_row_that_is_not_there_is_not_found(cast, browse, name, key):
    browse(cast.superadmin).get(f"/konsol/{name}/details/?id={key}", status=404)


def test_a_long_journal_is_paged_and_its_count_stops(cast, browse, session, event):
    session.execute(
        text(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) "
            "SELECT 'uji', 'uji.' || n, '{}' FROM generate_series(1, 1100) n"
        )
    )
    browser = browse(cast.superadmin)
    page = browser.get("/konsol/pekerjaan/")
    assert page.has("Baris 1–25 dari lebih dari 1.000")
    seen = [row.text for row in page.html.select("tbody tr")]
    page = browser.get(page.html.select_one("a[rel=next]")["href"])
    assert page.has("Baris 26–50 dari lebih dari 1.000")
    assert not {row.text for row in page.html.select("tbody tr")} & set(seen)


def test_a_screen_cannot_show_a_secret_column(app, session):
    from app.akun.models import Pengguna

    class Orang(ReadOnly):
        column_list = ("id", "password")
        column_details_list = ("id",)

    with pytest.raises(TypeError, match="password"):
        Orang(Pengguna, "Orang", "konsol_orang")


def test_the_job_tables_are_not_ours_to_migrate():
    from app.extensions import db

    assert Pekerjaan.__table__.metadata is not db.metadata
    assert "procrastinate_jobs" not in db.metadata.tables


def test_the_console_costs_few_queries(cast, browse, session, event):
    for number in range(30):
        make_surel(
            session, event, kepada=f"orang{number}@example.org", sent_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    with counted() as seen:
        browse(cast.superadmin).get("/konsol/surel/")
    assert len([one for one in seen if one.startswith("SELECT")]) <= 12, seen
