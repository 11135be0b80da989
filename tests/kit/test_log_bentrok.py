"""What the log keeps when two people clash: where and on which rule, never a token or what was typed."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kit import pages

EMAIL, TOKEN = "rahasia@example.org", "TOKEN-RAHASIA"


def test_a_clash_in_the_log_names_the_rule_and_no_datum(app, session, caplog):
    session.execute(text("CREATE TEMP TABLE uji_bentrok (email text UNIQUE)"))
    insert = text("INSERT INTO uji_bentrok VALUES (:email)")
    session.execute(insert, {"email": EMAIL})
    with app.test_request_context(f"/atur-sandi/{TOKEN}", method="POST"), caplog.at_level(logging.WARNING):
        with pytest.raises(IntegrityError) as caught, session.begin_nested():
            session.execute(insert, {"email": EMAIL})
        assert pages._on_clash(caught.value).status_code == 409
    assert "uji_bentrok_email_key" in caplog.text and "/atur-sandi/<token>" in caplog.text
    assert EMAIL not in caplog.text and TOKEN not in caplog.text
