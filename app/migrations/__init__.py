"""Alembic's revisions, numbered, each with its way back."""
