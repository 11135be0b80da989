"""The receipt: PDF/A with the code and a QR code to the tracking page, no NIK, for whoever may see the case."""

import io

import pypdf
import pytest

from app.extensions import db
from app.permohonan import operations
from app.permohonan.tanda_terima import fingerprint, receipt_data, tracking_url
from app.rujukan.queries import current_pakta
from tests import factories


@pytest.fixture
def sent(cast):
    return factories.make_submitted(cast.pemohon, cast.ppksd2)


def receipt(browser, permohonan):
    response = browser.get(f"/permohonan/{permohonan.kode}/tanda-terima.pdf").response
    assert response.mimetype == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.data))
    return response, reader, "\n".join(page.extract_text() for page in reader.pages)


def test_the_receipt_says_what_was_sent_and_what_comes_next(cast, browse, sent):
    response, reader, text = receipt(browse(cast.pemohon), sent)
    assert f"tanda-terima-{sent.kode}.pdf" in response.headers["Content-Disposition"]
    assert len(reader.pages) == 1
    for words in (sent.kode, sent.judul, "Universitas Contoh Mahakam", "Ayu Contoh", "Bima Contoh", "WITA"):
        assert words in text
    assert "Apa yang terjadi berikutnya" in text
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert f"/lacak?kode={sent.kode}" in str(reader.pages[0].get("/Annots")[0].get_object()["/A"]["/URI"])


def test_no_nik_stands_in_it_not_even_masked(cast, browse, sent):
    _response, _reader, text = receipt(browse(cast.pemohon), sent)
    assert "NIK" not in text
    assert "•" not in text


def test_it_speaks_the_language_of_the_person(cast, browse, sent):
    _response, reader, _text = receipt(browse(cast.pemohon, lang="en"), sent)
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_the_qr_code_leads_to_the_tracking_page(app, cast, sent):
    with app.test_request_context():
        url = tracking_url(sent.kode)
        data = receipt_data(sent, sent.kiriman[-1])
    assert url == f"http://localhost/lacak?kode={sent.kode}"
    assert data["qr"].startswith("<svg")


def test_an_old_round_keeps_what_was_sent_then(app, cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "judul")
    factories.fill(permohonan, cast.pemohon, judul="Judul Baru")
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    db.session.expire_all()
    first, second = permohonan.kiriman
    with app.test_request_context():
        old, new = receipt_data(permohonan, first), receipt_data(permohonan, second)
    assert old["fakta"][0][1] != new["fakta"][0][1] == "Judul Baru"
    assert fingerprint(first) != fingerprint(second)
    assert any("ke-2" in value for _label, value in new["fakta"])


@pytest.mark.parametrize("judul", ["#import <script> *x* $y$", "漢字の表題 😀", "x" * 250, "W" * 250])
def test_whatever_the_title_says_there_is_a_receipt(cast, browse, judul):
    permohonan = factories.make_submitted(cast.pemohon, cast.ppksd2, judul=judul)
    _response, _reader, text = receipt(browse(cast.pemohon), permohonan)
    assert permohonan.kode in text
