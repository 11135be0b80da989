"""From no account to a filed application, by nothing but the doors and the mail; once more without any script."""

from tests.browser import acts, acts_daftar
from tests.browser.acts import Orang
from tests.browser.people import People
from tests.browser.person import PHONE
from tests.browser.program import Program

LAILA = Orang("Laila Contoh", "laila@example.org", "6472055203920011", "Perempuan", "Kepala Biro Kerja Sama")
MADE = Orang("Made Contoh", "made@example.org", "6472051708890012", "Laki-laki", "Peneliti")
NANIK = Orang("Nanik Contoh", "nanik@example.org", "6472054905930013", "Perempuan", "Sekretaris")
KAMPUS = "Akademi Contoh Teluk Lerong"
YAYASAN = "Yayasan Contoh Tepian"


def test_a_citizen_goes_from_the_doors_through_the_mail_to_a_filed_application(
    people: People, program: Program
) -> None:
    laila = people.visitor(name="Laila")
    acts_daftar.open_door(laila, "Untuk Warga")
    acts_daftar.fill_person(laila, LAILA, **{"Nama sesuai Identitas": "laila contoh"})
    acts_daftar.pass_check(laila)
    laila.press("Kirim Formulir", 422)
    assert any("Maksud Anda: Laila Contoh?" in error for error in laila.errors())
    acts_daftar.fill_person(laila, LAILA)
    assert laila.page.get_by_label("Saya bukan robot").is_checked()  # the work need not be done twice
    acts_daftar.send_form(laila)
    acts_daftar.activate(laila, program, LAILA)

    acts.fill_biodata(laila, LAILA)
    acts.fill_instansi(laila, KAMPUS)
    acts.invite(laila, MADE.email)
    made = people.visitor(name="Made")
    acts.join(made, program, MADE)
    acts.fill_biodata(made, MADE)
    draf = acts.begin(laila)
    acts.write_pemohon(laila, draf, "Perahu Baca Teluk Lerong", "Perpustakaan")
    acts.choose_ppksd2(laila, draf, MADE.nama)
    acts.write_persiapan(laila, draf)
    acts.accept_task(made, draf)
    kode = acts.send(laila, draf)
    assert program.mail(LAILA.email, f"{kode}: permohonan Anda telah kami terima")


def test_an_institution_registers_without_any_script(people: People, program: Program) -> None:
    nanik = people.visitor(scripts=False, name="Nanik")
    acts_daftar.open_door(nanik, "Untuk Institusi")
    acts_daftar.fill_person(nanik, NANIK)
    nanik.choose("Jenis Pemohon", "Lembaga, organisasi, asosiasi, yayasan")
    nanik.choose("Kabupaten/Kota", "Kota Samarinda")
    nanik.fill_all(
        {
            "Nama Instansi": YAYASAN,
            "Nomor Akta": "12 tanggal 3 Mei 2019",
            "Kode Pos": "75123",
            "Alamat": "Jalan Contoh Tepian 4",
            "Telepon": "0541 123456",
            "Email Instansi": "tepian@example.org",
        }
    )
    nanik.press("Kirim Formulir", 422)
    assert nanik.errors(), "the question was not answered"
    acts_daftar.pass_check(nanik)
    nanik.fill_all({"Kata Sandi": acts.SANDI, "Kata Sandi (Konfirmasi)": acts.SANDI})
    acts_daftar.send_form(nanik)
    acts_daftar.activate(nanik, program, NANIK)
    nanik.open("/pengaturan/instansi")
    assert nanik.value("Nama Instansi") == YAYASAN


def test_the_check_works_with_the_keyboard_and_on_a_phone(people: People) -> None:
    """The box is reached and pressed by keys; sent while the work is under way, the form goes when it is done."""
    person = people.visitor(width=PHONE, name="somebody")
    person.open("/daftar/asn")
    acts_daftar.fill_person(
        person, Orang("Oki Contoh", "oki@example.org", "6472050211860014", "Laki-laki", "Staf")
    )
    person.fill("Unit Kerja", "Dinas Contoh")
    box = person.page.get_by_label("Saya bukan robot")
    box.focus()
    person.page.keyboard.press("Space")
    person.page.get_by_text("Selesai: Anda bukan robot.").wait_for()
    assert person.page.locator("#robot-keadaan").get_attribute("role") == "status"
    acts_daftar.send_form(person)


def test_where_the_work_cannot_be_fetched_the_question_stands_there(people: People) -> None:
    person = people.visitor(name="somebody")
    person.page.route("**/daftar/tantangan", lambda route: route.abort())
    person.open("/daftar/warga")
    acts_daftar.fill_person(
        person, Orang("Pia Contoh", "pia@example.org", "6472054211870015", "Perempuan", "Staf")
    )
    person.page.locator("#robot_jawab").wait_for()
    person.reads("Pemeriksaan tidak dapat dijalankan")


def test_only_the_kinds_that_fit_the_citizenship_are_offered(people: People) -> None:
    person = people.visitor(name="somebody")
    person.open("/daftar/warga")
    offered = person.page.locator("#jenis_identitas option:not([disabled])")
    assert offered.all_inner_texts()[1:] == ["KTP", "SIM", "Paspor"]
    person.tick("Warga negara asing")
    assert offered.all_inner_texts()[1:] == ["Paspor", "KITAS", "KITAP"]


def test_the_other_pages_of_registration_are_in_order(people: People) -> None:
    for width in (1280, PHONE):
        person = people.visitor(width=width)
        for address in (
            "/daftar",
            "/daftar/institusi",
            "/daftar/asn",
            "/daftar/kirim-ulang",
            "/daftar/terkirim",
            "/masuk",
        ):
            person.open(address)
        person.open("/daftar/aktifkan/tidak-ada", 410)
