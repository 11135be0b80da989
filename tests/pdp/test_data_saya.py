"""`Data saya`: everything that is stored about me, nothing of others, with who looked; nothing is forgotten."""

import json
import re

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String, select
from sqlalchemy.sql import visitors

from app.akun.dilihat import note_view
from app.akun.operations import reveal_nik
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.kit.crypto import decrypt
from app.kit.mixins import Model
from app.pdp import bukan, laporan, operations, sumber
from app.pdp.models import JenisPermintaan
from app.permohonan import alih_operations as alih
from app.rujukan.queries import current_pakta
from tests import factories
from tests.counting import counted
from tests.pegawai.asn import NIP2, make_pegawai


def report(person):
    return json.loads("".join(laporan.json_report(person.id)))


# --- the register is complete
def told() -> set[str]:
    return {name for one in sumber.semua() for name in one.mencakup} | set(bukan.BUKAN)


def is_told(table, column, known) -> bool:
    return f"{table}.{column}" in known or f"{table}.*" in known


def columns_to_tell():
    """Every column that points at a person or holds text."""
    for table in Model.metadata.tables.values():
        for column in table.columns:
            is_person = any(key.target_fullname == "ab_user.id" for key in column.foreign_keys)
            if (
                is_person
                or isinstance(column.type, String | LargeBinary | JSON)
                or hasattr(column.type, "impl")
            ):
                yield table.name, column.name


def test_every_column_that_may_hold_personal_data_is_told_or_has_its_reason(app):
    known = told()
    missing = [
        f"{table}.{column}" for table, column in columns_to_tell() if not is_told(table, column, known)
    ]
    assert missing == [], "name them in a section (mencakup) or in pdp/bukan.py"


def test_every_key_to_a_person_is_told_by_a_section_and_not_only_excused(app):
    sections = {name for one in sumber.semua() for name in one.mencakup}
    keys = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "ab_user.id" for key in column.foreign_keys)
    }
    excused = {key for key in keys if not is_told(*key.split("."), sections)}
    assert excused <= bukan.KUNCI_TANPA_BAGIAN


def test_the_register_names_only_what_exists(app):
    tables = Model.metadata.tables
    for name in told():
        table, _dot, column = name.partition(".")
        assert table in tables, name
        assert column == "*" or column in tables[table].columns, name


def shown_columns(section, person) -> set[str]:
    """The columns of tables that the rows of a section are made of."""
    queries = [one for one in visitors.iterate(section.pilih(person)) if hasattr(one, "selected_columns")]
    parts = (
        part for query in queries for column in query.selected_columns for part in visitors.iterate(column)
    )
    return {f"{part.table.name}.{part.name}" for part in parts if isinstance(part, Column)}


def test_a_section_that_tells_a_whole_table_shows_each_of_its_columns_or_says_why_not(cast):
    """A column that is added later is not hidden by the star of its table."""
    shown, whole = set(), set()
    for section in sumber.semua():
        shown |= shown_columns(section, cast.pemohon)
        whole |= {name.partition(".")[0] for name in section.mencakup if name.endswith(".*")}
    hidden = {
        f"{table}.{column.name}"
        for table in whole
        for column in Model.metadata.tables[table].columns
        if not column.primary_key and not column.foreign_keys
    } - shown
    assert sorted(hidden - set(bukan.TAK_DIKUTIP)) == [], (
        "select them in the section or name them in TAK_DIKUTIP"
    )
    assert sorted(set(bukan.TAK_DIKUTIP) - hidden) == [], "these are shown by now, or are gone"


# --- what it says
def test_the_report_has_my_data_and_nobody_elses(cast):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    found = report(cast.pemohon)
    parts = found["bagian"]
    assert parts["akun"][0]["email"] == cast.pemohon.email
    assert parts["biodata"][0]["nik"] == decrypt(cast.pemohon.biodata.nik_sandi)
    assert parts["perkara"][0]["kode"] == case.kode
    assert parts["kiriman"][0]["isi"]["judul"] == case.judul
    assert parts["pakta"] and parts["surel"] and parts["jejak"] and parts["keanggotaan"]
    whole = json.dumps(found)
    for other in (cast.ppksd2, cast.asing):
        assert other.email not in whole
        assert other.nama not in whole
        assert decrypt(other.biodata.nik_sandi) not in whole


def test_the_page_shows_the_number_masked(cast, browse):
    page = browse(cast.pemohon).get("/pengaturan/data-saya")
    assert cast.pemohon.biodata.nik_samar in page.text
    assert decrypt(cast.pemohon.biodata.nik_sandi) not in page.response.get_data(as_text=True)


def test_every_section_answers_for_everybody(cast):
    for person in cast.people.values():
        parts = report(person)["bagian"]
        assert set(parts) == {one.kode for one in sumber.semua()}


def test_who_looked_at_my_data_stands_in_my_report(cast):
    reveal_nik(cast.asing.biodata, actor=cast.admin, alasan="Pencocokan KTP")
    note_view(cast.asing, actor=cast.admin)
    looks = report(cast.asing)["bagian"]["dilihat"]
    assert {one["apa"] for one in looks} == {"biodata.nik_dilihat", "akun.data_dilihat"}
    assert {one["pelaku"] for one in looks} == {cast.admin.nama}
    assert "Pencocokan KTP" in {one["alasan"] for one in looks}
    mine = report(cast.admin)["bagian"]["jejak"]
    assert cast.asing.nama not in json.dumps(mine)


def test_another_applicant_has_no_name_in_my_report(cast):
    from app.jejak.operations import record

    record("akun.peran_diubah", actor=cast.rekan, objek=cast.asing, peran="Pemohon", catatan="Pesan Rekan")
    looks = report(cast.asing)["bagian"]["dilihat"]
    assert cast.rekan.nama not in json.dumps(looks)
    assert "Pesan Rekan" not in json.dumps(looks)


def test_what_the_directory_says_of_somebody_who_may_be_me_is_not_mine_to_read(cast):
    """Admin has not decided yet whose row it is: only that there is one, and since when."""
    linked = make_pegawai(pengguna_id=cast.asing.id)
    clash = make_pegawai(NIP2, nama="Orang Lain, S.H.", bentrok_id=cast.asing.id, bentrok_at=now())
    parts = report(cast.asing)["bagian"]
    assert [row["nip"] for row in parts["pegawai"]] == [linked.nip]
    (row,) = parts["kecocokan_asn"]
    assert row["sejak"] and (row["nip_sama"], row["email_sama"]) == (False, False)
    told = json.dumps(parts)
    for word in (clash.nip, clash.nama, clash.email, clash.lahir_on.isoformat()):
        assert word not in told


def test_forms_that_another_sent_tell_me_what_they_say_of_me(cast):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    (row,) = report(cast.ppksd2)["bagian"]["potret"]
    assert row["kode"] == case.kode
    assert cast.ppksd2.email in row["isi"] and cast.pemohon.email not in row["isi"]


def test_who_handed_a_case_over_still_reads_what_it_said_of_her_and_her_successor_does_not(cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    passed = alih.request_alih(case, actor=cast.pemohon, ke=1, kepada=cast.rekan, alasan="Pindah bagian")
    alih.answer_alih(passed, actor=cast.rekan, terima=True, pakta=current_pakta())
    db.session.flush()
    (mine,) = report(cast.pemohon)["bagian"]["alih"]
    assert cast.pemohon.email in mine["data_lama"] and mine["alasan"] == "Pindah bagian"
    assert report(cast.pemohon)["bagian"]["potret"]
    theirs = report(cast.rekan)["bagian"]
    assert theirs["alih"][0]["kepada_saya"] and theirs["potret"] == []
    assert cast.pemohon.email not in json.dumps(theirs)


# --- looking is recorded
def events(jenis):
    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis)).all()


def test_opening_an_account_is_recorded_once_an_hour(cast, browse):
    browser = browse(cast.admin)
    for _again in range(3):
        browser.get(f"/users/show/{cast.asing.id}")
    (event,) = events("akun.data_dilihat")
    assert (event.pelaku_id, event.objek_id) == (cast.admin.id, cast.asing.id)
    browser.get(f"/users/show/{cast.admin.id}")  # oneself is nobody else
    browse(cast.admin2).get(f"/users/show/{cast.asing.id}")
    assert len(events("akun.data_dilihat")) == 2


def test_the_officer_who_opens_a_request_is_recorded_too(cast, browse):
    row = operations.ask(actor=cast.asing, jenis=JenisPermintaan.AKSES, isi="Data saya?")
    browse(cast.pejabat_pdp).get(f"/pdp/permintaan/{row.id}")
    assert [event.pelaku_id for event in events("akun.data_dilihat")] == [cast.pejabat_pdp.id]
    page = browse(cast.pejabat_pdp).get("/pdp/permintaan/dilihat")
    assert page.has("Lestari Contoh", "Asing Contoh")


# --- copies
@pytest.mark.parametrize(("bentuk", "begin"), [("json", b"{"), ("pdf", b"%PDF")])
def test_a_copy_is_downloaded_and_recorded(cast, browse, bentuk, begin):
    page = browse(cast.asing).get(f"/pengaturan/data-saya/salinan.{bentuk}")
    assert page.response.get_data().startswith(begin)
    assert page.response.headers["Cache-Control"] == "no-store"
    (event,) = events("akun.data_diunduh")
    assert event.data == {"bentuk": bentuk}
    browse(cast.asing).get("/pengaturan/data-saya/salinan.xml", status=404)


def test_a_copy_asks_again_who_one_is_after_idle_time(cast, browse):
    browser = browse(cast.asing)
    with browser.client.session_transaction() as cookie:
        cookie["bukti_diminta"] = True
    page = browser.get("/pengaturan/data-saya/salinan.json", status=302)
    assert re.search("buktikan|ulang", page.location)
    assert not events("akun.data_diunduh")


def test_the_page_costs_one_statement_a_section(cast, browse):
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/data-saya")
    with counted() as one:
        browser.get("/pengaturan/data-saya")
    for _again in range(3):
        case = factories.make_draft(cast.pemohon, judul=f"Draf {_again}")
        assert case.id
    with counted() as more:
        browser.get("/pengaturan/data-saya")
    assert len(more) <= len(one)
    assert len(one) <= len(sumber.semua()) + 14


def test_text_of_others_cannot_become_markup(cast, browse):
    case = factories.make_draft(cast.pemohon, judul="<b>Judul</b> <script>alert(1)</script>")
    assert case.id
    html = browse(cast.pemohon).get("/pengaturan/data-saya").response.get_data(as_text=True)
    assert "<script>alert" not in html
    laporan_pdf = browse(cast.pemohon).get("/pengaturan/data-saya/salinan.pdf")
    assert laporan_pdf.response.get_data().startswith(b"%PDF")


def test_a_visitor_signs_in_first(cast, browse):
    browse(None).get("/pengaturan/data-saya", status=302)
    browse(None).get("/pengaturan/data-saya/salinan.json", status=302)


def test_a_copy_is_read_when_the_request_is_over(app, committed, cast):
    """As a server does it: the session of the request is gone by the time that somebody takes the pieces."""
    from tests.browse import Browser

    browser = Browser(app, cast.asing)
    db.session.commit()
    response = browser.client.get("/pengaturan/data-saya/salinan.json", buffered=False)
    db.session.remove()
    assert json.loads(b"".join(response.iter_encoded()))["bagian"]["akun"]
