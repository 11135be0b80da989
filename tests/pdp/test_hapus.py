"""Erasing a person: what goes, what stays by law, and that nothing is left anywhere else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.akun import operations as akun
from app.akun.models import Biodata, KeanggotaanInstansi, Pengguna
from app.akun.models_masuk import KunciSandi, Sesi
from app.extensions import db
from app.jejak.queries import verify_chain
from app.kit.clock import at, now
from app.kit.crypto import decrypt
from app.kit.errors import Refused
from app.kit.mixins import Model
from app.notifikasi.data_pdp import mask_farewells
from app.notifikasi.models import StatusSurel, Surel
from app.notifikasi.pengiriman import deliver
from app.pdp import (
    operations,
    operations_hapus,
    operations_pelanggaran,
    operations_persetujuan,
    queries,
    retensi,
)
from app.pdp.models import JenisPermintaan, PermintaanData
from app.pegawai import operations_ikut, operations_impor
from app.permohonan.models import Permohonan, Petugas
from tests import factories
from tests.pdp.test_pelanggaran import note
from tests.pegawai.asn import NIP, NIP2, make_pegawai

HAPUS = JenisPermintaan.HAPUS
TEXTS = ("character varying", "text", "jsonb", "bytea")


def ask(person):
    return operations.ask(actor=person, jenis=HAPUS, isi=f"Hapus saya, {person.nama}, {person.email}")


def erase(cast, person):
    row = ask(person)
    operations.approve_erasure(row, actor=cast.pejabat_pdp, jawaban="Dihapus sesuai permintaan.")
    db.session.flush()
    return row


def places_of(*values: str) -> dict[str, set[str]]:
    """Every column of text or bytes of every table in which one of these values stands."""
    columns = db.session.execute(
        text(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
            "AND data_type = ANY(:kinds)"
        ),
        {"kinds": list(TEXTS)},
    ).all()
    assert len(columns) > 150
    found: dict[str, set[str]] = {}
    for table, column, kind in columns:
        for value in values:
            words = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            query = f'SELECT 1 FROM "{table}" WHERE strpos(lower({words}), :v) > 0 LIMIT 1'
            if db.session.execute(text(query), {"v": value.lower()}).first():
                found.setdefault(f"{table}.{column}", set()).add(value)
    return found


def a_full_life(cast, person):
    """Somebody who did everything that leaves data behind, without a case that still runs."""
    factories.make_rejected(person, cast.rekan, cast.admin)
    factories.make_draft(person, judul=f"Draf {person.nama}")
    akun.request_email_change(actor=person, email="lain.lagi@example.org", password=factories.PASSWORD)
    akun.request_password_link(person.email)
    operations_persetujuan.give(queries.texts_in_force()[0], actor=person)
    breach = note(cast)
    operations_pelanggaran.add_people(breach, actor=cast.pejabat_pdp, emails=[person.email])
    operations_pelanggaran.notify_people(breach, actor=cast.pejabat_pdp)
    operations.ask(actor=person, jenis=JenisPermintaan.KEBERATAN, isi=f"Saya {person.nama} {person.email}")
    db.session.add(
        KunciSandi(
            pengguna_id=person.id,
            nama=f"Telepon {person.nama}",
            kredensial="abc",
            kunci_publik=b"k",
            sign_count=0,
        )
    )
    akun.invite_member(cast.perusahaan, actor=cast.asing, email=person.email)
    person.email_kabar = "kabar.pribadi@example.org"
    db.session.flush()


def test_nothing_is_left_outside_the_places_that_the_law_keeps(cast):
    person = cast.pemohon
    a_full_life(cast, person)
    nik, phone = decrypt(person.biodata.nik_sandi), person.biodata.telepon
    person.biodata.telepon = phone = "+6281999888777"
    db.session.flush()
    values = (person.email, "kabar.pribadi@example.org", person.nama, nik, person.biodata.nik_samar, phone)
    hashed = person.biodata.nik_sidik
    before = places_of(*values)
    assert {"ab_user.email", "biodata.telepon", "surel.kepada", "undangan_instansi.email"} <= set(before)
    erase(cast, person)
    last = db.session.scalars(
        select(Surel.id).where(Surel.kepada == values[0], Surel.status == StatusSurel.ANTRE)
    ).all()
    assert len(last) == 2  # the farewell, and the letter about the breach
    for number in last:
        deliver(number)
    db.session.flush()
    assert mask_farewells() == 2
    db.session.flush()
    left = places_of(*values)
    assert set(left) <= set(retensi.TINGGAL), left
    assert not places_of(hashed)
    assert verify_chain().broken_id is None


def test_who_was_not_told_of_a_breach_yet_is_told_before_the_address_goes(cast):
    """And who was told keeps the letter that has not left yet."""
    person, address = cast.asing, cast.asing.email
    told, untold, other = note(cast), note(cast), note(cast)
    for breach in (told, untold):
        operations_pelanggaran.add_people(
            breach, actor=cast.pejabat_pdp, emails=[address, "luar@example.org", cast.rekan.email]
        )
    operations_pelanggaran.add_people(other, actor=cast.pejabat_pdp, emails=["luar@example.org"])
    operations_pelanggaran.notify_people(told, actor=cast.pejabat_pdp)
    erase(cast, person)
    letters = db.session.scalars(
        select(Surel).where(Surel.kepada == address, Surel.status == StatusSurel.ANTRE)
    ).all()
    assert sorted(one.peristiwa.jenis for one in letters) == [
        "pelanggaran.diberitahukan",
        "pelanggaran.diberitahukan",
        "permintaan_data.dihapus",
    ]
    assert [one.pengguna_id for one in letters] == [None, None, None]
    assert "terdampak.email" not in places_of(address)
    assert [queries.counts_of(one) for one in (told, untold, other)] == [(3, 0), (3, 2), (1, 1)]
    assert mask_farewells() == 0
    for one in letters:
        deliver(one.id)
    db.session.flush()
    assert {one.status for one in letters} == {StatusSurel.TERKIRIM}
    assert mask_farewells() == 3
    db.session.flush()
    assert "surel.kepada" not in places_of(address)
    outside = db.session.scalars(select(Surel).where(Surel.kepada == "luar@example.org")).one()
    deliver(outside.id)
    assert mask_farewells() == 0  # still in the list: the proof


def test_the_directory_does_not_write_the_name_back(cast):
    person, number = cast.asing, cast.asing.id
    row = make_pegawai(pengguna_id=number, nama="Asing Contoh, S.H.")
    clash = make_pegawai(NIP2, bentrok_id=number, bentrok_at=now())
    erase(cast, person)
    db.session.refresh(clash)
    operations_ikut.leave(row, actor=None)
    operations_ikut.come_back(row, actor=None)
    account = db.session.get_one(Pengguna, number)
    assert (account.nama, account.active, account.nip) == (f"Pengguna #{number}", False, None)
    assert (row.pengguna_id, clash.bentrok_id, clash.bentrok_at) == (None, None, None)


def test_a_raw_file_of_the_directory_goes_after_a_week_at_the_latest(cast):
    content = f"nip;nama;email\n{NIP};{cast.asing.nama};{cast.asing.email}\n".encode()
    operations_impor.examine(content, "asn.csv", actor=cast.admin, is_leaving=False)
    erase(cast, cast.asing)
    assert "impor_pegawai.isi" in places_of("asing@example.org")
    with at(now() + timedelta(days=8)):
        operations_impor.forget_old()
        db.session.flush()
        assert not places_of("asing@example.org").keys() & {"impor_pegawai.isi", "impor_pegawai.pesan"}


def test_the_allow_list_names_only_what_exists(session):
    tables = Model.metadata.tables
    for name in retensi.TINGGAL:
        table, _dot, column = name.partition(".")
        assert column in tables[table].columns, name
    for one in retensi.PERGI:
        for column in one.kolom:
            assert column in tables[one.tabel].columns
    assert set(retensi.SAMAR) <= set(tables)


def test_the_account_stays_without_a_name_and_opens_nothing(cast, browse):
    person, number = cast.asing, cast.asing.id
    browser = browse(person)
    browser.get("/pengaturan")
    erase(cast, person)
    account = db.session.get(Pengguna, number)
    assert (account.nama, account.active, account.password, account.roles) == (
        f"Pengguna #{number}",
        False,
        None,
        [],
    )
    assert operations_hapus.is_erased(account)
    assert db.session.get(Biodata, number) is None
    assert not db.session.scalars(select(Sesi).where(Sesi.pengguna_id == number)).all()
    browser.get("/pengaturan", status=302)


def test_snapshots_of_sent_cases_stay_and_drafts_go(cast):
    ended = factories.make_rejected(cast.pemohon, cast.rekan, cast.admin)
    draft = factories.make_draft(cast.pemohon)
    of_another = factories.make_draft(cast.rekan, cast.pemohon)
    numbers = ended.id, draft.id, of_another.id
    erase(cast, cast.pemohon)
    assert db.session.get(Permohonan, numbers[1]) is None
    kept = db.session.scalars(
        select(Petugas).where(Petugas.permohonan_id == numbers[0], Petugas.ke == 1)
    ).one()
    assert kept.nama == "Ayu Contoh"
    assert not db.session.scalars(
        select(Petugas).where(Petugas.permohonan_id == numbers[2], Petugas.ke == 2)
    ).all()


def test_somebody_else_runs_the_institution_then(cast):
    erase(cast, cast.pemohon)
    rest = db.session.scalars(
        select(KeanggotaanInstansi).where(
            KeanggotaanInstansi.instansi_id == cast.universitas.id, KeanggotaanInstansi.ended_at.is_(None)
        )
    ).all()
    assert len(rest) == 2
    assert sum(one.is_pengelola for one in rest) == 1


def test_a_contact_of_a_running_case_hands_over_first(cast):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    for person in (cast.pemohon, cast.ppksd2):
        with pytest.raises(Refused):
            ask(person)
    assert operations_hapus.running_cases(cast.pemohon.id) == [case.kode]


def test_a_case_that_began_meanwhile_stops_the_officer_too(cast):
    row = ask(cast.pemohon)
    factories.make_submitted(cast.pemohon, cast.ppksd2)
    with pytest.raises(Refused, match="Alihkan"):
        operations.approve_erasure(row, actor=cast.pejabat_pdp, jawaban="Ya.")


def test_an_account_of_the_city_gives_its_roles_back_first(cast):
    with pytest.raises(Refused):
        ask(cast.tkksd)


def test_an_erasure_happens_once_and_only_by_its_own_verb(cast):
    row = ask(cast.asing)
    with pytest.raises(Refused):
        operations.finish(row, actor=cast.pejabat_pdp, jawaban="Selesai.")
    operations.approve_erasure(row, actor=cast.pejabat_pdp, jawaban="Ya.")
    with pytest.raises(Refused):
        operations.approve_erasure(row, actor=cast.pejabat_pdp, jawaban="Ya.")
    other = operations.ask(actor=cast.rekan, jenis=JenisPermintaan.AKSES, isi="?")
    with pytest.raises(Refused):
        operations.approve_erasure(other, actor=cast.pejabat_pdp, jawaban="Ya.")
    assert cast.rekan.active


def test_the_person_sees_what_goes_and_what_stays_and_the_officer_erases(cast, browse):
    browser = browse(cast.asing)
    page = browser.get("/pengaturan/data-saya/permintaan?jenis=hapus")
    assert page.has("Yang dihapus", "Biodata", "Yang wajib tetap disimpan", "Kearsipan")
    browser.submit("Kirim Permintaan", {"Penjelasan": "Saya tidak memakainya lagi."})
    row = db.session.scalars(select(PermintaanData)).one()
    officer = browse(cast.pejabat_pdp)
    officer.get(f"/pdp/permintaan/{row.id}")
    page = officer.submit("Setujui dan Hapus", {"Jawaban untuk pemohon": "Dihapus."})
    assert page.has("akun sudah dihapus", "Dihapus.")
    assert "asing@example.org" not in page.text
    officer.get("/pdp/permintaan")


def test_a_running_case_is_shown_with_its_link(cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get("/pengaturan/data-saya/permintaan")
    assert page.has("Alihkan lebih dahulu")
    assert f"/permohonan/{case.kode}" in page.links().values()
