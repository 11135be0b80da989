"""The pages of this package."""

from app.kerjasama import models as _models  # noqa: F401  # the tables exist for Alembic as soon as the views are known
from app.kerjasama import tasks as _tasks  # noqa: F401  # the worker knows its jobs

PAGES: tuple[type, ...] = ()
