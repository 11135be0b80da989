"""The guide's first password, which stands in the NIP: off, once, from where the city says, and then a new one."""

from datetime import timedelta

import pytest

from app.akun import operations as akun
from app.akun import operations_akun, queries, roles
from app.akun.models import TujuanTautan
from app.kit.clock import at, now
from app.pegawai import operations_ikut, operations_masuk, rules
from app.pegawai import settings as own
from app.sso import oidc_penyedia
from tests import factories
from tests.pegawai import asn
from tests.pegawai.asn import BIRTH, EMAIL, NIP, SANDI

OFFICE = "10.20.3.4"


def sign_in(password=BIRTH, alamat=OFFICE, nip=NIP):
    return akun.sign_in(nip, password, alamat=alamat).account


@pytest.fixture
def office(cast):
    """Switched on for the office's network, and somebody in the directory."""
    asn.put(own.BIRTH_PASSWORD, own.BY_NETWORK)
    asn.put(own.NETWORKS, "10.20.0.0/16, 2001:db8::/32")
    return asn.make_pegawai()


@pytest.fixture
def by_code(cast):
    asn.put(own.BIRTH_PASSWORD, own.BY_CODE)
    return asn.make_pegawai()


# --- from the office --------------------------------------------------------------------------------
def test_it_is_off_until_superadmin_switches_it_on(cast):
    asn.make_pegawai()
    asn.put(own.NETWORKS, "10.20.0.0/16")
    assert sign_in() is None


def test_only_superadmin_sees_the_switch(browse, cast):
    assert "kata sandi pertama ASN" not in browse(cast.admin).get("/pengaturan/sistem").text
    assert (
        browse(cast.superadmin).get("/pengaturan/sistem").has("Tanggal lahir sebagai kata sandi pertama ASN")
    )


def test_it_opens_nothing_but_the_page_for_a_new_password(browse, office):
    browser = browse()
    browser.get("/masuk")
    where = {"environ_overrides": {"REMOTE_ADDR": OFFICE}}
    browser.post("/masuk", {"nama": NIP, "sandi": BIRTH}, **where)
    for address in ("/pengaturan", "/tugas", "/permohonan"):
        assert "/sandi-baru" in browser.get(address, status=302).location
    account = queries.account_for(NIP)
    assert account.harus_ganti_sandi
    operations_akun.replace_password(actor=account, new=SANDI)
    assert not account.harus_ganti_sandi
    assert sign_in(SANDI, alamat="") is account


def test_the_mailbox_of_who_came_in_so_counts_as_proved_once_a_mail_was_answered(office):
    account = sign_in(alamat=OFFICE)
    assert not account.is_email_terbukti
    assert oidc_penyedia.claims_of(account, ["email"])["email_verified"] is False
    token = operations_akun.new_password_link(account)
    operations_akun.set_password(queries.link_by_token(token, TujuanTautan.ATUR_SANDI, now()), SANDI)
    assert oidc_penyedia.claims_of(account, ["email"])["email_verified"] is True


def test_it_works_once(office):
    assert sign_in() is not None
    assert sign_in() is None


@pytest.mark.parametrize(
    "alamat", ["10.21.0.1", "192.0.2.7", "", "bukan alamat", "::ffff:192.0.2.7", "2001:db9::1"]
)
def test_from_elsewhere_it_does_not_work_and_nobody_can_close_it(office, alamat):
    assert sign_in(alamat=alamat) is None
    for _turn in range(rules.WRONG_BIRTHS + 1):
        operations_masuk.door(NIP, "01011990", alamat)
    assert office.sandi_pertama_gagal == 0


@pytest.mark.parametrize("alamat", ["10.20.255.1", "::ffff:10.20.3.4", "2001:db8::7"])
def test_it_works_in_the_networks_that_are_named(office, alamat):
    assert sign_in(alamat=alamat) is not None


def test_some_wrong_tries_close_it_for_good(office):
    for _turn in range(rules.WRONG_BIRTHS):
        assert operations_masuk.door(NIP, "01011990", OFFICE) is None
    assert operations_masuk.door(NIP, BIRTH, OFFICE) is None


def test_it_does_not_work_after_the_mails_link_was_used(browse, office):
    asn.begin(browse)
    assert sign_in() is None


def test_it_does_not_work_for_who_has_a_password_or_has_left(office):
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email=EMAIL)
    account.password = "ada"
    assert sign_in() is None
    account.email = "lain@example.org"
    operations_ikut.leave(office, actor=None)
    assert sign_in() is None


def test_a_staff_account_that_waits_for_its_mail_is_not_had_by_a_birth_date(office):
    account = factories.make_pengguna("Sari Contoh", roles.TKKSD, email=EMAIL)
    account.password = None
    assert sign_in() is None
    assert office.pengguna is None


def test_the_owner_is_told_by_mail(office):
    sign_in()
    assert [event.jenis for event in asn.events("pegawai.sandi_pertama")] == ["pegawai.sandi_pertama"]
    assert "sudah dipakai" in asn.read_mail().subject


@pytest.mark.parametrize("text", ["0.0.0.0/0", "10.20", "kantor", "::/0"])
def test_a_network_that_is_none_or_everything_is_refused(browse, cast, text):
    browser = browse(cast.superadmin)
    browser.get("/pengaturan/sistem")
    fields = {"Jaringan kantor untuk kata sandi pertama": text}
    assert browser.submit("Simpan", fields, status=422, follow=False).errors()


# --- with a code --------------------------------------------------------------------------------
def ask_code(browser, password=BIRTH):
    browser.get("/masuk/asn/sandi-pertama")
    return browser.submit("Kirim Kode", {"NIP": NIP, "Kata Sandi Pertama": password})


def code_in(message):
    return asn.re.search(r"\b(\d{6})\b", message.body)[1]


def test_a_code_to_the_directorys_address_opens_the_page_for_a_new_password(browse, by_code):
    browser = browse()
    ask_code(browser)
    asn.do_jobs()
    page = browser.submit("Masuk", {"Kode": code_in(asn.read_mail())})
    assert "Kata Sandi Baru" in page.text
    assert queries.account_for(NIP).harus_ganti_sandi


def test_with_the_wrong_birth_date_no_code_is_sent_and_the_page_says_the_same(browse, by_code):
    right, wrong = ask_code(browse()).text, ask_code(browse(), "01011990").text
    assert right == wrong
    asn.do_jobs()
    assert len(asn.mails_to()) == 1


def test_the_birth_date_alone_does_not_open_anything_in_this_mode(by_code):
    assert sign_in() is None


def test_guessing_the_code_ends_it(browse, by_code):
    operations_masuk.request_code(NIP, BIRTH)
    code = code_in(asn.read_mail())
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _turn in range(rules.WRONG_CODES):
        assert operations_masuk.use_code(NIP, wrong) is None
    assert operations_masuk.use_code(NIP, code) is None


def test_a_code_is_good_once_for_its_person_and_not_for_long(by_code):
    other = asn.make_pegawai(asn.NIP2)
    operations_masuk.request_code(NIP, BIRTH)
    code = code_in(asn.read_mail())
    assert operations_masuk.use_code(other.nip, code) is None
    with at(now() + timedelta(minutes=16)):
        assert operations_masuk.use_code(NIP, code) is None
    assert operations_masuk.use_code(NIP, code) is not None
    assert operations_masuk.use_code(NIP, code) is None


def test_only_some_codes_a_day_are_sent(by_code):
    answers = [operations_masuk.request_code(NIP, BIRTH) for _turn in range(rules.CODES_A_DAY + 1)]
    assert answers == [True] * rules.CODES_A_DAY + [False]


def test_the_pages_of_the_code_are_not_there_when_it_is_off(browse, cast):
    for page in ("sandi-pertama", "kode"):
        browse().get(f"/masuk/asn/{page}", status=302)


def test_neither_birth_date_nor_code_stands_in_journal_or_jobs(browse, by_code):
    ask_code(browse())
    assert BIRTH not in str(asn.db.session.execute(asn.text("SELECT args FROM procrastinate_jobs")).all())
    asn.do_jobs()
    code = code_in(asn.read_mail())
    assert BIRTH not in asn.whole_journal()
    assert code not in asn.whole_journal()
