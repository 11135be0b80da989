"""From the offer to the signed agreement, as everybody who has to do with it walks it; and each door on the way closed.

One case of the category KSDPK. Members of the team see only what they are assigned to, so that there are strangers
inside the city too. Mails are counted at every turn.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.kit.clock import today
from tests.browser import acts, pintu
from tests.browser import acts_pembahasan as bahas
from tests.browser import acts_penandatanganan as tanda
from tests.browser.acts_pembahasan import Perkara
from tests.browser.kotak import Kotak
from tests.browser.people import People, sign_in
from tests.browser.person import PHONE, Person
from tests.browser.pintu import REFUSED, STRANGER, Pintu, check_closed, form_of
from tests.browser.program import Program
from tests.papers import pdf

JUDUL = "Pemetaan Bersama Bangunan Tua Tepian"
PPKSD1, PPKSD2, ASING = "pemohon@example.org", "ppksd2@example.org", "pemohon-lain@example.org"
ADMIN, TKKSD, HUKUM = "admin@example.org", "tkksd@example.org", "hukum@example.org"
PROTOKOL = "protokol@example.org"
SURAT, KAJIAN = "Surat Penawaran", "Studi Kelayakan"
KB, PKS = "Rancangan Kesepakatan Bersama", "Rancangan Perjanjian Kerja Sama"
RAHASIA = "Jangan sebut plafon Rp77.400.000 kepada mereka."
CATATAN = "Pasal 6: dahulukan musyawarah, lalu sebut pengadilannya."
NEW_PAPER = "dokumen baru menunggu pendapat"
NEXT_STAGE = "tahap disepakati, tahap berikutnya dimulai"
ROOM = "Balai Kota Samarinda, Ruang Rapat Utama"


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
    schedule_is_revised_and_accepted(p)
    record_is_returned_mended_and_validated(p)
    schedule_is_rejected_to_desk(p)
    second_paper_is_signed(p)
    agreements_stand(p, people.visitor(), signed)
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
    mail = p.kotak.brings("Anda ditugaskan", TKKSD)
    p.tkksd.open(mail.link("/permohonan/"))
    p.tkksd.reads(JUDUL, "Beri pendapat atas Versi 1")
    p.tkksd.open("/tugas")
    p.tkksd.reads(JUDUL)


def offer_is_found_wanting_and_mended(p: Perkara) -> None:
    bahas.write_opinion(p.tkksd, p, "Perlu perbaikan", "")
    only_the_assigned_decide(p)
    p.tkksd.press("Simpan Pendapat", 422)
    assert p.tkksd.errors() == ["Alasan: Tulis alasannya; hanya Setuju yang boleh tanpa alasan."]
    bahas.give_opinion(p.tkksd, p, "Perlu perbaikan", "Tulis sumber anggaran kedua pihak.")
    mail = p.kotak.brings("naskah Anda mendapat catatan yang harus dijawab", PPKSD1, PPKSD2)
    assert "Tulis sumber anggaran kedua pihak." in mail.text
    p.ppksd1.open(mail.link("/permohonan/"))
    p.ppksd1.reads("Giliran Anda", "Perbaiki Versi 1, lalu unggah versi baru", "Tulis sumber anggaran")
    bahas.answer_note(p.ppksd2, p, "Sudah kami tulis pada halaman dua.")
    p.kotak.brings("catatan Anda ditanggapi", TKKSD)
    bahas.upload(p.ppksd1, p, SURAT, 2, note="Dengan sumber anggaran.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD)


def only_the_assigned_decide(p: Perkara) -> None:
    """The very form that lies before the member; and what is Admin's or the applicant's alone."""
    opinion = form_of(p.tkksd, f"{p.alamat}/pendapat", sikap="setuju", alasan="")
    paper = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{p.kode} bukan Anda")}
    into_offer = Pintu(f"{p.alamat}/dokumen/penawaran/surat_penawaran", {"terlihat": "1", "berkas": paper})
    back = Pintu(
        f"{p.alamat}/kembalikan", {"kembali-alasan": "x", "kembali-terakhir": opinion.form["terakhir"]}
    )
    end = Pintu(f"{p.alamat}/hentikan", {"henti-alasan": "x", "yakin": "1"})
    say = Pintu(f"{p.alamat}/pembahasan", {"isi": "Halo", "tampak": "pihak"})
    outside = (p.asing, p.hukum, p.protokol)
    tries: list[Any] = [
        (one, STRANGER, who) for one in (opinion, into_offer, back, end, say) for who in outside
    ]
    tries += [(one, REFUSED, p.tkksd) for one in (into_offer, back, end)]
    tries += [(one, REFUSED, who) for one in (opinion, back, end) for who in (p.ppksd1, p.ppksd2)]
    tries += [(into_offer, REFUSED, p.admin)]
    check_closed(p.admin, p.kode, tries)


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
    p.kotak.brings(NEXT_STAGE, PPKSD1, PPKSD2, ADMIN)
    assert pintu.history(p.admin, p.kode).count("Penawaran disepakati") <= 1


# -- drafts ------------------------------------------------------------------------------------------------
def first_draft_and_a_stale_opinion(p: Perkara) -> None:
    bahas.assign(p.admin, p, "Eka Contoh", "Citra Contoh")
    p.kotak.brings("Anda ditugaskan", HUKUM)
    bahas.upload(p.ppksd1, p, KB, 1, kind="docx", note="Rancangan pertama.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.give_opinion(p.admin, p, "Setuju")
    bahas.write_opinion(p.tkksd, p, "Setuju dengan catatan", "Perbaiki ejaan pasal 2.")
    bahas.give_opinion(p.hukum, p, "Perlu perbaikan", CATATAN)
    p.kotak.brings("naskah Anda mendapat catatan yang harus dijawab", PPKSD1, PPKSD2)
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
        sign_in(bima, PPKSD2, at="")
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
    last = ADMIN if "Syarat terpenuhi" in told[0] else PPKSD1
    everybody = {PPKSD1, PPKSD2, ADMIN, TKKSD, HUKUM}
    p.kotak.brings(NEXT_STAGE, *(everybody - {last}))


def second_draft_with_a_counter_draft(p: Perkara) -> None:
    """The closed stage takes nothing more; the city answers the draft with one of its own."""
    paper = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{p.kode} terlambat")}
    late = Pintu(f"{p.alamat}/dokumen/penyusunan_kb/rancangan", {"terlihat": "2", "berkas": paper})
    check_closed(p.admin, p.kode, [(late, REFUSED, p.ppksd1), (late, STRANGER, p.protokol)])
    bahas.upload(p.ppksd1, p, PKS, 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.upload(p.hukum, p, PKS, 2, kind="docx", note="Pasal 9 menurut kami.")
    p.kotak.brings("Pemerintah Kota mengusulkan perubahan naskah", PPKSD1, PPKSD2)
    p.ppksd2.open(f"{p.alamat}/dokumen")
    p.ppksd2.reads("Usulan Pemerintah Kota", "Pasal 9 menurut kami.")
    bahas.give_opinion(p.hukum, p, "Setuju")
    bahas.give_opinion(p.admin, p, "Setuju dengan catatan", "Ejaan lampiran dirapikan sebelum dicetak.")
    bahas.write_opinion(p.ppksd2, p, "Setuju")
    bahas.press_twice(p.ppksd2, "Simpan Pendapat")
    p.ppksd2.reads("Semua naskah sudah disepakati.")
    p.kotak.brings("semua naskah disepakati", PPKSD1, ADMIN, TKKSD, HUKUM)


# -- the first signing: face to face -----------------------------------------------------------------------
def schedule_is_revised_and_accepted(p: Perkara) -> None:
    ayu, gita = p.ppksd1, p.protokol
    tanda.write_schedule(ayu, p, "Tatap muka", "Kesepakatan Bersama")
    tanda.fill_time(ayu, 1, today() - timedelta(days=1), "09:00", ROOM)
    tanda.fill_time(ayu, 2, tanda.signing_day(1), "10:00", ROOM)
    tanda.fill_time(ayu, 3, tanda.signing_day(2), "14:00", ROOM)
    ayu.press("Usulkan Jadwal", 422)
    assert ayu.value("Pilihan 2: pukul") == "10:00", "the other times stay as they were"
    ayu.fill("Tanggal", tanda.signing_day(0).isoformat())
    ayu.press("Usulkan Jadwal")
    ayu.reads("Jadwal diusulkan. Protokol menjawabnya.")
    mail = p.kotak.brings("usulan jadwal penandatanganan menunggu jawaban", PROTOKOL)
    gita.open(mail.link("/permohonan/"))
    gita.open(f"{p.alamat}/jadwal")
    only_protokol_answers(p)
    tanda.fill_time(gita, 1, tanda.signing_day(3), "13:30", ROOM)
    gita.fill("Catatan", "Wali Kota di luar kota pekan itu.")
    gita.press("Revisi Jadwal")
    gita.reads("Waktu lain diusulkan. PPKSD menjawabnya.")
    mail = p.kotak.brings("Protokol mengusulkan waktu lain", PPKSD1, PPKSD2)
    p.ppksd2.open(mail.link("/permohonan/"))
    p.ppksd2.reads("Jawab revisi jadwal", "Wali Kota di luar kota pekan itu.")
    p.ppksd2.open(f"{p.alamat}/jadwal")
    only_ppksd_accepts(p)
    bahas.press_twice(p.ppksd2, "Terima Revisi")
    p.ppksd2.reads("Revisi diterima. Jadwal sudah pasti.", "Menunggu penandatanganan")
    p.kotak.brings("jadwal penandatanganan sudah pasti", PPKSD1, PPKSD2, PROTOKOL, ADMIN)
    gita.open(f"/kalender/?bulan={tanda.signing_day(3):%Y-%m}")
    gita.reads("13.30", "Universitas Contoh Mahakam")


def only_protokol_answers(p: Perkara) -> None:
    """Approving, another time, turning to desk: neither the applicant nor Admin nor the team."""
    page = p.protokol.page
    address = page.locator("form[action$='/setujui']").first.get_attribute("action") or ""
    approve = form_of(p.protokol, address)
    desk = form_of(p.protokol, address.replace("/setujui", "/alihkan"), **{"alih-alasan": "x"})
    when = {"tanggal_1": tanda.signing_day(4).isoformat(), "jam_1": "09:00", "tempat_1": "lain"}
    revise = form_of(p.protokol, address.replace("/setujui", "/revisi"), **when, nama_tempat_1="Rumah Kami")
    tries: list[Any] = [(one, STRANGER, p.asing) for one in (approve, desk, revise)]
    inside = (p.ppksd1, p.ppksd2, p.admin, p.tkksd)
    tries += [(one, (403,), who) for one in (approve, desk, revise) for who in inside]
    check_closed(p.admin, p.kode, tries)


def only_ppksd_accepts(p: Perkara) -> None:
    address = p.ppksd2.page.locator("form[action$='/terima']").get_attribute("action") or ""
    accept = form_of(p.ppksd2, address)
    again = form_of(p.ppksd2, f"{p.alamat}/jadwal/usulkan", metode="desk")
    tries: list[Any] = [(accept, STRANGER, p.asing), (again, STRANGER, p.asing)]
    tries += [(one, (403,), who) for one in (accept, again) for who in (p.admin, p.tkksd, p.protokol)]
    approve = Pintu(address.replace("/terima", "/setujui"), accept.form)
    check_closed(p.admin, p.kode, [*tries, (approve, REFUSED, p.protokol)])


def record_is_returned_mended_and_validated(p: Perkara) -> None:
    ayu, dewi = p.ppksd1, p.admin
    address = f"{p.alamat}/penandatanganan"
    for person, statuses in ((p.asing, STRANGER), (p.tkksd, (303, 403)), (p.protokol, (303, 403))):
        check_closed(dewi, p.kode, [(Pintu(address), statuses, person)])
    tanda.let_the_day_come(p)
    tanda.record_signing(ayu, p, "KB", "021/UCM/KB/2026")
    p.kotak.brings("penandatanganan menunggu validasi", ADMIN)
    dewi.open(p.alamat)
    only_admin_validates(p)
    tanda.return_record(dewi, p, "Nomor mitra tertulis 022 pada naskah.")
    p.kotak.brings("catatan penandatanganan dikembalikan", PPKSD1, PPKSD2)
    ayu.open(p.alamat)
    ayu.reads("Nomor mitra tertulis 022 pada naskah.")
    ayu.follow("Catat penandatanganan")
    ayu.reads("Sudah diunggah:")
    ayu.fill("Nomor Mitra untuk KB", "022/UCM/KB/2026")
    tanda.send_record(ayu)
    p.kotak.brings("penandatanganan menunggu validasi", ADMIN)
    dewi.open(p.alamat)
    bahas.press_twice(dewi, "Validasi")
    dewi.reads("Penandatanganan sah. Tercatat sebagai", "Disepakati")
    p.kotak.brings("naskah kerja sama sah", PPKSD1, PPKSD2, TKKSD, HUKUM, PROTOKOL)


def only_admin_validates(p: Perkara) -> None:
    address = p.admin.page.locator("form[action$='/validasi']").get_attribute("action") or ""
    good = form_of(p.admin, address, paraf="y", meterai="y", stempel="y")
    back = form_of(p.admin, address.replace("/validasi", "/kembalikan"), alasan="x")
    tries: list[Any] = [(one, STRANGER, p.asing) for one in (good, back)]
    inside = (p.ppksd1, p.ppksd2, p.tkksd, p.protokol)
    check_closed(p.admin, p.kode, tries + [(one, REFUSED, who) for one in (good, back) for who in inside])


# -- the second signing: desk to desk ----------------------------------------------------------------------
def schedule_is_rejected_to_desk(p: Perkara) -> None:
    """After Protokol's refusal the applicant has no form any more, and none of her forms is taken."""
    ayu, gita = p.ppksd1, p.protokol
    tanda.write_schedule(ayu, p, "Tatap muka")
    tanda.fill_time(ayu, 1, tanda.signing_day(5), "09:00", ROOM)
    ayu.press("Usulkan Jadwal")
    p.kotak.brings("usulan jadwal penandatanganan menunggu jawaban", PROTOKOL)
    mine = form_of(ayu, f"{p.alamat}/jadwal/usulkan", metode="tatap_muka")
    when = {"tanggal_1": tanda.signing_day(6).isoformat(), "jam_1": "09:00", "tempat_1": "lain"}
    anew = Pintu(mine.address, {**(mine.form or {}), **when, "nama_tempat_1": "Rumah Kami"})
    gita.open(f"{p.alamat}/jadwal")
    gita.fill("Alasan", "Jadwal Wali Kota penuh sampai akhir triwulan.")
    gita.press("Tolak dan alihkan ke desk to desk")
    gita.reads("Dialihkan ke desk to desk.")
    mail = p.kotak.brings("penandatanganan dialihkan ke desk to desk", PPKSD1, PPKSD2)
    assert "Jadwal Wali Kota penuh" in mail.text
    nomor = gita.page.locator("form[action$='/batalkan']").get_attribute("action") or ""
    accept = Pintu(nomor.replace("/batalkan", "/terima"), {"seen": "1"})
    for person in (ayu, p.ppksd2):
        person.open(f"{p.alamat}/jadwal")
        person.reads("Usulan jadwal tidak dapat dijawab lagi.", "Jadwal Wali Kota penuh")
        assert person.page.locator("main form[action*='/jadwal/']").count() == 0
        desk = Pintu(anew.address, {**(anew.form or {}), "metode": "desk"})
        check_closed(p.admin, p.kode, [(one, (409, 422), person) for one in (anew, desk, accept)])


def second_paper_is_signed(p: Perkara) -> None:
    """Recorded at the phone, validated by Admin: the case runs from today on."""
    tanda.record_signing(p.ppksd2, p, "PKS", "023/UCM/PKS/2026")
    p.kotak.brings("penandatanganan menunggu validasi", ADMIN)
    p.admin.open(p.alamat)
    p.admin.press("Validasi")
    p.admin.reads("Penandatanganan sah. Tercatat sebagai", "Berjalan")
    # Protokol sees only cases whose signing is to be arranged: with the last one this case is no more of them.
    p.kotak.expects("naskah kerja sama sah", PPKSD1, PPKSD2, TKKSD, HUKUM)
    p.kotak.brings("kerja sama mulai berlaku", PPKSD1, PPKSD2, ADMIN)


# -- the agreements ----------------------------------------------------------------------------------------
def agreements_stand(p: Perkara, visitor: Person, signed: int) -> None:
    """In the case, in the list of staff, in the figures; for the public once Admin releases them."""
    codes = tanda.codes_of(p.admin, p)
    assert len(codes) == 2, codes
    p.ppksd1.open(p.alamat)
    p.ppksd1.reads(*codes, "022/UCM/KB/2026", "023/UCM/PKS/2026")
    p.tkksd.open("/kerja-sama?q=Bangunan+Tua")
    p.tkksd.reads(*codes, JUDUL, "belum dirilis")
    assert tanda.count_signed(p.admin) == signed + 2
    public = tanda.count_signed(visitor)
    tries: list[Any] = []
    for code in codes:
        scan, release = Pintu(f"/kerja-sama/{code}/naskah"), Pintu(f"/kerja-sama/{code}/rilis", {})
        tries += [(one, (403, 404), p.asing) for one in (Pintu(f"/kerja-sama/{code}"), scan, release)]
        tries += [(release, (403,), who) for who in (p.ppksd1, p.tkksd, p.protokol)]
    check_closed(p.admin, p.kode, tries)
    for code in codes:
        visitor.open(f"/kerja-sama/{code}", 404)
        p.admin.open(f"/kerja-sama/{code}")
        p.admin.press("Rilis ke daftar publik")
        p.admin.reads(f"{code} tampil di daftar publik.")
    visitor.open("/kerja-sama?q=Bangunan+Tua")
    visitor.reads(*codes, JUDUL)
    visitor.follow(JUDUL)
    visitor.reads_not("Prof. Lestari Contoh", "/naskah")
    assert tanda.count_signed(visitor) == public + 2
