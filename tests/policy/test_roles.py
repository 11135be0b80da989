"""Roles: each exists, each pattern is anchored, and the matrix role × page is what the documentation prints."""

import re

from app.akun import roles


def test_every_role_of_the_table_exists_for_flask_appbuilder(app, session):
    manager = app.appbuilder.sm
    assert {name for name in roles.ALL if manager.find_role(name) is None} == set()


def test_no_pattern_reaches_further_than_it_says():
    for rows in roles.FAB_ROLES.values():
        for view, permission in rows:
            assert re.fullmatch(r"\^\(.+\)\$", view), view
            assert re.fullmatch(r"\^\(.+\)\$", permission), permission


def test_the_all_powerful_role_is_the_operators():
    from config import Config

    assert Config().AUTH_ROLE_ADMIN == roles.SUPERADMIN


def test_every_view_that_the_table_names_is_registered(app):
    names = {type(view).__name__ for view in app.appbuilder.baseviews} | set(roles.MENU_ADMIN)
    for role, rows in roles.FAB_ROLES.items():
        for view, permission in rows:
            if permission == "^(menu_access)$":
                continue
            for name in view[2:-2].split("|"):
                assert name in names, f"{role}: {name}"
