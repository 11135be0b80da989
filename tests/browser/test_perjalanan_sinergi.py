"""The same path for Sinergi: Nota Kesepakatan before Rencana Kerja, in its own words; the acts are those of the others.

The case is one of the example city, verified and without any document. Nobody is assigned, so the whole team works on
it. Where test_perjalanan.py goes one way, this goes the other: Admin sends back, the team disagrees, two windows approve
two times at once, the second paper is signed desk to desk by the PPKSD's own choice.
"""

from tests.browser import acts_pembahasan as bahas
from tests.browser import acts_penandatanganan as tanda
from tests.browser import pintu_perjalanan
from tests.browser.jalan_penandatanganan import ROOM
from tests.browser.kotak import Kotak
from tests.browser.people import People
from tests.browser.perkara import (
    ADMIN,
    ALL_AGREED,
    CONFIRMED,
    HUKUM,
    NEW_PAPER,
    NEXT_STAGE,
    NOTED,
    PROPOSED,
    PROTOKOL,
    RECORDED,
    STARTED,
    TKKSD,
    VALID,
    Perkara,
)
from tests.browser.person import PHONE, Person
from tests.browser.pintu import REFUSED, STRANGER, Pintu, check_closed, form_of
from tests.browser.program import Program

JUDUL = "Jaminan bagi Pekerja Rentan"
PPKSD1, PPKSD2, ASING = "satu-badan@example.org", "dua-badan@example.org", "pemohon@example.org"
NK, RK = "Rancangan Nota Kesepakatan", "Rancangan Rencana Kerja"
TOGETHER = "Nota Kesepakatan dan Rencana Kerja"


def example_case(people: People, program: Program) -> Perkara:
    """The case as its PPKSD finds it in her list."""
    putri = people(PPKSD1)
    putri.open("/permohonan")
    putri.follow(JUDUL)
    kode = putri.path.rsplit("/", 1)[-1]
    others = [people(email) for email in (ADMIN, TKKSD, HUKUM, PROTOKOL, ASING)]
    return Perkara(kode, JUDUL, Kotak(program, kode), putri, people(PPKSD2, width=PHONE), *others)


def test_nota_kesepakatan_comes_before_rencana_kerja(people: People, program: Program) -> None:
    p = example_case(people, program)
    offer_is_sent_back_and_agreed(p)
    disagreement_does_not_end_a_case(p)
    second_draft(p)
    signed = tanda.count_signed(p.admin)
    nota_kesepakatan_is_signed_first(p, people(PROTOKOL))
    rencana_kerja_desk_to_desk(p)
    agreements_belong_together(p, people.visitor(width=PHONE), signed)
    p.kotak.ends()


# -- discussion --------------------------------------------------------------------------------------------
def offer_is_sent_back_and_agreed(p: Perkara) -> None:
    bahas.upload(p.ppksd1, p, "Surat Penawaran", 1)
    bahas.upload(p.ppksd2, p, "Kerangka Acuan Kerja", 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.send_back(p.admin, p, "Sebutkan dasar kewenangan cabang.")
    p.kotak.brings("naskah Anda perlu diperbaiki", *p.para_ppksd)
    p.ppksd2.open(p.alamat)
    p.ppksd2.reads("Giliran Anda", "Sebutkan dasar kewenangan cabang.")
    bahas.upload(p.ppksd2, p, "Surat Penawaran", 2, note="Dengan surat kuasa direksi.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.give_opinion(p.hukum, p, "Setuju")
    bahas.write_opinion(p.admin, p, "Setuju")
    opinion = form_of(p.admin, f"{p.alamat}/pendapat", sikap="setuju", alasan="")
    inside = [(opinion, REFUSED, who) for who in (p.ppksd1, p.ppksd2)]
    check_closed(p.admin, p.kode, [*inside, (opinion, STRANGER, p.asing)])
    p.admin.press("Simpan Pendapat")
    p.admin.reads("Pendapat Anda tersimpan. Syarat terpenuhi", "Penyusunan Nota Kesepakatan")
    p.kotak.brings(NEXT_STAGE, *p.para_ppksd, TKKSD, HUKUM)
    p.ppksd1.open(f"{p.alamat}/dokumen")
    p.ppksd1.reads(NK)
    p.ppksd1.reads_not("Rancangan Kesepakatan Bersama")


def disagreement_does_not_end_a_case(p: Perkara) -> None:
    """`Tidak setuju` holds the stage until the next version; what Admin had agreed to is asked for again."""
    bahas.upload(p.ppksd1, p, NK, 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.give_opinion(p.admin, p, "Setuju")
    bahas.give_opinion(p.tkksd, p, "Tidak setuju", "Iuran tidak boleh dibebankan pada APBD tahun berjalan.")
    p.kotak.brings(NOTED, *p.para_ppksd)
    p.ppksd1.open(p.alamat)
    p.ppksd1.reads("Penyusunan Nota Kesepakatan", "Perbaiki Versi 1", "Iuran tidak boleh dibebankan")
    bahas.upload(p.ppksd1, p, NK, 2, kind="docx", note="Iuran dari anggaran badan.")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    p.admin.open(p.alamat)
    p.admin.reads("Pendapat Anda atas Versi 1, Setuju, kini usang.")
    p.admin.press("Tetap setuju atas Versi 2")
    bahas.give_opinion(p.tkksd, p, "Setuju")
    bahas.give_opinion(p.ppksd2, p, "Setuju")
    p.ppksd2.reads("Penyusunan Rencana Kerja")
    p.kotak.brings(NEXT_STAGE, p.ppksd1.name, ADMIN, TKKSD, HUKUM)


def second_draft(p: Perkara) -> None:
    bahas.upload(p.ppksd1, p, RK, 1, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    bahas.give_opinion(p.hukum, p, "Perlu perbaikan", "Rinci kegiatan per triwulan.")
    p.kotak.brings(NOTED, *p.para_ppksd)
    bahas.upload(p.ppksd2, p, RK, 2, kind="docx")
    p.kotak.brings(NEW_PAPER, ADMIN, TKKSD, HUKUM)
    for person in (p.hukum, p.admin, p.ppksd1):
        bahas.give_opinion(person, p, "Setuju")
    p.ppksd1.reads("Semua naskah sudah disepakati.")
    p.kotak.brings(ALL_AGREED, p.ppksd2.name, ADMIN, TKKSD, HUKUM)


# -- signing -----------------------------------------------------------------------------------------------
def nota_kesepakatan_is_signed_first(p: Perkara, window: Person) -> None:
    """Rencana Kerja alone is neither offered nor taken; of two approved times one stands."""
    tanda.write_schedule(p.ppksd1, p, "Tatap muka", "Nota Kesepakatan")
    assert p.ppksd1.page.get_by_role("radio", name=TOGETHER, exact=True).count() == 1
    assert p.ppksd1.page.get_by_role("radio", name="Rencana Kerja", exact=True).count() == 0
    alone = form_of(p.ppksd1, f"{p.alamat}/jadwal/usulkan", metode="desk", naskah="rk")
    check_closed(p.admin, p.kode, [(alone, (422,), p.ppksd1), (alone, (403,), p.admin)])
    tanda.fill_time(p.ppksd1, 1, tanda.signing_day(7), "09:00", ROOM)
    tanda.fill_time(p.ppksd1, 2, tanda.signing_day(8), "10:00", ROOM)
    p.ppksd1.press("Usulkan Jadwal")
    p.kotak.brings(PROPOSED, PROTOKOL)
    two_windows_approve_two_times(p, window)
    p.kotak.brings(CONFIRMED, *p.para_ppksd, PROTOKOL, ADMIN)
    tanda.let_the_day_come(p)
    tanda.record_signing(p.admin, p, "NK", "05/BCJS/NK")
    p.admin.open(p.alamat)
    pintu_perjalanan.only_admin_validates(p)
    p.admin.press("Validasi")
    p.admin.reads("Penandatanganan sah. Tercatat sebagai NK-")
    p.kotak.brings(VALID, *p.para_ppksd, TKKSD, HUKUM, PROTOKOL)


def two_windows_approve_two_times(p: Perkara, window: Person) -> None:
    for gita in (p.protokol, window):
        gita.open(f"{p.alamat}/jadwal")
    pintu_perjalanan.only_protokol_answers(p)
    first = p.protokol.page.locator("form[action$='/setujui']").nth(0).locator("button")
    second = window.page.locator("form[action$='/setujui']").nth(1).locator("button")
    with p.protokol.page.expect_navigation(), window.page.expect_navigation():
        first.click(no_wait_after=True)
        second.click(no_wait_after=True)
    told = {}
    for gita in (p.protokol, window):
        gita.settle(409 if gita.status == 409 else 200)
        told[gita.status] = gita.text
    assert set(told) == {200, 409}, told
    assert "Jadwal disetujui dan pasti." in told[200]


def rencana_kerja_desk_to_desk(p: Perkara) -> None:
    """The PPKSD's own choice needs no answer: nobody of Protokol is asked."""
    p.ppksd2.open(p.alamat)
    p.ppksd2.reads("Pilih cara penandatanganan")
    tanda.write_schedule(p.ppksd2, p, "Desk to desk")
    p.ppksd2.press("Usulkan Jadwal")
    p.ppksd2.reads("Desk to desk dipilih.")
    tanda.record_signing(p.ppksd1, p, "RK", "06/BCJS/RK")
    p.kotak.brings(RECORDED, ADMIN)
    p.admin.open(p.alamat)
    p.admin.press("Validasi")
    p.admin.reads("Tercatat sebagai RK-", "Berjalan")
    p.kotak.expects(VALID, *p.para_ppksd, TKKSD, HUKUM, PROTOKOL)
    p.kotak.brings(STARTED, *p.para_ppksd, ADMIN)


# -- the agreements ----------------------------------------------------------------------------------------
def agreements_belong_together(p: Perkara, visitor: Person, signed: int) -> None:
    """Released from the page of the case; each page names the other paper."""
    nk, rk = sorted(tanda.codes_of(p.admin, p))
    assert (nk[:2], rk[:2]) == ("NK", "RK")
    assert tanda.count_signed(p.admin) == signed + 2
    release = [Pintu(f"/kerja-sama/{code}/rilis", {}) for code in (nk, rk)]
    people = ((p.asing, (403, 404)), (p.ppksd1, (403,)), (p.hukum, (403,)), (p.protokol, (403,)))
    check_closed(p.admin, p.kode, [(one, statuses, who) for one in release for who, statuses in people])
    p.admin.open(p.alamat)
    for code in (nk, rk):
        p.admin.press(f"Rilis ke daftar publik {code}")
        p.admin.reads(f"{code} tampil di daftar publik.")
    visitor.open("/kerja-sama?q=Pekerja+Rentan")
    visitor.reads(nk, rk, "Sinergi")
    for code, other in ((nk, rk), (rk, nk)):
        visitor.open(f"/kerja-sama/{code}")
        visitor.reads("Naskah terkait", other)
    p.ppksd2.open(p.alamat)
    p.ppksd2.reads(nk, rk, "Nota Kesepakatan", "Rencana Kerja")
