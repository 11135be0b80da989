"""Inbox, mails, and everybody's task list. Reads events and facts; no other package knows it, it listens."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Listen to the journal, and give the frame of every page its number of unread lines."""
    from app.notifikasi import data_pdp, listeners, queries, surat_percakapan

    listeners.connect()
    surat_percakapan.register()
    data_pdp.register()
    app.jinja_env.globals["belum_dibaca"] = queries.unread_of_visitor
