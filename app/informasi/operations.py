"""Counting who found an answer helpful. All other texts are written by Flask-AppBuilder."""

from sqlalchemy import update

from app.extensions import db
from app.informasi.models import TanyaJawab


def count_opinion(question: TanyaJawab, is_helpful: bool) -> None:
    """One more reader found the answer helpful, or not. Anonymous, so the journal has nobody to name.

    Added up by the database: two readers at once are two. The text's own time of change stays as it was.
    """
    column = TanyaJawab.berguna if is_helpful else TanyaJawab.tidak_berguna
    db.session.execute(
        update(TanyaJawab)
        .where(TanyaJawab.id == question.id)
        .values({column: column + 1, TanyaJawab.updated_at: TanyaJawab.updated_at})
    )
