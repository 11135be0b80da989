"""docs/alur.md says what the table says."""

import re

from app.permohonan import rules
from app.permohonan.alur import ISIAN, LANGKAH, Status
from app.permohonan.ekspor_alur import FILE, SYARAT, workflow_markdown


def test_the_document_agrees_with_the_table():
    assert FILE.read_text(encoding="utf-8") == workflow_markdown(), "run: flask ekspor-alur"


def test_the_document_names_everything():
    text = workflow_markdown()
    for name in (*LANGKAH, *Status, *ISIAN):
        assert f"`{name}`" in text
    assert text.count("```mermaid") == 1
    assert re.search(r"menunggu_verifikasi --> penawaran: Setujui", text)


def test_every_guard_is_explained():
    assert set(SYARAT) == set(rules.GUARDS) | rules.AT_THE_ACT


def test_the_command_writes_it(app):
    before = FILE.read_bytes()
    result = app.test_cli_runner().invoke(args=["ekspor-alur"])
    assert result.exit_code == 0, result.output
    assert FILE.read_bytes() == before
