"""Breaches: their clock, their people, their letters, their proof."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun import roles
from app.extensions import db
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.notifikasi import surat
from app.notifikasi.models import Surel
from app.notifikasi.tugas import tasks_of
from app.pdp import operations_pelanggaran as operations
from app.pdp import queries, surat_pelanggaran
from app.pdp.models import Pelanggaran, Terdampak
from tests import factories
from tests.notifikasi.told import by_mail, last_event

ISIAN = {
    "judul": "Laptop hilang",
    "happened_at": None,
    "data_terungkap": "Nama dan telepon",
    "cara": "Laptop petugas hilang di jalan",
    "jumlah": 2,
    "akibat": "Telepon penipuan",
    "penanganan": "Kata sandi diganti",
    "pemulihan": "Perangkat dihapus dari jauh",
}


def note(cast, **options):
    options = {"known_at": now() - timedelta(hours=1), "isian": ISIAN} | options
    return operations.note(actor=cast.pejabat_pdp, **options)


def people(cast, breach, *emails):
    return operations.add_people(breach, actor=cast.pejabat_pdp, emails=emails)


def test_the_clock_runs_from_the_moment_of_knowledge(cast):
    breach = note(cast)
    assert breach.due_at - breach.known_at == timedelta(hours=72)
    assert [one.kode for one in tasks_of(cast.pejabat_pdp) if one.kode == "pelanggaran"]
    with pytest.raises(Refused):
        note(cast, known_at=now() + timedelta(minutes=5))
    with pytest.raises(Refused):
        note(cast, isian=ISIAN | {"happened_at": now()})


def test_the_second_of_two_presses_makes_no_second_entry(cast):
    known_at = now() - timedelta(hours=1)
    note(cast, known_at=known_at)
    with pytest.raises(Refused):
        note(cast, known_at=known_at)


def test_nobody_else_notes_one(cast):
    for person in (cast.admin, cast.superadmin, cast.asing):
        with pytest.raises(Refused):
            operations.note(actor=person, known_at=now(), isian=ISIAN)


def test_nobody_stands_in_the_list_twice(cast):
    breach = note(cast)
    assert people(cast, breach, cast.asing.email.upper(), "luar@example.org") == 2
    assert people(cast, breach, cast.asing.email) == 0
    added = operations.add_people(
        breach, actor=cast.pejabat_pdp, choice="peran", number=queries.roles_by_name()[roles.PEMOHON]
    )
    assert added == 4  # asing stands there already
    assert operations.add_people(breach, actor=cast.pejabat_pdp, choice="semua") > 0


def test_each_is_told_once_and_the_row_says_by_which_event(cast):
    breach = note(cast)
    people(cast, breach, cast.asing.email, "luar@example.org")
    assert operations.notify_people(breach, actor=cast.pejabat_pdp) == 2
    assert by_mail("pelanggaran.diberitahukan") == {cast.asing.email, "luar@example.org"}
    event = last_event("pelanggaran.diberitahukan")
    assert set(db.session.scalars(select(Terdampak.peristiwa_id))) == {event.id}
    assert operations.notify_people(breach, actor=cast.pejabat_pdp) == 0
    people(cast, breach, cast.rekan.email)
    assert operations.notify_people(breach, actor=cast.pejabat_pdp) == 1
    assert by_mail("pelanggaran.diberitahukan") == {cast.rekan.email}


def test_the_mail_carries_the_letter(cast):
    breach = note(cast)
    people(cast, breach, cast.asing.email, "luar@example.org")
    operations.notify_people(breach, actor=cast.pejabat_pdp)
    event = last_event("pelanggaran.diberitahukan")
    for mail in db.session.scalars(select(Surel).where(Surel.peristiwa_id == event.id)):
        message = surat.write(mail)
        assert message.attachments[0].data.startswith(b"%PDF")
        assert "Nama dan telepon" in message.body and "Nama dan telepon" in message.html


def test_it_is_closed_when_everybody_and_the_authority_were_told(cast):
    breach = note(cast)
    people(cast, breach, cast.asing.email)
    for act in (
        lambda: operations.notify_people(breach, actor=cast.pejabat_pdp),
        lambda: operations.note_authority(breach, actor=cast.pejabat_pdp, bukti="B-1/2026"),
    ):
        with pytest.raises(Refused):
            operations.close(breach, actor=cast.pejabat_pdp)
        act()
    operations.close(breach, actor=cast.pejabat_pdp)
    with pytest.raises(Stale):
        people(cast, breach, "lain@example.org")
    assert not [one for one in tasks_of(cast.pejabat_pdp) if one.kode == "pelanggaran"]


def test_reminders_come_once(cast):
    breach = note(cast)
    due = breach.due_at
    assert operations.remind(due - timedelta(hours=25)) == 0
    assert operations.remind(due - timedelta(hours=24)) == 1
    assert operations.remind(due) == 0
    assert operations.remind(due + timedelta(seconds=1)) == 1
    assert operations.remind(due + timedelta(seconds=2)) == 0


def test_who_saw_an_older_state_is_told(cast):
    breach = note(cast)
    seen = breach.versi
    operations.change(breach, actor=cast.pejabat_pdp, isian=ISIAN | {"jumlah": 5}, seen=seen)
    db.session.flush()
    with pytest.raises(Stale):
        operations.change(breach, actor=cast.pejabat_pdp, isian=ISIAN, seen=seen)


def test_letters_take_any_text_as_text(cast):
    breach = note(cast, isian=ISIAN | {"cara": "#eval(1) $x$ *tebal* <script>"})
    assert surat_pelanggaran.to_authority(breach).startswith(b"%PDF")
    assert surat_pelanggaran.to_person(breach, "Ayu", "en").startswith(b"%PDF")


def test_the_officer_works_on_the_pages(cast, browse):
    officer = browse(cast.pejabat_pdp)
    officer.get("/pdp/pelanggaran")
    officer.get("/pdp/pelanggaran/baru")
    fields = {
        "Nama singkat": "Surel salah alamat", "Diketahui pada": "2026-11-20T09:00", "Data pribadi yang terungkap": "Nama",
        "Bagaimana terungkap": "Salah kirim <b>x</b>", "Perkiraan jumlah orang terdampak": "1",
        "Akibat yang mungkin": "Kecil", "Upaya penanganan": "Ditarik", "Upaya pemulihan": "Pelatihan",
    }  # fmt: skip
    page = officer.submit("Simpan", fields | {"Diketahui pada": "kemarin"}, status=422)
    assert page.errors()
    page = officer.submit("Simpan", fields | {"Diketahui pada": "2025-11-20T09:00"})
    breach = db.session.scalars(select(Pelanggaran)).one()
    assert (breach.known_at.hour, page.has("Terlambat")) == (1, True)  # 09.00 WITA
    page = officer.submit("Tambahkan", {"Alamat email": "bukan alamat"}, status=422)
    page = officer.submit("Tambahkan", {"Alamat email": f"{cast.asing.email}\nluar@example.org"})
    assert page.has("2 orang, 2 belum diberi tahu.")
    page = officer.submit("Beri Tahu 2 Orang")
    assert page.has("2 orang, 0 belum diberi tahu.")
    page = officer.submit("Catat Pemberitahuan kepada Lembaga", {"Nomor surat atau tanda terima": "B-1"})
    for to in ("lembaga", "orang"):
        letter = officer.get(f"/pdp/pelanggaran/{breach.id}/surat-{to}.pdf")
        assert letter.response.data.startswith(b"%PDF")
    officer.get(f"/pdp/pelanggaran/{breach.id}/surat-lain.pdf", status=404)
    officer.get(f"/pdp/pelanggaran/{breach.id}/ubah")
    officer.submit("Simpan", {"Akibat yang mungkin": "Tidak ada"})
    assert officer.submit("Tutup").has("Ditutup")
    officer.get("/pdp/pelanggaran/99999999999", status=404)


def test_a_second_officer_may_go_on(cast):
    breach, other = note(cast), factories.make_pengguna("Pejabat Kedua", roles.PEJABAT_PDP)
    assert by_mail("pelanggaran.dicatat") == set()  # nobody else was there
    assert operations.add_people(breach, actor=other, emails=["a@example.org"]) == 1
