"""Who may open which page; accounts and roles. Nobody becomes more than what somebody who may says."""

import pytest
from flask import g

from app.kit.fab_roles import MAX_PERMISSION, anchored, is_anchored
from app.kit.fab_security import SecurityManager
from tests.kit.fab.conftest import make_person
from tests.kit.fab.sample import ROLES


def role(name):
    from flask import current_app

    return current_app.appbuilder.sm.find_role(name)


PAGES = (
    "/uji/barang/list/", "/uji/barang/add", "/uji/barang/show/1", "/uji/barang/edit/1", "/uji/barang/delete/1",
    "/uji/halaman/", "/uji/ringkas/list/", "/uji/menurut-golongan/list/", "/users/list/", "/roles/list/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_visitors_sign_in_first_and_other_roles_are_refused(world, browse, path):
    assert browse().get(path, status=302).location.startswith("/masuk")
    browse(world.tamu).get(path, status=403)


def test_a_sign_in_leads_back_to_the_page_that_was_asked_for(world, browse):
    page = browse().get("/uji/barang/list/?q=palu", status=302)
    assert page.location == "/masuk/?lanjut=/uji/barang/list/?q%3Dpalu"


# -- patterns of roles -------------------------------------------------------------------------------------


def test_a_role_gives_exactly_the_page_it_names(world, browse):
    """FAB matches by prefix: BarangView would open BarangViewRahasia as well."""
    from flask import current_app

    manager = current_app.appbuilder.sm
    petugas = role("Petugas")
    assert manager._has_access_builtin_roles(petugas, "can_list", "PemasokView")
    assert not manager._has_access_builtin_roles(petugas, "can_list", "PemasokViewLain")
    assert not manager._has_access_builtin_roles(petugas, "can_list_semua", "PemasokView")
    assert not manager._has_access_builtin_roles(petugas, "can_add", "PemasokView")


def test_a_pattern_that_fab_would_drop_is_refused():
    with pytest.raises(ValueError, match="silently"):
        anchored("X" * 300)
    with pytest.raises(ValueError, match="silently"):
        anchored("X", "y" * MAX_PERMISSION)


def test_every_pattern_is_anchored_and_every_role_exists(world):
    from app.akun.roles import FAB_ROLES

    for rows in (*ROLES.values(), *FAB_ROLES.values()):
        for view, permission in rows:
            assert is_anchored(view), view
            assert is_anchored(permission), permission
    assert all(role(name) for name in ROLES)
    assert not is_anchored("BarangView")


# -- permissions are asked cheaply -------------------------------------------------------------------------


def test_permissions_of_a_role_in_the_database_cost_one_query(world, browse, count_queries):
    browser = browse(world.superadmin)
    with count_queries() as seen:
        browser.get("/uji/barang/list/")
    assert len([one for one in seen if "ab_permission" in one]) == 1


def test_permissions_of_a_role_in_the_program_cost_no_query(world, browse, count_queries):
    browser = browse(world.petugas)
    with count_queries() as seen:
        browser.get("/uji/barang/list/")
    assert not [one for one in seen if "ab_permission" in one]


def test_the_person_is_loaded_with_the_roles_in_one_query(world, app, count_queries):
    key = world.petugas.get_id()
    world.session.expire_all()
    world.session.expunge_all()
    with count_queries() as seen:
        person = app.appbuilder.sm.load_user(key)
        assert [one.name for one in person.roles] == ["Petugas"]
    assert len(seen) == 1


@pytest.mark.parametrize("key", ["abc", "", "-1", "0", "99999999999", "9" * 40, None])
def test_a_session_without_a_person_is_a_visitor(world, app, key):
    assert app.appbuilder.sm.load_user(key) is None


def test_a_closed_account_is_out_at_once(world, browse):
    browser = browse(world.petugas)
    browser.get("/uji/barang/list/")
    world.petugas.active = False
    browser.get("/uji/barang/list/", status=302)


def test_no_row_in_the_database_opens_a_page_to_visitors(world, browse, app):
    manager = app.appbuilder.sm
    permission = manager.find_permission_view_menu("can_list", "BarangView")
    manager.add_permission_role(manager.find_role("Public"), permission)
    browse().get("/uji/barang/list/", status=302)
    with app.test_request_context("/"):
        g.user = world.tamu
        assert manager.is_item_public("can_list", "BarangView") is False
        assert manager.get_public_permissions() == []


def test_groups_give_nothing(world, app):
    """FAB's groups would be a second, unseen way to a role."""
    from flask_appbuilder.security.sqla.models import Group, assoc_group_role, assoc_user_group

    manager = app.appbuilder.sm
    group = world.add(Group(name="Semua", label="Semua", description=""))
    world.session.execute(assoc_group_role.insert(), {"group_id": group.id, "role_id": role("Superadmin").id})
    world.session.execute(assoc_user_group.insert(), {"group_id": group.id, "user_id": world.tamu.id})
    world.session.expire_all()
    assert [one.name for one in world.tamu.groups] == ["Semua"]
    assert [one.name for one in manager.get_user_roles(world.tamu)] == ["Tamu"]


def test_there_is_one_rate_limiter(app):
    from app.extensions import limiter

    assert app.appbuilder.sm.limiter is limiter
    assert SecurityManager.userstatschartview is None


# -- accounts ----------------------------------------------------------------------------------------------


def test_no_hash_of_a_password_is_ever_shown(world, browse):
    browser = browse(world.superadmin)
    for path in ("/users/list/", f"/users/show/{world.petugas.id}", f"/users/edit/{world.petugas.id}"):
        assert "scrypt" not in browser.get(path).response.text
    browser.get("/users/list/?_oc_UserDBModelView=password&_od_UserDBModelView=asc", status=404)
    assert "Putri" in browser.get("/users/list/?_flt_0_password=x").text


def test_accounts_are_neither_made_nor_deleted_nor_given_a_password_here(world, browse):
    browser = browse(world.superadmin)
    for path in (
        "add",
        f"delete/{world.petugas.id}",
        "userinfo/",
        f"action/resetpasswords/{world.petugas.id}",
    ):
        browser.get(f"/users/{path}", status=404)
    page = browser.get(f"/users/edit/{world.petugas.id}")
    assert not page.html.find("input", type="password")


def test_admin_gives_and_takes_roles(world, browse, written):
    browser = browse(world.admin)
    browser.get(f"/users/edit/{world.tamu.id}")
    browser.submit("Simpan", {"Peran": ["Petugas"], "Akun aktif": False})
    assert ([one.name for one in world.tamu.roles], world.tamu.active) == (["Petugas"], False)
    assert written[0]["verb"] == "diubah"
    assert written[0]["before"]["active"] is True


def test_admin_cannot_make_anybody_superadmin(world, browse):
    browser = browse(world.admin)
    page = browser.get(f"/users/edit/{world.tamu.id}")
    assert not page.has("Superadmin")
    data = {"roles": [str(role("Superadmin").id)], "active": "y"}
    page = browser.post(f"/users/edit/{world.tamu.id}", data, status=422)
    assert page.has("Pilih dari daftar yang ada.")
    assert [one.name for one in world.tamu.roles] == ["Tamu"]


def test_superadmin_may(world, browse):
    browser = browse(world.superadmin)
    browser.get(f"/users/edit/{world.tamu.id}")
    browser.submit("Simpan", {"Peran": ["Superadmin"]})
    assert [one.name for one in world.tamu.roles] == ["Superadmin"]


def test_admin_cannot_touch_a_superadmin(world, browse):
    browser = browse(world.admin)
    page = browser.get(f"/users/edit/{world.superadmin.id}")
    assert page.has("Akun ini mempunyai peran yang tidak boleh Anda ubah.")
    browser.post(f"/users/edit/{world.superadmin.id}", {"active": ""}, status=409)
    assert world.superadmin.active is True
    assert "Ubah" not in browser.get(f"/users/show/{world.superadmin.id}").links()


def test_nobody_changes_the_own_roles(world, browse):
    for person in (world.admin, world.superadmin):
        browser = browse(person)
        browser.post(f"/users/edit/{person.id}", {"roles": [str(role("Petugas").id)]}, status=409)
    assert [one.name for one in world.superadmin.roles] == ["Superadmin"]


def test_somebody_without_a_role_cannot_be_left(world, browse):
    browser = browse(world.admin)
    browser.get(f"/users/edit/{world.tamu.id}")
    page = browser.submit("Simpan", {"Peran": []}, status=422, follow=False)
    assert page.errors()


def test_roles_are_only_read(world, browse):
    browser = browse(world.superadmin)
    key = role("Petugas").id
    page = browser.get(f"/roles/show/{key}")
    assert page.has("Barang", "menambah", "menghapus", "Cap", "Putri")
    for path in ("add", f"edit/{key}", f"delete/{key}"):
        browser.get(f"/roles/{path}", status=404)
    browser.post("/roles/action_post", {"action": "copyrole", "rowid": str(key)}, status=404)


def test_superadmins_pages_are_told_from_the_database(world, browse):
    page = browse(world.superadmin).get(f"/roles/show/{role('Superadmin').id}")
    assert page.has("Pengguna", "Golongan", "Nonaktifkan")


def test_a_person_of_two_roles_has_both(world, browse):
    both = make_person("Dua", "Petugas", "Admin")
    browser = browse(both)
    browser.get("/uji/barang/list/")
    browser.get("/users/list/")
