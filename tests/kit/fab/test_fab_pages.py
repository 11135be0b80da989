"""Every page of FAB is ours: template, words, scripts; small, and with few questions to the database."""

from datetime import date
from pathlib import Path

import pytest
from flask_appbuilder import __file__ as fab_file
from jinja2 import TemplateNotFound

from app.kit.fab import is_ours
from tests.kit.fab.sample import Label, Pemasok

OURS = Path(__file__).parents[3] / "app" / "templates"
FABS = Path(fab_file).parent / "templates"


def test_every_registered_view_is_one_of_our_safe_bases(app):
    strangers = [type(view).__name__ for view in app.appbuilder.baseviews if not is_ours(view)]
    assert strangers == []


def test_every_template_of_a_registered_view_is_ours(app):
    for view in app.appbuilder.baseviews:
        for name in dir(view):
            template = getattr(view, name, None)
            if name.endswith("_template") and isinstance(template, str) and template:
                if name == "search_template" or template == "appbuilder/index.html":
                    continue
                source = app.jinja_env.get_template(template).filename
                assert Path(source).is_relative_to(OURS), f"{type(view).__name__}.{name}: {source}"


def test_no_template_of_fab_itself_can_be_found(app):
    for file in FABS.rglob("*.html"):
        name = str(file.relative_to(FABS))
        try:
            source = app.jinja_env.get_template(name).filename
        except TemplateNotFound:
            continue
        assert Path(source).is_relative_to(OURS), name


def fill(world, number=60):
    for n in range(number):
        supplier = world.add(Pemasok(nama=f"Toko {n}"))
        world.barang(
            f"KB-{n:03}",
            judul=f"Alat ukur nomor {n}",
            pemasok=supplier,
            label=[world.label],
            dibeli_on=date(2026, 1, 1),
        )
    return world.barang("Z-1", pemasok=world.pemasok, label=[world.label])


def pages(world, row):
    return {
        "/uji/barang/list/": 200,
        "/uji/barang/list/?q=ukur&_flt_0_jenis=alat&_oc_BarangView=judul&_od_BarangView=desc": 200,
        "/uji/barang/list/?q=tidak-ada": 200,
        f"/uji/barang/show/{row.id}": 200,
        f"/uji/barang/edit/{row.id}": 200,
        "/uji/barang/add": 200,
        f"/uji/barang/delete/{row.id}": 200,
        "/uji/barang-rapat/list/": 200,
        "/uji/golongan/list/": 200,
        f"/uji/golongan/show/{world.golongan.id}": 200,
        f"/uji/golongan/delete/{world.golongan.id}": 200,
        f"/uji/menurut-golongan/list/{world.golongan.id}": 200,
        "/uji/menurut-golongan/list/": 200,
        "/uji/ringkas/list/": 200,
        "/users/list/": 200,
        f"/users/show/{world.petugas.id}": 200,
        f"/users/edit/{world.petugas.id}": 200,
        "/roles/list/": 200,
        "/roles/show/1": 200,
    }


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_page_keeps_the_rules_of_pages_in_both_languages(world, browse, lang):
    """One h1, labels, unique ids, tokens, no inline script, and no English on an Indonesian page (tests/page_checks.py)."""
    row = fill(world, 30)
    browser = browse(world.superadmin, lang=lang)
    for path, status in pages(world, row).items():
        browser.get(path, status=status)


def test_an_empty_table_says_what_will_stand_there(world, browse):
    page = browse(world.petugas).get("/uji/barang/list/")
    assert page.has("Belum ada data")
    assert page.links()["Tambah"]


def test_many_choices_show_the_chosen_ones_first(world, browse):
    labels = [world.add(Label(nama=f"Label {n:02}")) for n in range(40)]
    row = world.barang("A", label=[labels[35]])
    boxes = browse(world.petugas).get(f"/uji/barang/edit/{row.id}").html.select("input[name=label]")
    assert boxes[0]["value"] == str(labels[35].id)
    assert len(boxes) == 41


BUDGET = {
    "/uji/barang/list/": (8, 30_000),
    "/uji/barang/list/?page_BarangView=1": (8, 30_000),
    "/uji/barang-rapat/list/": (8, 30_000),
    "/uji/golongan/show/{golongan}": (8, 30_000),
    "/uji/barang/show/{row}": (8, 12_000),
    "/uji/barang/edit/{row}": (8, 12_000),
    "/uji/barang/add": (8, 12_000),
}


@pytest.mark.parametrize("path", BUDGET)
@pytest.mark.parametrize("who", ["petugas", "superadmin"])
def test_a_page_costs_few_queries_and_bytes_whatever_the_size_of_the_tables(
    world, browse, count_queries, path, who
):
    row = fill(world)
    queries, size = BUDGET[path]
    browser = browse(getattr(world, who))
    url = path.format(golongan=world.golongan.id, row=row.id)
    world.session.expire_all()
    with count_queries() as seen:
        page = browser.get(url)
    assert len(seen) <= queries, "\n".join(seen)
    main = len(str(page.html.find("main")).encode())
    assert main <= size, f"{main} bytes without the frame"
