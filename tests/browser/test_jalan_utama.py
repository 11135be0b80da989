"""The main path, as people walk it: from an account that does not exist yet to an application that was verified."""

from pypdf import PdfReader

from tests.browser import acts
from tests.browser.acts import Orang
from tests.browser.people import People, sign_in
from tests.browser.person import PHONE, Person
from tests.browser.program import Program

JUDUL = "Bank Sampah Terapung Sungai Karang Mumus"
KAMPUS = "Institut Contoh Tepian Mahakam"
RINI = Orang(
    "Rini Contoh, S.T.", "rini@example.org", "6472055203900001", "Perempuan", "Kepala Biro Kerja Sama"
)
TEGUH = Orang("Teguh Contoh", "teguh@example.org", "6472051708880002", "Laki-laki", "Peneliti")
SITI = Orang("Siti Contoh", "siti@example.org", "6472054905910003", "Perempuan", "Sekretaris")
UDIN = Orang("Udin Contoh", "udin@example.org", "6472050211850004", "Laki-laki", "Bendahara")


def newcomer(people: People, program: Program, orang: Orang, by: str, width: int = 1280) -> Person:
    """An account, its password, the first sign-in: the newcomer at her browser."""
    acts.make_account(people(by), orang)
    person = people.visitor(width=width, name=orang.nama)
    acts.set_password(person, program, orang)
    return sign_in(person, orang.email, acts.SANDI, at="")


def colleague(people: People, program: Program, orang: Orang, by: Person, width: int = 1280) -> Person:
    """Invited by a member, joined by the link in the mail, biodata filled in."""
    acts.invite(by, orang.email)
    person = people.visitor(width=width, name=orang.nama)
    acts.join(person, program, orang)
    acts.fill_biodata(person, orang)
    return person


def send_with_two_clicks(person: Person, kode: str) -> str:
    person.open(f"/permohonan/{kode}/periksa")
    person.tick("Saya menyetujui pakta integritas")
    with person.page.expect_navigation():
        person.button("Kirim Permohonan").dblclick()
    person.settle()
    return acts.sent_code(person)


def check_receipt(person: Person, kode: str) -> None:
    file = person.download("Unduh Tanda Terima")
    assert file.suggested_filename == f"tanda-terima-{kode}.pdf"
    reader = PdfReader(file.path())
    assert len(reader.pages) == 1
    assert kode in reader.pages[0].extract_text()


def track(visitor: Person, kode: str, status: str) -> None:
    """By code, without signing in: stage and dates, nobody's name."""
    visitor.open("/")
    visitor.fill("Kode permohonan", kode)
    visitor.press("Lacak")
    visitor.reads(kode, "Persiapan", status)
    visitor.reads_not("Rini", "Teguh", "rini@example.org", RINI.nik[:8], KAMPUS, JUDUL)


def test_from_no_account_to_a_verified_application(people: People, program: Program) -> None:
    rini = newcomer(people, program, RINI, by="superadmin@example.org")
    begin_is_closed_without_profile(rini)
    acts.fill_biodata(rini, RINI)
    acts.fill_instansi(rini, KAMPUS)
    teguh = colleague(people, program, TEGUH, by=rini)
    program.mail(RINI.email, f"Anggota baru di {KAMPUS}")

    draf = acts.begin(rini)
    rini.open(f"/permohonan/{draf}")
    rini.reads("2 dari 6 bagian selesai.")
    acts.write_pemohon(rini, draf, JUDUL, "Lingkungan Hidup", "Pariwisata")
    acts.choose_ppksd2(rini, draf, TEGUH.nama)
    acts.write_persiapan(rini, draf)
    assert not rini.button("Kirim Permohonan").is_enabled(), "PPKSD-2 has not answered yet"
    rini.reads("PPKSD-2 belum menerima penugasan.")

    teguh.open(program.mail(TEGUH.email, "Anda diminta menjadi PPKSD-2").link("/permohonan/"))
    acts.accept_task(teguh, draf)
    program.mail(RINI.email, "PPKSD-2 menerima penugasan")

    kode = send_with_two_clicks(rini, draf)
    rini.reads("Apa yang terjadi berikutnya", kode)
    check_receipt(rini, kode)
    for orang in (RINI, TEGUH):
        program.mail(orang.email, f"{kode}: permohonan Anda telah kami terima")
    program.mail("admin@example.org", f"{kode}: permohonan baru menunggu verifikasi")
    track(people.visitor(), kode, "Menunggu verifikasi")

    admin = people("admin@example.org")
    admin.open("/permohonan/?q=Terapung")
    assert admin.page.locator(f"a[href$='{kode}']").count() == 1, "two clicks make one application"
    people("tkksd@example.org").open(f"/permohonan/{kode}", 404)

    ask_for_correction(admin, kode)
    mend_and_resend(rini, program, kode)
    verify(admin, people, program, kode)
    track(people.visitor(), kode, "Penawaran")
    told_once(program, kode)


def begin_is_closed_without_profile(person: Person) -> None:
    """The button stands there, closed, with the reason and the way to mend it."""
    person.open("/permohonan/baru")
    person.reads("Lengkapi profil lebih dahulu", "Belum dapat dilakukan.")
    assert not person.button("Mulai Permohonan").is_enabled()


def ask_for_correction(admin: Person, kode: str) -> None:
    admin.open("/tugas")
    admin.follow_row(JUDUL)
    admin.reads("Giliran Anda", "Periksa permohonan ini", KAMPUS, "6472••••••••0001")
    admin.reads_not(RINI.nik)
    admin.press("Minta Perbaikan", 422)
    assert admin.errors() == [
        "Tandai sedikitnya satu isian yang perlu diperbaiki. Kotaknya ada di bawah setiap jawaban."
    ]
    # All folds are open now: the reason is asked below each answer.
    admin.choose("Alasan untuk Lokasi Kerja Sama", "Tidak lengkap")
    admin.fill("Penjelasan untuk Lokasi Kerja Sama", "Sebutkan kelurahannya.")
    admin.choose("Alasan untuk Pembiayaan", "Tidak benar")
    admin.choose("Alasan untuk Manfaat", "Tidak lengkap")
    admin.fill("Catatan", "Tinggal tiga hal ini.")
    admin.press("Minta Perbaikan")
    admin.reads("Perbaikan diminta.", "Perlu perbaikan")


def mend_and_resend(rini: Person, program: Program, kode: str) -> None:
    mail = program.mail(RINI.email, f"{kode}: permohonan Anda perlu diperbaiki")
    program.mail(TEGUH.email, f"{kode}: permohonan Anda perlu diperbaiki")
    assert "Sebutkan kelurahannya." in mail.text
    rini.open(mail.link("/permohonan/"))
    rini.reads("Perbaiki 3 isian", "Lokasi Kerja Sama", "Sebutkan kelurahannya.", "Tinggal tiga hal ini.")
    rini.open(f"/permohonan/{kode}/persiapan")
    rini.reads("Diminta diperbaiki")
    rini.fill("Lokasi Kerja Sama", "Kelurahan Contoh Hulu, Contoh Hilir, dan Contoh Tengah.")
    rini.fill("Pembiayaan", "Kota dari APBD; institut dari dana penelitian, Rp300.000.000 setahun.")
    rini.press("Simpan")
    # What was changed counts as answered; the third stays as it is, and she says so.
    rini.open(f"/permohonan/{kode}")
    rini.reads("Perbaiki 1 isian")
    rini.press("Sudah diperbaiki")
    rini.open(f"/permohonan/{kode}")
    rini.follow("Periksa dan kirim ulang")
    rini.tick("Saya menyetujui pakta integritas")
    rini.press("Kirim Permohonan")
    assert acts.sent_code(rini) == kode, "the code stays"
    rini.reads("pengiriman ke-2")


def verify(admin: Person, people: People, program: Program, kode: str) -> None:
    program.mail("admin@example.org", f"{kode}: perbaikan menunggu verifikasi")
    admin.open(f"/permohonan/{kode}")
    admin.reads("2 isian berubah sejak itu", "Yang berubah sejak pemeriksaan terakhir", "diminta diperbaiki")
    changed = admin.page.locator("#perubahan + article, article.ubahan")
    assert changed.count() == 2
    assert "Contoh Hilir" in " ".join(admin.page.locator("article.ubahan ins").all_inner_texts())
    acts.decide(admin, kode, "Setujui", "Lengkap.")
    admin.reads("Permohonan disetujui.", "Penawaran")
    admin.open(f"/permohonan/{kode}/riwayat")
    admin.reads(RINI.nama, TEGUH.nama, "Dewi Contoh")

    for email in (RINI.email, TEGUH.email):
        program.mail(email, f"{kode}: permohonan Anda lolos verifikasi")
    program.mail("tkksd@example.org", f"{kode}: permohonan masuk tahap Penawaran")
    tkksd = people("tkksd@example.org")
    tkksd.open("/permohonan/?q=Terapung")
    tkksd.follow(JUDUL)
    tkksd.reads(kode, "Penawaran")


def told_once(program: Program, kode: str) -> None:
    """No mail came twice, and each has a text and a page."""
    for email in (RINI.email, TEGUH.email, "admin@example.org", "tkksd@example.org"):
        mails = program.mails(email)
        subjects = [mail.subject for mail in mails]
        assert len(set(subjects)) == len(subjects), subjects
        assert all(mail.text and mail.html for mail in mails)


def test_the_same_path_on_a_phone(people: People, program: Program) -> None:
    siti = newcomer(people, program, SITI, by="admin@example.org", width=PHONE)
    acts.fill_biodata(siti, SITI)
    acts.fill_instansi(siti, "Koperasi Contoh Tepi Danau", "Perusahaan")
    draf = acts.begin(siti)
    siti.page.get_by_role("navigation", name="Menu utama").get_by_role("link", name="Pengajuan").click()
    siti.settle()
    siti.reads(draf)
    acts.write_pemohon(siti, draf, "Pasar Ikan Terapung", "Pangan")
    # The colleague is no member yet: invited from the form itself.
    siti.open(f"/permohonan/{draf}/petugas")
    siti.fill("Undang lewat email", UDIN.email)
    siti.press("Kirim Undangan")
    acts.write_persiapan(siti, draf)
    udin = people.visitor(width=PHONE)
    acts.join(udin, program, UDIN)
    acts.fill_biodata(udin, UDIN)
    acts.accept_task(udin, draf)
    kode = acts.send(siti, draf)
    check_receipt(siti, kode)

    admin = people("admin@example.org", width=PHONE)
    admin.open(f"/permohonan/{kode}")
    acts.mark(admin, "Manfaat", "Tidak lengkap", "Sebutkan manfaat bagi nelayan.")
    admin.press("Minta Perbaikan")
    siti.open("/tugas")
    siti.reads("Perbaikan yang diminta")
    siti.open(f"/permohonan/{kode}/persiapan")
    siti.fill("Manfaat", "Nelayan menjual langsung; warga membeli ikan segar.")
    siti.press("Selanjutnya")
    siti.reads("Sudah diperbaiki")
    siti.tick("Saya menyetujui pakta integritas")
    siti.press("Kirim Permohonan")
    admin.open(f"/permohonan/{kode}")
    admin.press("Setujui")
    siti.open("/notifikasi")
    siti.reads("Permohonan Anda lolos verifikasi")
