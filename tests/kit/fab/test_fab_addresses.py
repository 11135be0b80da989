"""Whatever is typed into an address, a list answers with a page or with "not found": never with an error of ours."""

import pytest

LIST = "/uji/barang/list/"


@pytest.mark.parametrize(
    "query",
    [
        "page_BarangView=abc",
        "page_BarangView=-1",
        "page_BarangView=1.5",
        "page_BarangView=%00",
        "page_BarangView=١",
        "page_BarangView=999999999999",
        "psize_BarangView=20000",
        "psize_BarangView=0",
        "psize_BarangView=-1",
        "psize_BarangView=abc",
        "_oc_BarangView=pemasok.sandi&_od_BarangView=asc",
        "_oc_BarangView=pemilik_id&_od_BarangView=asc",
        "_oc_BarangView=golongan.nama",
        "_oc_BarangView=__class__",
        "_oc_BarangView=judul&_od_BarangView=sideways",
    ],
)
def test_what_no_link_of_ours_says_is_not_found(world, browse, query):
    world.barang("M-1")
    browse(world.petugas).get(f"{LIST}?{query}", status=404)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ed%a0%80",
        "q=" + "a" * 5000,
        "q=' OR 1=1 --",
        "q=%26 | ! ( :*",
        "q=-",
        "_flt_0_judul=%00",
        "_flt_0_judul=%25_",
        "_flt_0_jumlah=abc",
        "_flt_0_jumlah=99999999999999",
        "_flt_0_jenis=tidak-ada",
        "_flt_0_golongan=abc",
        "_flt_0_golongan=999999999",
        "_flt_0_pemasok=%00",
        "_flt_0_pemasok=Toko",
        "_flt_0_label=abc",
        "_flt_0_is_rapuh=mungkin",
        "_flt_0_dibeli_on=kemarin",
        "_flt_1_dibeli_on=9999-12-31",
        "_flt_0_diperiksa_at=2026-13-45",
        "_flt_9_judul=a",
        "_flt_0_=a",
        "_flt_0_password=a",
        "_flt_0_pemilik_id=1",
        "_flt_x_judul=a",
        "xpage_BarangView=abc",
        "_l_=xx",
        "endpoint=x",
        "_anchor=x",
        "_method=TRACE",
        "_scheme=javascript",
    ],
)
def test_no_search_value_breaks_a_list(world, browse, query):
    world.barang("M-1")
    browse(world.petugas).get(f"{LIST}?{query}")


def test_links_of_a_list_stay_on_this_site_whatever_its_address_says(world, browse):
    world.barang("M-1")
    page = browse(world.petugas).get(f"{LIST}?_external=1&_scheme=https&pk=7")
    assert all(not link.startswith(("http:", "https:")) for link in page.links().values())


@pytest.mark.parametrize(
    "key", ["abc", "0", "-1", "1.0", "99999999999", "9" * 40, "%00", "1%00", "١", "' OR 1=1", "..%2f"]
)
@pytest.mark.parametrize("page", ["show", "edit", "delete"])
def test_a_key_that_can_be_none_is_not_found(world, browse, page, key):
    browse(world.petugas).get(f"/uji/barang/{page}/{key}", status=404)


@pytest.mark.parametrize("word", ["abc", "W10", "%00", "e30", "WyJhIiwiMSJd", "WzEsMl0", "a" * 3000])
def test_a_key_to_begin_after_that_we_never_wrote_is_not_found(world, browse, word):
    for name in ("after", "before"):
        if word == "WyJhIiwiMSJd":  # ["a", "1"]: well formed, after a row that is not there
            browse(world.petugas).get(f"/uji/barang-rapat/list/?{name}_BarangRapatView={word}")
        else:
            browse(world.petugas).get(f"/uji/barang-rapat/list/?{name}_BarangRapatView={word}", status=404)


def test_a_page_after_the_last_one_says_that_nothing_is_there(world, browse):
    world.barang("M-1")
    assert browse(world.petugas).get(f"{LIST}?page_BarangView=500").has("Tidak ada yang cocok")


def test_addresses_of_related_lists_are_checked_as_well(world, browse):
    page = f"/uji/golongan/show/{world.golongan.id}"
    browse(world.petugas).get(f"{page}?page_BarangView=abc", status=404)
    browse(world.petugas).get(f"{page}?psize_BarangView=20000", status=404)
    browse(world.petugas).get("/uji/ringkas/list/?_oc_GolonganView=barang&_od_GolonganView=asc", status=404)


def test_fabs_own_side_doors_are_not_there(world, browse):
    for path in (
        "/back",
        "/lang/en",
        "/api/v1/menu/",
        "/api/v1/security/login",
        "/api/v1/_openapi",
        "/swagger/v1",
    ):
        browse(world.superadmin).get(path, status=404)
    for path in ("/resetpassword/form", "/resetmypassword/form", "/userinfoeditview/form", "/groups/list/"):
        browse(world.superadmin).get(path, status=404)
    client = browse().client
    assert (
        client.post(
            "/api/v1/security/login", json={"username": "a", "password": "b", "provider": "db"}
        ).status_code
        == 404
    )
    assert client.get("/static/appbuilder/js/ab.js").status_code == 404
    assert client.get("/static/appbuilder/css/ab.css").status_code == 404


def test_files_cannot_be_downloaded_past_the_row(world, browse):
    browse(world.superadmin).get("/uji/barang/download/laporan.pdf", status=404)
