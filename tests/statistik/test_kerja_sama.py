"""Figures of agreements: they are those of the register, for visitors as for staff."""

import pytest

from app.kerjasama import daftar
from app.kerjasama.saringan import read
from app.statistik.kerja_sama import figures
from tests import factories
from tests.counting import counted


@pytest.fixture
def signed(session, cast):
    factories.make_signed(cast, judul="Tertutup")
    return factories.make_signed(cast, judul="Terbuka", released=True)


def test_every_figure_is_the_length_of_its_list(signed, cast):
    for person, total in ((None, 2), (cast.admin, 4), (cast.asing, 2), (cast.rekan, 4)):
        data = figures(person)
        assert data.jumlah.jumlah == total
        every = [data.jumlah, *data.kaki, *(b for row in data.jenis for b in (*row.butir, row.jumlah))]
        for butir in every:
            args = dict(pair.split("=") for pair in butir.query.split("&") if pair)
            assert daftar.page_of(read(args), person).jumlah == butir.jumlah
        assert sum(row.jumlah.jumlah for row in data.jenis) == sum(b.jumlah for b in data.kaki) == total


def test_year_and_category_narrow_the_figures(signed, cast):
    assert figures(cast.admin, signed.ditandatangani_on.year, signed.kategori.kode).jumlah.jumlah == 4
    assert figures(cast.admin, 2001).jumlah.jumlah == figures(cast.admin, None, "X").jumlah.jumlah == 0


def test_the_page_opens_the_lists_and_asks_once(signed, cast, browse):
    page = browse().get("/statistik")
    assert page.has("Kerja sama yang ditandatangani", "Naskah pada daftar publik")
    link = page.html.select_one("#kerja-sama tfoot a")["href"]
    assert browse().get(link).has(signed.kode)
    assert browse(cast.pimpinan).get("/statistik").has("Naskah yang boleh Anda lihat")
    figures(cast.admin)  # who it is and what roles, once
    with counted() as seen:
        figures(cast.admin)
    assert len(seen) == 1
