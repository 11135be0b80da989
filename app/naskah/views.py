"""The pages of this package."""

from app.naskah import models as _models  # noqa: F401  # the tables exist for Alembic as soon as the views are known

PAGES: tuple[type, ...] = ()
