"""Many people at the same moment: nobody gets the filter, the parent or the rows of somebody else."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import g

from tests.browse import Browser
from tests.kit.fab import sample
from tests.kit.fab.conftest import World

THREADS, ROUNDS = 6, 8


@pytest.fixture
def parents(committed):
    """One person with one group for each thread, really stored."""
    world = World(committed)
    people = [world.petugas, world.lain, world.superadmin]
    groups = [world.add(sample.Golongan(kode=f"G{n}", nama=f"Golongan {n}")) for n in range(THREADS)]
    committed.commit()
    return [(people[n % 3].get_id(), group.id, group.nama) for n, group in enumerate(groups)]


def signed_in(app, key):
    client = Browser(app).client
    with client.session_transaction() as cookie:
        cookie.update(_user_id=key, _fresh=True)
    return client


def token(html):
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', html)[1]


def test_rows_filed_at_once_never_get_each_others_parent(app, committed, parents):
    def file(parent):
        key, group, _name = parent
        client = signed_in(app, key)
        url = f"/uji/barang/add?_flt_0_golongan={group}"
        for number in range(ROUNDS):
            csrf = token(client.get(url).text)
            data = {
                "kode": f"{group}-{number}",
                "judul": f"Milik {group}",
                "jenis": "alat",
                "jumlah": "1",
                "csrf_token": csrf,
            }
            assert client.post(url, data=data).status_code == 302

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(file, parents))
    committed.rollback()
    rows = committed.query(sample.Barang).all()
    assert len(rows) == THREADS * ROUNDS
    assert {(row.judul, row.golongan_id) for row in rows} == {
        (f"Milik {group}", group) for _k, group, _n in parents
    }


def test_lists_searched_at_once_never_show_each_others_rows(app, committed, parents):
    for _key, group, name in parents:
        committed.add(sample.Barang(kode=f"B{group}", judul=f"Barang {name}", golongan_id=group))
    committed.commit()
    superadmin = parents[2][0]

    def search(parent):
        _key, group, name = parent
        client = signed_in(app, superadmin)
        for _round in range(ROUNDS):
            page = client.get(f"/uji/barang/list/?_flt_0_golongan={group}").text
            assert re.findall(r"Barang Golongan \d", page.split("<tbody")[1])
            assert set(re.findall(r"Barang (Golongan \d)", page.split("<tbody")[1])) == {name}
            query = f"(filters:!((col:judul,opr:ct,value:'{name}')))"
            found = client.get(f"/api/v1/uji-barang/?q={query}").json["result"]
            assert [row["judul"] for row in found] == [f"Barang {name}"]

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(search, parents))


def test_each_request_has_filters_of_its_own(app):
    """The same view object answers with another filter object in another request."""
    view = next(one for one in app.appbuilder.baseviews if isinstance(one, sample.BarangView))
    with app.test_request_context("/"):
        mine = view._filters
        assert view._filters is mine
        mine.add_filter_index("judul", 0, "x")
        assert g._fab_filters
    with app.test_request_context("/"):
        assert view._filters is not mine
        assert view._filters.values == []


def test_a_row_that_somebody_begins_to_use_is_not_deleted_under_them(app, committed, parents):
    """Deletion waits for the one who points to the row, then refuses; it never takes the row away from under a child."""
    from app.extensions import db

    key, group, _name = parents[0]
    client = signed_in(app, key)
    csrf = token(client.get(f"/uji/golongan/delete/{group}").text)
    committed.add(sample.Barang(kode="X", judul="Baru", golongan_id=group))
    committed.flush()  # holds the parent, not yet committed
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(
            client.post, f"/uji/golongan/delete/{group}", data={"csrf_token": csrf, "yakin": "1"}
        )
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.5)
        committed.commit()
        assert answer.result(timeout=30).status_code == 409
    db.session.rollback()
    assert committed.get(sample.Golongan, group) is not None
