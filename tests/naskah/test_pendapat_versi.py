"""The tab Dokumen says beside each version what people thought of it."""

from app.pembahasan.models import Sikap
from tests import factories


def test_each_version_shows_who_said_what_and_what_became_stale(cast, session, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.hukum, Sikap.PERLU_PERBAIKAN, "Lengkapi.")
    factories.make_stage_documents(case, cast.pemohon)
    factories.make_opinion(case, cast.admin)
    page = browse(cast.hukum).get(f"/permohonan/{case.kode}/dokumen")
    badges = [" ".join(row.get_text().split()) for row in page.html.select(".butir-status li")]
    assert any("Anda" in text and "Perlu perbaikan" in text and "usang" in text for text in badges), badges
    assert any("Dewi Contoh" in text and "Setuju" in text and "usang" not in text for text in badges), badges
