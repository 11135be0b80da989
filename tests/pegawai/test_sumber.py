"""The personnel system: fetched over real HTTP, page by page; whatever it answers, half a list changes nobody."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.kit.clock import at, now
from app.kit.errors import Refused, Stale
from app.pegawai import http_sumber, operations_sumber, queries
from app.pegawai.forms import SourceForm
from app.pegawai.models import Pegawai, Sumber
from app.pegawai.operations_sumber import IsianSumber
from app.sso.forms_klien import ProviderForm
from app.sso.forms_penyedia import ClientForm
from tests.pegawai import asn
from tests.pegawai.asn import NIP, NIP2
from tests.pegawai.sistem_palsu import TOKEN, SistemPalsu

NIP3, NIP4 = "197502022000022003", "198001012005011001"
MAPPING = {
    "daftar": "isi.data",
    "berikut": "tautan.lanjut",
    "nip": "identitas.nip_baru",
    "nama": "nama",
    "lahir": "lahir",
    "opd": "unit.opd",
    "unit": "unit.nama",
    "jabatan": "jabatan",
    "email": "email",
    "aktif": "aktif",
}


def orang(nip, **more):
    return {
        "identitas": {"nip_baru": nip},
        "nama": "Sari Contoh",
        "jabatan": "Analis",
        "email": f"{nip}@example.org",
        "unit": {"nama": "Subbagian"},
        "aktif": True,
    } | more


@pytest.fixture
def sistem() -> Iterator[SistemPalsu]:
    system = SistemPalsu()
    yield system
    system.close()


@pytest.fixture
def sumber(sistem, cast):
    sistem.orang = [orang(NIP), orang(NIP2), orang(NIP3)]
    isian = IsianSumber(sistem.address, 60, False, True, dict(MAPPING))
    return operations_sumber.save_source(actor=cast.superadmin, isian=isian, token=TOKEN, seen=0)


def count():
    return db.session.scalar(select(func.count()).select_from(Pegawai).where(Pegawai.is_aktif))


def set_leaving(sumber, cast, address):
    isian = IsianSumber(address, 60, True, True, dict(MAPPING))
    operations_sumber.save_source(actor=cast.superadmin, isian=isian, token="", seen=sumber.versi)


def test_everybody_comes_in_page_by_page(sumber, sistem):
    assert operations_sumber.run()
    assert count() == 3
    assert [path for path, _token in sistem.asked] == ["/api/pegawai", "/api/pegawai?halaman=2"]
    found = db.session.scalars(select(Pegawai).where(Pegawai.nip == NIP)).one()
    assert (found.unit, found.sumber) == ("Subbagian", Sumber.API)


def test_a_second_run_without_changes_changes_and_records_nothing(sumber):
    operations_sumber.run()
    before = len(asn.events("pegawai.sumber_dijalankan"))
    assert operations_sumber.run()
    assert len(asn.events("pegawai.sumber_dijalankan")) == before == 1


@pytest.mark.parametrize(
    ("ulah", "sebab"),
    [
        ("sampah", "bukan_json"),
        ("html", "bukan_json"),
        ("dalam", "bukan_json"),
        ("galat", "ditolak"),
        ("alih", "dialihkan"),
        ("lambat", "lama"),
        ("besar", "besar"),
        ("bentuk", "bentuk"),
        ("bukan_orang", "bentuk"),
        ("kosong", "kosong"),
        ("halaman_lain", "halaman"),
        ("berputar", "halaman"),
        ("putus", "putus"),
        ("halaman_dua", "ditolak"),
    ],
)
def test_whatever_goes_wrong_changes_nobody_and_is_said(
    browse, cast, sumber, sistem, monkeypatch, ulah, sebab
):
    monkeypatch.setattr(http_sumber, "READ_SECONDS", 0.5)
    monkeypatch.setattr(http_sumber, "MAX_BYTES", 200_000)
    sistem.ulah = ulah
    assert not operations_sumber.run()
    assert count() == 0
    assert sumber.hasil["sebab"] == sebab
    assert browse(cast.superadmin).get("/pegawai/sumber").has("Tidak ada yang berubah.")


def test_a_system_that_is_not_there_is_a_fault_like_any_other(sumber, sistem):
    sistem.close()
    assert not operations_sumber.run()
    sistem.server.server_close()


def test_the_token_goes_to_one_host_and_into_no_log_page_or_journal(browse, cast, sumber, sistem, caplog):
    caplog.set_level(logging.DEBUG)
    sistem.ulah = "galat"
    operations_sumber.run()
    assert TOKEN not in caplog.text
    assert TOKEN not in asn.whole_journal()
    assert TOKEN not in sumber.token_sandi
    assert TOKEN not in browse(cast.superadmin).get("/pegawai/sumber").response.get_data(as_text=True)


def test_a_token_is_not_sent_to_another_host_than_it_was_given_for(cast, sumber):
    isian = IsianSumber("https://lain.example.org/api", 60, False, False, dict(MAPPING))
    operations_sumber.save_source(actor=cast.superadmin, isian=isian, token="", seen=sumber.versi)
    assert sumber.token_sandi is None


def test_too_many_wrong_lines_are_rather_a_wrong_mapping(sumber, sistem):
    sistem.orang = [orang("123"), orang(NIP)]
    assert not operations_sumber.run()
    assert (count(), sumber.hasil["sebab"]) == (0, "isi")


def test_who_is_not_there_leaves_when_it_is_so_set_but_never_many_at_once(cast, sumber, sistem):
    operations_sumber.run()
    set_leaving(sumber, cast, sistem.address)
    sistem.orang = [orang(NIP), orang(NIP2)]
    assert operations_sumber.run()
    assert count() == 2
    for number in range(20):
        asn.make_pegawai(f"1980010120050110{number + 10}", email=f"{number}@example.org")
    assert not operations_sumber.run()
    assert sumber.hasil["sebab"] == "keluar"
    assert count() == 22


def test_it_runs_when_its_time_has_come_and_it_is_on(cast, sumber):
    assert operations_sumber.is_due()
    operations_sumber.run()
    assert not operations_sumber.is_due()
    with at(now() + timedelta(minutes=61)):
        assert operations_sumber.is_due()
    sumber.is_aktif = False
    with at(now() + timedelta(minutes=61)):
        assert not operations_sumber.is_due()


@pytest.mark.parametrize(
    "address",
    [
        "http://simpeg.example.org/",
        "ftp://x/",
        "https://a:b@x/",
        "https://x/#y",
        "bukan",
        "https://x y/",
        "file:///etc/passwd",
    ],
)
def test_only_https_addresses_are_taken(browse, cast, address):
    browser = browse(cast.superadmin)
    browser.get("/pegawai/sumber")
    assert browser.submit("Simpan", {"Alamat": address}, status=422, follow=False).errors()


def test_superadmin_sets_the_source_and_nobody_else(browse, cast):
    browser = browse(cast.superadmin)
    browser.get("/pegawai/sumber")
    page = browser.submit("Simpan", {"Alamat": "https://simpeg.example.org/api", "Token": "abc"})
    assert page.has("Pengaturan tersimpan.")
    assert queries.source().alamat == "https://simpeg.example.org/api"
    browse(cast.admin).get("/pegawai/sumber", status=403)
    isian = IsianSumber("https://x.example.org/", 60, False, True)
    with pytest.raises(Refused):
        operations_sumber.save_source(actor=cast.admin, isian=isian, token="", seen=1)
    with pytest.raises(Stale):
        operations_sumber.save_source(actor=cast.superadmin, isian=isian, token="", seen=7)


def test_fetching_now_is_a_job(browse, cast, sumber):
    browser = browse(cast.superadmin)
    browser.get("/pegawai/sumber")
    browser.submit("Ambil Sekarang")
    assert count() == 0
    asn.do_jobs()
    assert count() == 3


def test_what_is_switched_on_is_shown_to_superadmin(browse, cast, sumber):
    operations_sumber.run()
    page = browse(cast.superadmin).get("/pengaturan/keadaan", follow=True)
    assert page.has("Direktori ASN", "Sistem kepegawaian")


@pytest.mark.parametrize("text", ["²", "9" * 5000, "-1", ""])
def test_what_is_no_version_is_an_old_page(app, text):
    with app.test_request_context(method="POST", data={"versi": text}):
        for form in (SourceForm(), ProviderForm(), ClientForm()):
            assert form.seen == 0
