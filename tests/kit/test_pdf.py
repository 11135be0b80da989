"""A document can be made of whatever a person typed, and archives can keep it."""

import io
import random

import pypdf
import pytest
import typst

from app.kit.pdf import render_pdf

TEMPLATE = """#let d = json(bytes(sys.inputs.data))
#set document(title: d.judul)
#set text(font: "Libertinus Serif", lang: "id")
= #d.judul
#for baris in d.isi [#baris #parbreak()]
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "surat.typ"
    path.write_text(TEMPLATE)
    return path


def read(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_a_document_is_pdf_a_2b_with_its_fonts_inside(template):
    reader, text = read(render_pdf(template, {"judul": "Tanda Terima", "isi": ["24 November 2026 – “baik”"]}))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert reader.metadata.title == "Tanda Terima"
    assert reader.trailer["/Root"]["/Lang"] == "id"
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert fonts
    assert all(any(name.startswith("/FontFile") for name in one) for one in descriptors)
    assert "24 November 2026" in text


@pytest.mark.parametrize(
    "typed",
    [
        '#import "/etc/passwd": * #eval("1")',
        "<script>alert(1)</script> *tebal* _miring_ $x$ @kutip [kurung] \\ ``` //",
        "'; DROP TABLE permohonan; --",
        '"kutip" \u201clengkung\u201d',
    ],
)
def test_what_a_person_typed_is_text_and_never_markup(template, typed):
    _reader, text = read(render_pdf(template, {"judul": "Judul", "isi": [typed]}))
    squeeze = "".join(typed.split())
    assert squeeze in "".join(text.split())


UNKNOWN = ["漢字の表題", "كتاب", "😀😀", "naïve \x07\x00 teks", "\U000f1234", "\ud800", "a\u0301"]


@pytest.mark.parametrize("typed", UNKNOWN)
def test_letters_that_no_font_has_do_not_stop_a_document(template, typed):
    _reader, text = read(render_pdf(template, {"judul": typed, "isi": [typed, "tetap terbaca"]}))
    assert "tetap terbaca" in text


def test_a_text_of_all_scripts_still_becomes_a_document(template):
    chance = random.Random(20261124)
    blocks = [range(0xA0, 0xD7FF), range(0x1F300, 0x1F9FF)]
    typed = "".join(chr(chance.choice(chance.choice(blocks))) for _letter in range(3000))
    _reader, text = read(render_pdf(template, {"judul": "Judul", "isi": [typed, "tetap terbaca"]}))
    assert "tetap terbaca" in text


def test_a_template_sees_no_file_outside_its_folder(template, tmp_path):
    (tmp_path.parent / "rahasia.txt").write_text("rahasia")
    template.write_text('#read("../rahasia.txt")')
    with pytest.raises(typst.TypstError):
        render_pdf(template, {})


def test_a_wrong_template_is_an_error_and_not_an_empty_page(template):
    template.write_text("#let d = json(bytes(sys.inputs.data))\n#d.tiada")
    with pytest.raises(typst.TypstError):
        render_pdf(template, {"judul": "x"})
