"""Markdown of Admin becomes HTML that cannot do anything but be read."""

import pytest
from bs4 import BeautifulSoup

from app.informasi.markdown import render, to_html, to_text

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](java&#10;script:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "![x](https://penjahat.example/pelacak.png)",
    "<iframe src=https://penjahat.example></iframe>",
    "<a href='#' onclick='alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "# <b onmouseover=alert(1)>judul</b>",
    "| a |\n|---|\n| <svg onload=alert(1)> |",
    '[x](https://a.example "judul" onclick=alert(1))',
    "`</code><script>alert(1)</script>`",
    "[a]: javascript:alert(1)\n\n[a]",
)


@pytest.fixture(autouse=True)
def page(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize("text", ATTACKS)
def test_no_script_no_image_no_frame_and_no_handler_comes_out(text):
    soup = BeautifulSoup(str(render(text).html), "html.parser")
    assert soup.find(["script", "img", "iframe", "style", "svg", "object", "form", "input"]) is None
    for node in soup.find_all(True):
        assert not [name for name in node.attrs if name.startswith("on") or name == "style"], node
        assert str(node.get("href", "https:")).startswith(("https:", "http:", "mailto:", "tel:", "/", "#")), (
            node
        )


def test_the_highest_heading_is_an_h2_and_none_jumps():
    soup = BeautifulSoup(str(render("### A\n\n# B\n\n#### C\n\n###### D").html), "html.parser")
    assert [node.name for node in soup.find_all(True)] == ["h2", "h2", "h3", "h4"]


def test_each_heading_has_an_id_of_its_own_that_says_what_it_says():
    rendered = render("# Siapa?\n\n# Siapa?\n\n# Été")
    assert [heading.id for heading in rendered.headings] == ["b-siapa", "b-siapa-2", "b-ete"]
    assert [heading.text for heading in rendered.headings] == ["Siapa?", "Siapa?", "Été"]


def test_a_table_has_heads_for_its_columns_and_can_be_scrolled_with_the_keyboard():
    soup = BeautifulSoup(str(render("| a | b |\n|:--|--:|\n| 1 | 2 |").html), "html.parser")
    assert [node["scope"] for node in soup.find_all("th")] == ["col", "col"]
    assert soup.div["tabindex"] == "0"
    assert soup.div["role"] == "group"


def test_links_to_pages_mail_and_telephone_stay():
    html = str(to_html("[a](/informasi) [b](https://example.org) [c](mailto:a@example.org) [d](tel:+62541)"))
    for address in ("/informasi", "https://example.org", "mailto:a@example.org", "tel:+62541"):
        assert f'href="{address}"' in html


def test_an_answer_has_no_ids():
    assert "id=" not in str(to_html("# Satu\n\nDua"))


def test_an_excerpt_has_words_only_and_ends_at_a_word():
    assert (
        to_text("# Judul\n\n**Tebal** dan [tautan](/x), `kode`.\n- butir")
        == "Judul Tebal dan tautan, kode. butir"
    )
    assert to_text("kata " * 100, limit=12) == "kata kata …"
    assert to_text("") == ""
