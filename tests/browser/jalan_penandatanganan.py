"""The second half of the journey of test_perjalanan.py: schedule, signing, agreement. No test stands here."""

from datetime import timedelta
from typing import Any

from app.kit.clock import today
from tests.browser import acts_pembahasan as bahas
from tests.browser import acts_penandatanganan as tanda
from tests.browser import pintu_perjalanan as pintu
from tests.browser.perkara import (
    ADMIN,
    CONFIRMED,
    HUKUM,
    PROPOSED,
    PROTOKOL,
    RECORDED,
    STARTED,
    TKKSD,
    VALID,
    Perkara,
)
from tests.browser.person import Person
from tests.browser.pintu import STRANGER, Pintu, check_closed, form_of

ROOM = "Balai Kota Samarinda, Ruang Rapat Utama"


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
    mail = p.kotak.brings(PROPOSED, PROTOKOL)
    gita.open(mail.link("/permohonan/"))
    gita.open(f"{p.alamat}/jadwal")
    pintu.only_protokol_answers(p)
    tanda.fill_time(gita, 1, tanda.signing_day(3), "13:30", ROOM)
    gita.fill("Catatan", "Wali Kota di luar kota pekan itu.")
    gita.press("Revisi Jadwal")
    gita.reads("Waktu lain diusulkan. PPKSD menjawabnya.")
    mail = p.kotak.brings("Protokol mengusulkan waktu lain", *p.para_ppksd)
    p.ppksd2.open(mail.link("/permohonan/"))
    p.ppksd2.reads("Jawab revisi jadwal", "Wali Kota di luar kota pekan itu.")
    p.ppksd2.open(f"{p.alamat}/jadwal")
    pintu.only_ppksd_accepts(p)
    bahas.press_twice(p.ppksd2, "Terima Revisi")
    p.ppksd2.reads("Revisi diterima. Jadwal sudah pasti.", "Menunggu penandatanganan")
    p.kotak.brings(CONFIRMED, *p.para_ppksd, PROTOKOL, ADMIN)
    gita.open(f"/kalender/?bulan={tanda.signing_day(3):%Y-%m}")
    gita.reads("13.30", "Universitas Contoh Mahakam")


def record_is_returned_mended_and_validated(p: Perkara) -> None:
    ayu, dewi = p.ppksd1, p.admin
    address = f"{p.alamat}/penandatanganan"
    for person, statuses in ((p.asing, STRANGER), (p.tkksd, (303, 403)), (p.protokol, (303, 403))):
        check_closed(dewi, p.kode, [(Pintu(address), statuses, person)])
    tanda.let_the_day_come(p)
    tanda.record_signing(ayu, p, "KB", "021/UCM/KB/2026")
    p.kotak.brings(RECORDED, ADMIN)
    dewi.open(p.alamat)
    pintu.only_admin_validates(p)
    tanda.return_record(dewi, p, "Nomor mitra tertulis 022 pada naskah.")
    p.kotak.brings("catatan penandatanganan dikembalikan", *p.para_ppksd)
    ayu.open(p.alamat)
    ayu.reads("Nomor mitra tertulis 022 pada naskah.")
    ayu.follow("Catat penandatanganan")
    ayu.reads("Sudah diunggah:")
    ayu.fill("Nomor Mitra untuk KB", "022/UCM/KB/2026")
    tanda.send_record(ayu)
    p.kotak.brings(RECORDED, ADMIN)
    dewi.open(p.alamat)
    bahas.press_twice(dewi, "Validasi")
    dewi.reads("Penandatanganan sah. Tercatat sebagai", "Disepakati")
    p.kotak.brings(VALID, *p.para_ppksd, TKKSD, HUKUM, PROTOKOL)


# -- the second signing: desk to desk ----------------------------------------------------------------------
def schedule_is_rejected_to_desk(p: Perkara) -> None:
    """After Protokol's refusal the applicant has no form any more, and none of her forms is taken."""
    ayu, gita = p.ppksd1, p.protokol
    tanda.write_schedule(ayu, p, "Tatap muka")
    tanda.fill_time(ayu, 1, tanda.signing_day(5), "09:00", ROOM)
    ayu.press("Usulkan Jadwal")
    p.kotak.brings(PROPOSED, PROTOKOL)
    mine = form_of(ayu, f"{p.alamat}/jadwal/usulkan", metode="tatap_muka")
    when = {"tanggal_1": tanda.signing_day(6).isoformat(), "jam_1": "09:00", "tempat_1": "lain"}
    anew = Pintu(mine.address, {**(mine.form or {}), **when, "nama_tempat_1": "Rumah Kami"})
    gita.open(f"{p.alamat}/jadwal")
    gita.fill("Alasan", "Jadwal Wali Kota penuh sampai akhir triwulan.")
    gita.press("Tolak dan alihkan ke desk to desk")
    gita.reads("Dialihkan ke desk to desk.")
    mail = p.kotak.brings("penandatanganan dialihkan ke desk to desk", *p.para_ppksd)
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
    p.kotak.brings(RECORDED, ADMIN)
    p.admin.open(p.alamat)
    p.admin.press("Validasi")
    p.admin.reads("Penandatanganan sah. Tercatat sebagai", "Berjalan")
    # Protokol sees only cases whose signing is to be arranged: with the last one this case is no more of them.
    p.kotak.expects(VALID, *p.para_ppksd, TKKSD, HUKUM)
    p.kotak.brings(STARTED, *p.para_ppksd, ADMIN)


# -- the agreements ----------------------------------------------------------------------------------------
def agreements_stand(p: Perkara, visitor: Person, signed: int) -> None:
    """In the case, in the list of staff, in the figures; for the public once Admin releases them."""
    codes = tanda.codes_of(p.admin, p)
    assert len(codes) == 2, codes
    p.ppksd1.open(p.alamat)
    p.ppksd1.reads(*codes, "022/UCM/KB/2026", "023/UCM/PKS/2026")
    p.tkksd.open("/kerja-sama?q=Bangunan+Tua")
    p.tkksd.reads(*codes, p.judul, "belum dirilis")
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
    visitor.reads(*codes, p.judul)
    visitor.follow(p.judul)
    visitor.reads_not("Prof. Lestari Contoh", "/naskah")
    assert tanda.count_signed(visitor) == public + 2
