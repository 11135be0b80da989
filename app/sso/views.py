"""The pages of single sign-on, both ends, under one name. Each stands in a file of its topic."""

from typing import Any

PAGES: tuple[type[Any], ...] = ()
MASTER: tuple[tuple[type[Any], Any], ...] = ()  # screens of Flask-AppBuilder with their labels
