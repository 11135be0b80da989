"""The operator's console at /konsol/: journal, jobs, mails and stored files, to read only, for Superadmin only."""

from app.konsol.views import init_app

__all__ = ["init_app"]
