"""Who may do what with accounts and institutions: tables of cases, no database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.akun import roles, rules

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def person(*names, id=1, email="ayu@example.org"):
    granted = [SimpleNamespace(name=name) for name in names]
    return SimpleNamespace(id=id, email=email, roles=granted, is_authenticated=True)


def member(id=1, is_pengelola=False, instansi_id=7, ended_at=None):
    return SimpleNamespace(
        pengguna_id=id, is_pengelola=is_pengelola, instansi_id=instansi_id, ended_at=ended_at
    )


def invitation(**changes):
    columns = {
        "email": "ayu@example.org",
        "accepted_at": None,
        "cancelled_at": None,
        "expires_at": NOW + timedelta(days=1),
        "instansi_id": 7,
        "instansi": SimpleNamespace(is_active=True),
    }
    return SimpleNamespace(**columns | changes)


def test_a_visitor_has_no_role():
    assert rules.roles_of(None) == rules.roles_of(SimpleNamespace(is_authenticated=False)) == set()


@pytest.mark.parametrize(
    ("actor", "wanted", "is_allowed"),
    [
        ([roles.SUPERADMIN], [roles.SUPERADMIN], True),
        ([roles.SUPERADMIN], [], False),
        ([roles.ADMIN], [roles.ADMIN, roles.TKKSD], True),
        ([roles.ADMIN], [roles.SUPERADMIN], False),
        ([roles.ADMIN], ["Bukan Peran"], False),
        ([roles.TKKSD], [roles.PEMOHON], False),
        ([roles.PIMPINAN], [roles.PEMOHON], False),
        ([roles.PEMOHON], [roles.PEMOHON], False),
        ([], [roles.PEMOHON], False),
    ],
)
def test_who_may_create_an_account_with_which_roles(actor, wanted, is_allowed):
    assert (rules.why_not_create_account(person(*actor), wanted) is None) is is_allowed


@pytest.mark.parametrize(
    ("actor", "account", "wanted", "is_active", "is_allowed"),
    [
        (person(roles.ADMIN), person(roles.PEMOHON, id=2), [roles.TKKSD], True, True),
        (person(roles.ADMIN), person(roles.PEMOHON, id=2), [roles.PEMOHON], False, True),
        (person(roles.ADMIN), person(roles.PEMOHON, id=2), [], True, False),
        (person(roles.ADMIN), person(roles.PEMOHON, id=2), [roles.SUPERADMIN], True, False),
        (person(roles.ADMIN), person(roles.SUPERADMIN, id=2), [roles.PEMOHON], True, False),
        (person(roles.ADMIN), person(roles.SUPERADMIN, id=2), [roles.SUPERADMIN], False, False),
        (person(roles.SUPERADMIN), person(roles.SUPERADMIN, id=2), [roles.ADMIN], True, True),
        (person(roles.SUPERADMIN), person(roles.ADMIN, id=2), [roles.SUPERADMIN], True, True),
        (person(roles.SUPERADMIN), person(roles.SUPERADMIN), [roles.SUPERADMIN], False, False),
        (person(roles.ADMIN), person(roles.ADMIN), [roles.ADMIN, roles.TKKSD], True, False),
        (person(roles.PEMOHON), person(roles.PEMOHON, id=2), [roles.PEMOHON], False, False),
        (person(roles.PIMPINAN), person(roles.PEMOHON, id=2), [roles.PEMOHON], False, False),
    ],
)
def test_who_may_change_an_account(actor, account, wanted, is_active, is_allowed):
    assert (rules.why_not_change_account(actor, account, wanted, is_active) is None) is is_allowed


@pytest.mark.parametrize(
    ("role", "reason", "is_allowed"),
    [
        (roles.ADMIN, "memeriksa KSD-2026-00042-7", True),
        (roles.SUPERADMIN, "permintaan pemilik", True),
        (roles.ADMIN, "   ", False),
        (roles.TKKSD, "ingin tahu", False),
        (roles.PIMPINAN, "ingin tahu", False),
    ],
)
def test_who_may_read_a_whole_nik(role, reason, is_allowed):
    assert (rules.why_not_reveal_nik(person(role), reason) is None) is is_allowed


@pytest.mark.parametrize(
    ("membership", "open_count", "is_allowed"),
    [
        (member(is_pengelola=True), 0, True),
        (member(is_pengelola=True), rules.MAX_OPEN_INVITATIONS, False),
        (member(), 0, False),
        (member(is_pengelola=True, ended_at=NOW), 0, False),
        (member(id=2, is_pengelola=True), 0, False),
        (None, 0, False),
    ],
)
def test_who_may_invite(membership, open_count, is_allowed):
    assert (rules.why_not_invite(person(), membership, open_count) is None) is is_allowed


@pytest.mark.parametrize(
    ("membership", "others", "is_allowed"),
    [
        (member(is_pengelola=True), [], True),
        (member(is_pengelola=True), [member(id=2)], False),
        (member(is_pengelola=True), [member(id=2, is_pengelola=True)], True),
        (member(), [member(id=2, is_pengelola=True)], True),
        (None, [], False),
    ],
)
def test_who_may_leave(membership, others, is_allowed):
    assert (rules.why_not_leave(membership, others) is None) is is_allowed


@pytest.mark.parametrize(
    ("manager", "other", "is_allowed"),
    [
        (member(is_pengelola=True), member(id=2), True),
        (member(), member(id=2), False),
        (member(is_pengelola=True), member(id=2, instansi_id=8), False),
        (member(is_pengelola=True), member(id=2, ended_at=NOW), False),
        (member(is_pengelola=True), member(is_pengelola=True), False),
        (None, member(id=2), False),
    ],
)
def test_who_may_take_a_member_out(manager, other, is_allowed):
    assert (rules.why_not_remove(person(), manager, other) is None) is is_allowed


@pytest.mark.parametrize(
    ("undangan", "membership", "word"),
    [
        (invitation(), None, None),
        (invitation(accepted_at=NOW), None, "sudah diterima"),
        (invitation(cancelled_at=NOW), None, "dibatalkan"),
        (invitation(expires_at=NOW), None, "habis"),
        (invitation(email="lain@example.org"), None, "alamat email lain"),
        (invitation(instansi=SimpleNamespace(is_active=False)), None, "tidak aktif"),
        (invitation(), member(), "sudah menjadi anggota"),
        (invitation(), member(instansi_id=8), "satu instansi"),
    ],
)
def test_who_may_accept_an_invitation(undangan, membership, word):
    refusal = rules.why_not_accept(person(), undangan, NOW, membership)
    assert refusal is None if word is None else word in str(refusal)
