"""The public register as a file: what stands in it, what never does, and what it costs."""

import csv
import io
import json

import pytest

from app.extensions import db
from app.kerjasama import ekspor, operations
from app.kerjasama.queries import of_case
from app.kerjasama.saringan import Saringan
from app.kit.csv_file import csv_lines
from tests import factories
from tests.counting import counted

CSV, JSON = "/statistik/kerja-sama.csv", "/statistik/kerja-sama.json"


@pytest.fixture
def signed(session, cast):
    return factories.make_signed(cast)


def rows_at(browse, url=CSV, person=None):
    response = browse(person).client.get(url)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


def test_anybody_downloads_what_was_released(signed, cast, browse):
    assert rows_at(browse) == []
    operations.release(signed, actor=cast.admin)
    [row] = rows_at(browse)
    assert list(row) == list(ekspor.KOLOM)
    assert row["kode"] == signed.kode and row["mitra"] == signed.instansi_nama
    assert row["ditandatangani"] == signed.ditandatangani_on.isoformat()
    assert (row["jenis"], row["keadaan"]) == (signed.jenis.value, "berjalan")
    assert json.loads(browse().client.get(JSON).get_data()) == {"data": [row]}


def test_what_was_not_released_is_in_no_public_file_not_even_as_the_one_above(signed, cast, browse):
    kb = next(row for row in of_case(signed.permohonan) if row.jenis.is_pertama)
    pks = next(row for row in of_case(signed.permohonan) if not row.jenis.is_pertama)
    operations.release(pks, actor=cast.admin)
    assert [(row["kode"], row["induk"]) for row in rows_at(browse)] == [(pks.kode, "")]
    assert [row["kode"] for row in rows_at(browse, person=cast.admin)] == [pks.kode]
    operations.release(kb, actor=cast.admin)
    assert {(row["kode"], row["induk"]) for row in rows_at(browse)} == {(pks.kode, kb.kode), (kb.kode, "")}
    operations.conceal(pks, actor=cast.admin)
    assert [row["kode"] for row in rows_at(browse)] == [kb.kode]


def test_no_person_stands_in_it(signed, cast, browse):
    operations.release(signed, actor=cast.admin)
    text = browse().client.get(CSV).get_data(as_text=True) + browse().client.get(JSON).get_data(as_text=True)
    for person in cast.people.values():
        assert person.nama not in text and person.email not in text


def test_year_and_category_of_the_page_narrow_it(signed, cast, browse):
    operations.release(signed, actor=cast.admin)
    year = signed.ditandatangani_on.year
    assert len(rows_at(browse, f"{CSV}?tahun={year}&kategori={signed.kategori.kode}")) == 1
    assert rows_at(browse, f"{CSV}?tahun={year - 1}") == []
    assert len(rows_at(browse, f"{CSV}?tahun=abc&kategori=%00")) == 1
    page = browse().get(f"/statistik?tahun={year}")
    assert page.links()["Unduh kerja-sama.csv"] == f"{CSV}?tahun={year}"


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)"])
def test_a_title_is_never_a_formula(signed, cast, browse, text):
    operations.release(signed, actor=cast.admin)
    signed.judul = text
    db.session.flush()
    assert rows_at(browse)[0]["judul"] == f"'{text}"
    assert json.loads(browse().client.get(JSON).get_data())["data"][0]["judul"] == text


def test_who_has_it_already_is_told_so_until_something_changes(signed, cast, browse):
    operations.release(signed, actor=cast.admin)
    client = browse().client
    tag = client.get(CSV).headers["ETag"]
    again = client.get(CSV, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.get(f"{CSV}?tahun=2020").headers["ETag"] != tag
    operations.conceal(signed, actor=cast.admin)
    assert client.get(CSV, headers={"If-None-Match": tag}).status_code == 200


def test_it_is_read_a_page_at_a_time_in_order_and_nothing_twice(signed, cast, session, monkeypatch):
    for row in of_case(signed.permohonan):
        operations.release(row, actor=cast.admin)
    monkeypatch.setattr(ekspor, "BATCH", 1)
    session.commit()
    for urut in ("", "ditandatangani", "akhir", "-akhir"):
        lines = csv_lines(list(ekspor.KOLOM), ekspor.rows(Saringan(urut=urut), None))
        with counted() as seen:
            found = [line.split(",")[0] for line in lines][1:]
        assert sorted(found) == sorted(row.kode for row in of_case(signed.permohonan))
        assert len(seen) == 3  # two full pages, and the look that finds no more


# --- the list of the staff
def test_who_sees_every_agreement_takes_the_filtered_list_along(signed, cast, browse):
    for person in (cast.admin, cast.superadmin, cast.pimpinan):
        page = browse(person).get("/kerja-sama?jenis=pks&urut=akhir")
        address = page.links()["Unduh CSV"]
        assert address == "/kerja-sama/ekspor.csv?jenis=pks&urut=akhir"
        [row] = rows_at(browse, address, person)
        assert (row["jenis"], row["dirilis"]) == ("pks", "")
        assert row["induk"].startswith("KB-")


def test_others_neither_see_the_button_nor_get_the_file(signed, cast, browse):
    for person in (cast.tkksd, cast.protokol, cast.lokus, cast.pemohon):
        page = browse(person).get("/kerja-sama")
        assert "Unduh CSV" not in page.links()
        browse(person).get("/kerja-sama/ekspor.csv", status=403)
    assert "/masuk" in browse().get("/kerja-sama/ekspor.csv", status=302).location
