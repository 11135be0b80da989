"""From the offer to the signed agreement, as everybody who has to do with it walks it; and each door on the way closed.

One case of the category KSDPK. Members of the team see only what they are assigned to, so that there are strangers
inside the city too. Mails are counted at every turn.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.kit.clock import today
from tests.browser import acts, pintu, pintu_perjalanan
from tests.browser import acts_pembahasan as bahas
from tests.browser import acts_penandatanganan as tanda
from tests.browser import jalan_penandatanganan as jalan
from tests.browser.kotak import Kotak
from tests.browser.people import People, sign_in
from tests.browser.perkara import (
    ADMIN,
    ALL_AGREED,
    ASSIGNED,
    HUKUM,
    NEW_PAPER,
    NEXT_STAGE,
    NOTED,
    PROTOKOL,
    TKKSD,
    Perkara,
)
from tests.browser.person import PHONE, Person
from tests.browser.pintu import REFUSED, STRANGER, Pintu, check_closed, form_of
from tests.browser.program import Program
from tests.papers import pdf

JUDUL = "Pemetaan Bersama Bangunan Tua Tepian"
PPKSD1, PPKSD2, ASING = "pemohon@example.org", "ppksd2@example.org", "pemohon-lain@example.org"
SURAT, KAJIAN = "Surat Penawaran", "Studi Kelayakan"
KB, PKS = "Rancangan Kesepakatan Bersama", "Rancangan Perjanjian Kerja Sama"
RAHASIA = "Jangan sebut plafon Rp77.400.000 kepada mereka."
CATATAN = "Pasal 6: dahulukan musyawarah, lalu sebut pengadilannya."


@pytest.fixture
def only_assigned(people: People) -> Iterator[None]:
    """The team sees only what it is assigned to, as long as the journey lasts."""
    _team_sees_all(people(ADMIN), False)
    yield
    _team_sees_all(people(ADMIN), True)


def _team_sees_all(admin: Person, on: bool) -> None:
    admin.open("/pengaturan/sistem")
    admin.tick("Anggota TKKSD melihat semua perkara", on)
    admin.press("Simpan")
    admin.reads("Pengaturan tersimpan.")


def verified_case(people: People, program: Program) -> Perkara:
    """An application that Admin has just let pass; everybody at a browser, PPKSD-2 at a phone."""
    kode = acts.submitted(people, JUDUL)
    admin = people(ADMIN)
    acts.decide(admin, kode, "Setujui", "Lengkap.")
    kotak = Kotak(program, kode)
    kotak.expects("permohonan Anda telah kami terima", PPKSD1, PPKSD2)
    kotak.expects("permohonan baru menunggu verifikasi", ADMIN)
    kotak.brings("permohonan Anda lolos verifikasi", PPKSD1, PPKSD2)
    others = [people(email) for email in (TKKSD, HUKUM, PROTOKOL, ASING)]
    return Perkara(kode, JUDUL, kotak, people(PPKSD1), people(PPKSD2, width=PHONE), admin, *others)


def test_from_the_offer_to_the_signed_agreement(
    people: People, program: Program, only_assigned: None
) -> None:
    p = verified_case(people, program)
    nobody_else_finds_it(p)
    offer(p)
    assignment(p)
    offer_is_found_wanting_and_mended(p)
    internal_message_stays_in_the_city(p)
    offer_is_agreed(p)
    first_draft_and_a_stale_opinion(p)
    message_survives_the_end_of_a_session(p)
    two_decide_at_once(p)
    second_draft_with_a_counter_draft(p)
    signed = tanda.count_signed(p.admin)
    jalan.schedule_is_revised_and_accepted(p)
    jalan.record_is_returned_mended_and_validated(p)
    jalan.schedule_is_rejected_to_desk(p)
    jalan.second_paper_is_signed(p)
    jalan.agreements_stand(p, people.visitor(), signed)
    internal_message_stayed_in_the_city(p)
    p.kotak.ends()


# -- Penawaran ---------------------------------------------------------------------------------------------
def nobody_else_finds_it(p: Perkara) -> None:
    """Not a stranger, and of the team nobody before the assignment; Protokol only when there is something to sign."""
    places = (
        "",
        "/dokumen",
        "/pembahasan",
        "/pembahasan/baru",
        "/jadwal",
        "/riwayat",
        "/penugasan",
        "/penandatanganan",
    )
    outside = (p.asing, p.tkksd, p.hukum, p.protokol)
    gets = [(Pintu(p.alamat + place), STRANGER, person) for place in places for person in outside]
    check_closed(p.admin, p.kode, gets)
    for person in outside:
        assert p.kode not in person.open("/permohonan").text


def offer(p: Perkara) -> None:
    """Both documents, one from the phone, and the letter on record. The city is called once all is there."""
    p.ppksd1.open(p.alamat)
    p.ppksd1.reads("Giliran Anda", "Belum ada: Surat Penawaran, Studi Kelayakan.")
    bahas.upload(p.ppksd1, p, SURAT, 1, note="Bertanda tangan Rektor.")
    day = today() - timedelta(days=2)
    bahas.record_letter(p.ppksd1, p, Nomor_Surat="17/UCM/XI", Tanggal_Surat=day.isoformat())
    bahas.upload(p.ppksd2, p, KAJIAN, 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN)
    bahas.record_letter(p.admin, p, Diterima_Tanggal=today().isoformat())
    p.ppksd2.open(p.alamat)
    p.ppksd2.reads("Dijawab paling lambat", "17/UCM/XI")


def assignment(p: Perkara) -> None:
    """Admin's alone; with it the member finds the case."""
    form = {"anggota": "1", "terlihat": ""}
    address = f"{p.alamat}/penugasan"
    tries = [(Pintu(address, form), STRANGER, one) for one in (p.asing, p.tkksd, p.hukum, p.protokol)]
    tries += [(Pintu(address, form), (403,), p.ppksd1), (Pintu(address), (403,), p.ppksd1)]
    check_closed(p.admin, p.kode, tries)
    bahas.assign(p.admin, p, "Eka Contoh")
    mail = p.kotak.brings(ASSIGNED, TKKSD)
    p.tkksd.open(mail.link("/permohonan/"))
    p.tkksd.reads(p.judul, "Beri pendapat atas Versi 1")
    p.tkksd.open("/tugas")
    p.tkksd.reads(p.judul)


def offer_is_found_wanting_and_mended(p: Perkara) -> None:
    bahas.write_opinion(p.tkksd, p, "Perlu perbaikan", "")
    pintu_perjalanan.only_the_assigned_decide(p)
    p.tkksd.press("Simpan Pendapat", 422)
    assert p.tkksd.errors() == ["Alasan: Tulis alasannya; hanya Setuju yang boleh tanpa alasan."]
    bahas.give_opinion(p.tkksd, p, "Perlu perbaikan", "Tulis sumber anggaran kedua pihak.")
    mail = p.kotak.brings(NOTED, *p.para_ppksd)
    assert "Tulis sumber anggaran kedua pihak." in mail.text
    p.ppksd1.open(mail.link("/permohonan/"))
    p.ppksd1.reads("Giliran Anda", "Perbaiki Versi 1, lalu unggah versi baru", "Tulis sumber anggaran")
    bahas.answer_note(p.ppksd2, p, "Sudah kami tulis pada halaman dua.")
    p.kotak.brings("catatan Anda ditanggapi", TKKSD)
    bahas.upload(p.ppksd1, p, SURAT, 2, note="Dengan sumber anggaran.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD)


def internal_message_stays_in_the_city(p: Perkara) -> None:
    bahas.send_message(p.admin, p, RAHASIA, internal=True)
    p.tkksd.open(f"{p.alamat}/pembahasan")
    p.tkksd.reads(RAHASIA, "Internal: pemohon tidak melihat")
    bahas.send_message(p.tkksd, p, "Baik, tidak kami sebut.", internal=True)
    internal_message_stayed_in_the_city(p)


def internal_message_stayed_in_the_city(p: Perkara) -> None:
    """On no page of the applicant, in no mail, in no count."""
    words = ("77.400.000", "tidak kami sebut", "Internal")
    for person in (p.ppksd1, p.ppksd2):
        for place in ("/pembahasan", "/pembahasan?saring=pesan", "/riwayat", ""):
            person.open(p.alamat + place)
            person.reads_not(*words)
        person.open("/notifikasi")
        person.reads_not(*words)
        text = p.kotak.texts(person.name)
        assert not any(word in text for word in words), text


def offer_is_agreed(p: Perkara) -> None:
    """Admin looks back after her act; the member's two clicks close the stage once."""
    bahas.give_opinion(p.admin, p, "Setuju")
    p.admin.page.go_back()
    p.admin.settle()
    p.admin.reads("Pendapat Anda atas Versi 2: Setuju")
    bahas.write_opinion(p.tkksd, p, "Setuju")
    bahas.press_twice(p.tkksd, "Simpan Pendapat")
    p.tkksd.reads("Pendapat Anda tersimpan. Syarat terpenuhi", "Penyusunan Kesepakatan Bersama")
    p.kotak.brings(NEXT_STAGE, *p.para_ppksd, ADMIN)
    assert pintu.history(p.admin, p.kode).count("Penawaran disepakati") <= 1


# -- drafts ------------------------------------------------------------------------------------------------
def first_draft_and_a_stale_opinion(p: Perkara) -> None:
    bahas.assign(p.admin, p, "Eka Contoh", "Citra Contoh")
    p.kotak.brings(ASSIGNED, HUKUM)
    bahas.upload(p.ppksd1, p, KB, 1, kind="docx", note="Rancangan pertama.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.give_opinion(p.admin, p, "Setuju")
    bahas.write_opinion(p.tkksd, p, "Setuju dengan catatan", "Perbaiki ejaan pasal 2.")
    bahas.give_opinion(p.hukum, p, "Perlu perbaikan", CATATAN)
    p.kotak.brings(NOTED, *p.para_ppksd)
    bahas.upload(p.ppksd2, p, KB, 2, kind="docx", note="Pasal 6 diperbaiki.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    # What was being written about version 1 is neither counted for version 2 nor lost.
    p.tkksd.press("Simpan Pendapat", 409)
    p.tkksd.reads("baru saja diunggah", "lalu beri pendapat atas Versi 2")
    assert p.tkksd.value("Alasan") == "Perbaiki ejaan pasal 2."
    p.admin.open(p.alamat)
    p.admin.reads("Pendapat Anda atas Versi 1, Setuju, kini usang.", "Tetap setuju atas Versi 2")
    p.ppksd1.open(f"{p.alamat}/dokumen")
    p.ppksd1.reads("Dewi Contoh: Setuju usang", "Citra Contoh: Perlu perbaikan usang")


def message_survives_the_end_of_a_session(p: Perkara) -> None:
    text = "Kami menunggu pendapat atas Versi 2 sebelum rapat senat."
    bima = p.ppksd2
    bahas.write_message(bima, p, text)
    with bima.failing(400, 401):
        bima.forget_sign_in()
        bima.press("Kirim", 401)
        bima.reads("Sesi masuk Anda berakhir sebelum formulir terkirim.")
        sign_in(bima, bima.name, at="")
    bima.reads("masih tersimpan")
    bima.press("Lanjutkan")
    bima.reads("Pesan terkirim.", text)
    p.tkksd.open(f"{p.alamat}/pembahasan")
    assert p.tkksd.main.count(text) == 1


def two_decide_at_once(p: Perkara) -> None:
    """The last two that are missing press at the same moment: both count, the stage closes once."""
    bahas.give_opinion(p.hukum, p, "Setuju")
    bahas.write_opinion(p.ppksd1, p, "Setuju")
    opinion = form_of(p.ppksd1, f"{p.alamat}/pendapat", sikap="setuju")
    check_closed(p.admin, p.kode, [(opinion, STRANGER, p.asing), (opinion, STRANGER, p.protokol)])
    p.admin.open(p.alamat)
    bahas.press_together((p.admin, "Tetap setuju atas Versi 2"), (p.ppksd1, "Simpan Pendapat"))
    told = [person.text for person in (p.admin, p.ppksd1)]
    assert sum("Syarat terpenuhi" in text for text in told) == 1, told
    assert all("Pendapat Anda tersimpan." in text for text in told), told
    last = ADMIN if "Syarat terpenuhi" in told[0] else p.ppksd1.name
    everybody = {*p.para_ppksd, ADMIN, TKKSD, HUKUM}
    p.kotak.brings(NEXT_STAGE, *(everybody - {last}))


def second_draft_with_a_counter_draft(p: Perkara) -> None:
    """The closed stage takes nothing more; the city answers the draft with one of its own."""
    paper = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{p.kode} terlambat")}
    late = Pintu(f"{p.alamat}/dokumen/penyusunan_kb/rancangan", {"terlihat": "2", "berkas": paper})
    check_closed(p.admin, p.kode, [(late, REFUSED, p.ppksd1), (late, STRANGER, p.protokol)])
    bahas.upload(p.ppksd1, p, PKS, 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.upload(p.hukum, p, PKS, 2, kind="docx", note="Pasal 9 menurut kami.")
    p.kotak.brings("Pemerintah Kota mengusulkan perubahan naskah", *p.para_ppksd)
    p.ppksd2.open(f"{p.alamat}/dokumen")
    p.ppksd2.reads("Usulan Pemerintah Kota", "Pasal 9 menurut kami.")
    bahas.give_opinion(p.hukum, p, "Setuju")
    bahas.give_opinion(p.admin, p, "Setuju dengan catatan", "Ejaan lampiran dirapikan sebelum dicetak.")
    p.kotak.brings(NOTED, *p.para_ppksd)
    bahas.answer_note(p.ppksd2, p, "Sudah kami rapikan.")
    p.kotak.brings("catatan Anda ditanggapi", ADMIN)
    bahas.write_opinion(p.ppksd2, p, "Setuju")
    bahas.press_twice(p.ppksd2, "Simpan Pendapat")
    p.ppksd2.reads("Semua naskah sudah disepakati.")
    p.kotak.brings(ALL_AGREED, p.ppksd1.name, ADMIN, TKKSD, HUKUM)
