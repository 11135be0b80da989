"""The two contacts: chosen among one's own, invited by e-mail, asked, answering. Nobody lists strangers."""

import pytest

from app.akun import operations as akun
from app.akun.models import UndanganInstansi
from app.extensions import db
from app.permohonan import operations, rules
from app.permohonan.models import JawabanPetugas
from app.rujukan.queries import current_pakta
from tests import factories


@pytest.fixture
def draft(cast):
    return operations.create_draft(actor=cast.pemohon)


def url_of(permohonan, part="petugas"):
    return f"/permohonan/{permohonan.kode}/{part}"


def options(page):
    return [option.get_text() for option in page.html.find("select", id="ppksd2").find_all("option")]


def test_only_members_of_ones_own_institution_are_offered(cast, browse, draft):
    page = browse(cast.pemohon).get(url_of(draft))
    assert options(page) == ["– Pilih salah satu –", "Bima Contoh", "Rekan Contoh"]
    assert not page.has("Asing Contoh")


def test_a_stranger_cannot_be_smuggled_in(cast, browse, draft):
    ayu = browse(cast.pemohon)
    answers = set()
    for key in (cast.asing.id, cast.admin.id, cast.pemohon.id, 999999, "abc", "-1", "9" * 40):
        page = ayu.post(url_of(draft), {"ppksd2": str(key)}, status=422)
        answers.add(tuple(page.errors()))
    assert len(answers) == 1  # whoever exists and whoever does not are answered alike
    assert rules.petugas_ke(draft, 2) is None


def test_the_first_contact_is_shown_with_a_masked_nik(cast, browse, draft):
    page = browse(cast.pemohon).get(url_of(draft))
    samar = cast.pemohon.biodata.nik_samar
    assert page.has("Ayu Contoh", samar, "Kepala Biro", "12345")
    assert "•" in samar


def test_going_on_without_a_second_contact_is_refused_with_a_sentence(cast, browse, draft):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    page = ayu.submit("Selanjutnya", status=422)
    assert page.has("Pilih atau undang PPKSD-2.")


def test_the_way_back_asks_nothing(cast, browse, draft):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    assert ayu.submit("Sebelumnya").h1 == "Pemohon: tentang kerja sama"


def test_who_was_chosen_is_waited_for_and_can_be_changed(cast, browse, draft):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    page = ayu.submit("Selanjutnya", {"PPKSD 2": "Bima Contoh"})
    assert page.has("Bima Contoh diminta menjadi PPKSD-2")
    page = ayu.get(url_of(draft))
    assert page.has("Menunggu jawaban", "belum menjawab")
    ayu.submit("Selanjutnya", {"PPKSD 2": "Rekan Contoh"})
    db.session.expire_all()
    assert rules.petugas_ke(draft, 2).pengguna_id == cast.rekan.id
    browse(cast.ppksd2).get(url_of(draft, "konfirmasi"), status=404)


def test_going_on_again_asks_nobody_anew(cast, browse, draft):
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    asked = rules.petugas_ke(draft, 2).id
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    assert ayu.submit("Selanjutnya").h1 == "Persiapan: kerangka acuan kerja"
    db.session.expire_all()
    assert rules.petugas_ke(draft, 2).id == asked


@pytest.mark.parametrize("button", ["Selanjutnya", "Kirim Undangan"])
def test_somebody_is_invited_by_email(cast, browse, draft, button):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    page = ayu.submit(button, {"Undang lewat email": "Cici@Example.org"})
    assert page.has("Undangan dikirim ke cici@example.org.")
    db.session.expire_all()
    assert rules.petugas_ke(draft, 2).undangan.email == "cici@example.org"
    page = ayu.get(url_of(draft))
    assert page.has("Undangan dikirim ke cici@example.org", "Menunggu jawaban")
    page = ayu.submit("Kirim ulang undangan")
    assert page.has("Undangan dikirim ke cici@example.org.")
    assert db.session.query(UndanganInstansi).filter_by(email="cici@example.org").count() == 1


@pytest.mark.parametrize(
    "email", ["bukan email", "a@b", "x" * 400 + "@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_a_wrong_address_is_refused_and_kept(cast, browse, draft, email):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    page = ayu.submit("Kirim Undangan", {"Undang lewat email": email}, status=422)
    assert page.html.find(id="email-galat")
    assert page.html.find("input", id="email")["value"]
    assert rules.petugas_ke(draft, 2) is None


def test_inviting_without_an_address_is_refused_with_a_sentence(cast, browse, draft):
    ayu = browse(cast.pemohon)
    ayu.get(url_of(draft))
    page = ayu.submit("Kirim Undangan", {"PPKSD 2": "Bima Contoh"}, status=422)
    assert page.has("Tulis alamat email orang yang diundang.")


def test_who_joins_by_the_invitation_is_asked_and_confirms(cast, browse, draft):
    operations.invite_ppksd2(draft, actor=cast.pemohon, email=cast.baru.email)
    undangan = rules.petugas_ke(draft, 2).undangan
    akun.accept_invitation(undangan, actor=cast.baru)
    baru = browse(cast.baru)
    page = baru.get(url_of(draft, "konfirmasi"))
    assert page.has("Lengkapi profil lebih dahulu")
    assert "Tolak Penugasan" in page.buttons()
    page = baru.post(
        url_of(draft, "konfirmasi"),
        {"jawaban": "terima", "setuju": "y", "pakta": str(current_pakta().id)},
        status=422,
    )
    assert page.has("Lengkapi dahulu Biodata dan Instansi Anda.")
    factories.make_biodata(cast.baru)
    baru.get(url_of(draft, "konfirmasi"))
    baru.submit("Terima Penugasan", {"Saya menyetujui pakta integritas": True}, follow=False)
    db.session.expire_all()
    kedua = rules.petugas_ke(draft, 2)
    assert (kedua.jawaban, kedua.nama) == (JawabanPetugas.DITERIMA, "Baru Contoh")


def test_the_task_is_taken_only_with_the_pact(cast, browse, draft):
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    bima = browse(cast.ppksd2)
    page = bima.get(url_of(draft, "konfirmasi"))
    assert page.has("Ayu Contoh meminta Anda", *current_pakta().pernyataan)
    page = bima.submit("Terima Penugasan", status=422)
    assert page.has("Setujui pakta integritas untuk melanjutkan.")
    assert rules.petugas_ke(draft, 2).jawaban is JawabanPetugas.MENUNGGU


def test_an_older_text_of_the_pact_is_not_accepted_unread(cast, browse, draft):
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    bima = browse(cast.ppksd2)
    data = {"jawaban": "terima", "setuju": "y", "pakta": "0"}
    bima.post(url_of(draft, "konfirmasi"), data, status=422)
    assert rules.petugas_ke(draft, 2).jawaban is JawabanPetugas.MENUNGGU


@pytest.mark.parametrize("jawaban", ["", "ya", "TERIMA"])
def test_an_answer_that_is_none_changes_nothing(cast, browse, draft, jawaban):
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    bima = browse(cast.ppksd2)
    bima.post(url_of(draft, "konfirmasi"), {"jawaban": jawaban}, status=422)
    assert rules.petugas_ke(draft, 2).jawaban is JawabanPetugas.MENUNGGU


def test_the_second_contact_edits_but_does_not_choose(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    bima = browse(cast.ppksd2)
    page = bima.get(url_of(permohonan))
    assert page.has("PPKSD-2 dipilih oleh PPKSD-1.", "Bima Contoh")
    assert not page.html.find("select", id="ppksd2")
    bima.post(url_of(permohonan), {"ppksd2": str(cast.rekan.id)}, status=422)
    bima.post(url_of(permohonan), {"email": "lain@example.org", "aksi": "undang"}, status=422)
    assert rules.petugas_ke(permohonan, 2).pengguna_id == cast.ppksd2.id
    page = bima.get(url_of(permohonan, "periksa"))
    assert page.has("Permohonan dikirim oleh PPKSD-1.")


def test_answering_twice_leads_to_the_case(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    page = browse(cast.ppksd2).get(url_of(permohonan, "konfirmasi"), status=303)
    assert page.location.endswith(f"/permohonan/{permohonan.kode}")
