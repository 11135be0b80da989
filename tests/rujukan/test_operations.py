"""A new version of the integrity pact, and settings: what may be done, what is refused, what the journal keeps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.jejak.models import Peristiwa
from app.kit import settings
from app.kit.clock import today
from app.kit.errors import Refused, Stale
from app.rujukan import operations, queries


@pytest.fixture
def declared():
    """Two settings of this test's own."""
    settings.declare(
        "uji_jumlah", 3, "Jumlah uji", check=lambda value: None if value > 0 else "Isi lebih dari nol."
    )
    settings.declare("uji_buka", True, "Buka uji")
    yield
    del settings.REGISTRY["uji_jumlah"], settings.REGISTRY["uji_buka"]


def last_event(session):
    return session.scalars(select(Peristiwa).order_by(Peristiwa.id.desc()).limit(1)).one()


def test_a_version_that_begins_tomorrow_does_not_hold_today(cast, session):
    version = operations.add_pakta("Satu.\n\n  Dua.  ", today() + timedelta(days=1), actor=cast.admin)
    assert (version.versi, version.pernyataan) == (2, ["Satu.", "Dua."])
    assert queries.current_pakta().versi == 1
    assert queries.current_pakta(on=today() + timedelta(days=1)).versi == 2
    event = last_event(session)
    assert (event.jenis, event.pelaku_id, event.data["sidik"]) == (
        "rujukan.ditambah",
        cast.admin.id,
        version.sidik,
    )


def test_the_fingerprint_is_that_of_the_text(cast):
    version = operations.add_pakta("Satu.", today(), actor=cast.admin)
    assert version.sidik == operations.pakta_fingerprint("Satu.")


@pytest.mark.parametrize(("isi", "days", "field"), [(" \n ", 1, "isi"), ("Satu.", -1, "berlaku_on")])
def test_an_empty_text_or_a_day_gone_by_is_refused(cast, isi, days, field):
    with pytest.raises(Refused) as refusal:
        operations.add_pakta(isi, today() + timedelta(days=days), actor=cast.admin)
    assert refusal.value.field == field


def test_two_versions_cannot_begin_on_the_same_day(cast):
    operations.add_pakta("Satu.", date(2030, 1, 1), actor=cast.admin)
    with pytest.raises(Refused):
        operations.add_pakta("Dua.", date(2030, 1, 1), actor=cast.admin)


def test_a_changed_setting_holds_at_once_and_is_journalled(cast, session, declared):
    assert operations.change_setting("uji_jumlah", 5, actor=cast.admin, peran="Admin")
    assert settings.get("uji_jumlah") == 5
    event = last_event(session)
    assert (event.jenis, event.peran, event.objek_nama) == ("pengaturan.diubah", "Admin", "uji_jumlah")
    assert event.data == {"lama": 3, "baru": 5}
    assert queries.last_changes()["uji_jumlah"].pelaku == cast.admin.nama


def test_the_same_value_is_no_change(cast, session, declared):
    assert not operations.change_setting("uji_jumlah", 3, actor=cast.admin)
    assert session.scalars(select(Peristiwa).where(Peristiwa.jenis == "pengaturan.diubah")).all() == []


def test_who_changed_a_setting_last_is_the_one_who_is_named(cast, declared):
    operations.change_setting("uji_jumlah", 4, actor=cast.admin)
    operations.change_setting("uji_jumlah", 5, actor=cast.admin2)
    assert queries.last_changes()["uji_jumlah"].pelaku == cast.admin2.nama


@pytest.mark.parametrize("value", [0, "5", True, 10**12])
def test_a_value_that_its_check_refuses_or_of_another_type_is_not_kept(cast, declared, value):
    with pytest.raises(Refused) as refusal:
        operations.change_setting("uji_jumlah", value, actor=cast.admin)
    assert refusal.value.field == "uji_jumlah"
    assert settings.get("uji_jumlah") == 3


def test_who_saw_an_older_value_is_told(cast, declared):
    operations.change_setting("uji_jumlah", 4, actor=cast.admin2)
    with pytest.raises(Stale):
        operations.change_settings({"uji_jumlah": 9}, seen={"uji_jumlah": 3}, actor=cast.admin)


def test_what_a_person_did_not_touch_stays_as_somebody_else_set_it(cast, declared):
    operations.change_setting("uji_jumlah", 4, actor=cast.admin2)
    wanted, seen = {"uji_jumlah": 3, "uji_buka": False}, {"uji_jumlah": 3, "uji_buka": True}
    assert operations.change_settings(wanted, seen=seen, actor=cast.admin) == 1
    assert (settings.get("uji_jumlah"), settings.get("uji_buka")) == (4, False)
