"""What may be written at registration: names as on the identity card, kinds of identity, an institution's papers."""

from datetime import date

import pytest

from app.akun.identitas import JenisIdentitas, Kewarganegaraan, mask, read_identity
from app.akun.nik import NumberRefused
from app.akun.rules_pendaftaran import tidy_name, why_not_name, why_not_nib, why_not_papers
from app.rujukan.models import JenisPemohon

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "name",
    [
        "Abc Def", "Suharto", "Ng", "Ahmad bin Ali", "Siti binti Ahmad", "de Boer", "Jan van der Berg", "al-Amin Ahmad",
        "Ibrahim Al Fatih", "José María de la Cruz y García", "Siti Nur'aini", "Ma’ruf Amin", "D'Angelo", "d'Angelo Maria",
        "'Aisyah Nur", "Anne-Marie", "Jean-luc Picard", "M. Yusuf", "A.R. Hakim", "Moh. Ali", "St. Aminah", "Hj. Siti",
        "Þórður Łukasz Đặng", "Muḥammad ʿAlī", "Muhammad II", "Budi HS", "McDonald", "I Made Wirawan", "  Abc   Def  ",
    ],
)  # fmt: skip
def test_a_name_as_on_the_card_is_taken(name):
    assert why_not_name(name) is None


@pytest.mark.parametrize(
    ("name", "reason", "suggestion"),
    [
        ("abc def", "diawali huruf besar", "Abc Def"),
        ("ABC DEF", "huruf besar semua", "Abc Def"),
        ("budi Santoso", "diawali huruf besar", "Budi Santoso"),
        ("Budi SANTOSO", "huruf besar semua", "Budi Santoso"),
        ("ALI BIN AHMAD", "huruf besar semua", "Ali bin Ahmad"),
        ("O'BRIEN", "huruf besar semua", "O'Brien"),
        ("SITI NUR'AINI", "huruf besar semua", "Siti Nur'aini"),
        ("anne-marie", "diawali huruf besar", "Anne-Marie"),
        ("LI NA", "huruf besar semua", "Li Na"),
        ("de la", "diawali huruf besar", "De la"),
        ("muḥammad alī", "diawali huruf besar", "Muḥammad Alī"),
        ("I GUSTI NGURAH", "huruf besar semua", "I Gusti Ngurah"),
        ("Budi Santoso, S.H.", "tanpa gelar", "Budi Santoso"),
        ("dr. budi santoso, Sp.A", "tanpa gelar", "Budi Santoso"),
        ("Prof. Dr. Ir. Ani", "tanpa gelar", "Ani"),
        ("Budi Santoso S.Kom.", "tanpa gelar", "Budi Santoso"),
        ("Budi123", "tidak memuat angka", ""),
        ("Budi <b>Santoso</b>", "hanya terdiri atas", ""),
        ("Budi; DROP TABLE x", "hanya terdiri atas", ""),
        ('Budi "Bos" Santoso', "hanya terdiri atas", ""),
        ("Kunjungi evil.com", "hanya terdiri atas", ""),
        ("Budi \u202eSantoso", "hanya terdiri atas", ""),
        ("Budi\x00Santoso", "hanya terdiri atas", ""),
        ("Budi\u200bSantoso", "hanya terdiri atas", ""),
        ("王小明", "huruf Latin", ""),
        ("Вudi Santoso", "huruf Latin", ""),  # the first letter is Cyrillic
        ("A", "terdiri atas huruf", ""),
        ("", "terdiri atas huruf", ""),
        ("...", "terdiri atas huruf", ""),
        ("' '", "terdiri atas huruf", ""),
    ],
)  # fmt: skip
def test_another_name_is_refused_with_its_reason_and_a_suggestion(name, reason, suggestion):
    complaint = why_not_name(name)
    assert complaint is not None
    assert reason in str(complaint.alasan)
    assert complaint.saran == suggestion
    assert not suggestion or suggestion in str(complaint)


def test_a_suggestion_is_itself_a_name_that_is_taken():
    for name in ("abc def", "ABC DEF", "dr. SITI NUR'AINI, S.H., M.H.", "d'angelo", "JEAN-PAUL VAN DER BERG"):
        complaint = why_not_name(name)
        assert complaint is not None
        assert complaint.saran
        assert why_not_name(complaint.saran) is None


def test_a_long_name_is_looked_at_in_no_time():
    for text in ("a." * 5000, "A-" * 5000, "S.H. " * 2000, "'" * 10_000, "Ab " * 3000):
        why_not_name(text)


def test_one_kind_of_apostrophe_is_kept():
    assert tidy_name("  Ma’ruf   Amin ") == "Ma'ruf Amin"


WNI, WNA = Kewarganegaraan.WNI, Kewarganegaraan.WNA
KTP, SIM, PASPOR, KITAS, KITAP = JenisIdentitas


@pytest.mark.parametrize(
    ("warga", "jenis", "typed", "kept", "shown"),
    [
        (WNI, KTP, "6472.0141.0180.0077", "6472014101800077", "6472••••••••0077"),
        (WNI, SIM, "6402 1234 5678", "640212345678", "64••••••••78"),
        (WNI, PASPOR, "x1234567", "X1234567", "X1••••67"),
        (WNI, PASPOR, "XE 123456", "XE123456", "XE••••56"),
        (WNA, PASPOR, "533401234", "533401234", "53•••••34"),
        (WNA, PASPOR, "C01X00T47", "C01X00T47", "C0•••••47"),
        (WNA, KITAS, "2C11JE1234-A", "2C11JE1234A", "2C•••••••4A"),
        (WNA, KITAP, "2D13JE5678-B", "2D13JE5678B", "2D•••••••8B"),
    ],
)
def test_a_number_of_each_kind_is_taken_and_shown_only_in_part(warga, jenis, typed, kept, shown):
    assert read_identity(warga, jenis, typed, TODAY) == kept
    assert mask(jenis, kept) == shown
    assert len(mask(jenis, kept)) <= 16


@pytest.mark.parametrize(
    ("warga", "jenis", "typed", "word"),
    [
        (WNI, KTP, "64712345678901", "16 angka"),  # the guide's own sample has fourteen
        (WNI, KTP, "6472013113800077", "tidak ada di kalender"),
        (WNI, SIM, "12345", "12 sampai 16 angka"),
        (WNI, SIM, "000000000000", "12 sampai 16 angka"),
        (WNI, PASPOR, "1234567", "huruf dan 6 atau 7 angka"),
        (WNI, PASPOR, "X12345678", "huruf dan 6 atau 7 angka"),
        (WNI, KITAS, "2C11JE1234A", "WNI mendaftar dengan"),
        (WNA, KTP, "6472014101800077", "WNA mendaftar dengan"),
        (WNA, SIM, "640212345678", "WNA mendaftar dengan"),
        (WNA, PASPOR, "ABCDEFGHI", "5 sampai 9"),
        (WNA, PASPOR, "A123456789", "5 sampai 9"),
        (WNA, PASPOR, "<script>1", "5 sampai 9"),
        (WNA, PASPOR, "١٢٣٤٥٦٧", "5 sampai 9"),
        (WNA, KITAS, "1234", "sekitar 11"),
        (WNA, KITAP, "ABCDEFGHIJK", "sekitar 11"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_a_sample(warga, jenis, typed, word):
    with pytest.raises(NumberRefused) as refusal:
        read_identity(warga, jenis, typed, TODAY)
    assert word in str(refusal.value.sentence)


def test_a_company_names_its_nib_or_deed_and_a_department_needs_neither():
    assert why_not_nib("9120-0012-3456-7") is None
    assert "13 angka" in str(why_not_nib("912000123456"))
    for jenis in (JenisPemohon.PERUSAHAAN, JenisPemohon.LEMBAGA, JenisPemohon.ORNOP):
        assert why_not_papers(jenis, "", "") is not None
        assert why_not_papers(jenis, "", "12 tanggal 3 Mei 2019") is None
    assert why_not_papers(JenisPemohon.OPD_KOTA, "", "") is None
