"""Imports: what a file shows before anything changes, what is applied, and files that are not what they say."""

import io
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.kit.errors import Refused, Stale
from app.pegawai import operations, operations_impor
from app.pegawai.baca import date_of
from app.pegawai.models import ImporPegawai, KeadaanImpor, Pegawai, Sumber
from app.rujukan.models import OPD
from tests.pegawai import asn
from tests.pegawai.asn import NIP, NIP2

HEAD = "NIP;Nama;Tanggal Lahir;Perangkat Daerah;Unit Kerja;Jabatan;Email;Aktif\r\n"
NIP3 = "197502022000022003"


def line(nip=NIP, nama="Sari Contoh, S.H.", email="sari@example.org", opd="", lahir="", aktif="ya"):
    return f'{nip};"{nama}";{lahir};{opd};Subbagian Contoh;Analis Hukum;{email};{aktif}\r\n'


def examine(cast, *lines, is_leaving=False, head=HEAD, encoding="utf-8"):
    content = (head + "".join(lines)).encode(encoding)
    return operations_impor.examine(content, "asn.csv", actor=cast.admin, is_leaving=is_leaving)


def words(impor):
    return {(row[2], row[4]) for row in impor.pesan}


def person(nip=NIP):
    return db.session.scalar(select(Pegawai).where(Pegawai.nip == nip))


def numbered(number):
    return f"19800101200501{1 + number % 2}{number % 1000 or 1:03d}"


# --- what is shown, what is applied --------------------------------------------------------------------------------
def test_nothing_changes_before_admin_presses_apply(browse, cast):
    admin = browse(cast.admin)
    admin.get("/pegawai/impor")
    content = (HEAD + line()).encode()
    page = admin.submit("Periksa Berkas", {"Berkas": (io.BytesIO(content), "asn.csv")})
    assert page.has("Orang baru 1", "Diperiksa, belum diterapkan")
    assert person() is None
    page = admin.submit("Terapkan")
    assert page.has("Impor diterapkan.")
    found = person()
    assert (found.nama, found.lahir_on, found.sumber) == ("Sari Contoh, S.H.", date(1984, 4, 11), Sumber.CSV)


def test_admin_downloads_a_template_that_can_be_imported(browse, cast):
    content = browse(cast.admin).get("/pegawai/impor/templat.csv").response.data
    assert content.startswith(b"\xef\xbb\xbf")
    impor = operations_impor.examine(content, "t.csv", actor=cast.admin, is_leaving=False)
    assert (impor.hitungan["baru"], impor.hitungan["galat"]) == (1, 0)


def test_each_line_says_what_is_wrong_with_it(cast):
    impor = examine(
        cast,
        line("12345"),
        line("1,98404E+17"),
        line("198413111993032009"),
        line(NIP),
        line(NIP, email="dua@example.org"),
        line(NIP2, nama="", email="x@"),
        line(NIP3, lahir="01/01/1990", opd="Dinas Yang Tidak Ada Sama Sekali", email=""),
    )
    assert words(impor) == {
        ("nip", "nip_panjang"),
        ("nip", "nip_excel"),
        ("nip", "nip_salah"),
        ("nip", "nip_ganda"),
        ("nama", "nama_kosong"),
        ("email", "email_salah"),
        ("lahir", "lahir_beda"),
        ("opd", "opd_asing"),
        ("email", "email_kosong"),
    }
    assert (impor.hitungan["baru"], impor.hitungan["galat"]) == (2, 5)


def test_an_office_is_found_by_code_short_name_or_name_and_a_near_one_suggested(cast):
    office = db.session.scalars(select(OPD).where(OPD.is_active).order_by(OPD.id)).first()
    impor = examine(
        cast,
        line(NIP, opd=office.nama.upper()),
        line(NIP2, email="b@example.org", opd=office.nama[:-1] + "q"),
    )
    assert words(impor) == {("opd", "opd_mirip")}
    assert impor.pesan[0][5]["saran"] == office.nama
    operations_impor.apply(impor, actor=cast.admin)
    assert (person().opd_id, person(NIP2).opd_id) == (office.id, None)


def test_two_people_never_share_an_address(cast):
    asn.make_pegawai(NIP2, email="sama@example.org")
    impor = examine(cast, line(NIP, email="sama@example.org"), line(NIP3, email="SAMA@example.org"))
    assert [row[4] for row in impor.pesan] == ["email_ganda", "email_ganda"]
    assert impor.hitungan["baru"] == 0


def test_two_people_may_swap_addresses_in_one_file(cast):
    asn.make_pegawai(NIP, email="satu@example.org")
    asn.make_pegawai(NIP2, email="dua@example.org")
    impor = examine(cast, line(NIP, email="dua@example.org"), line(NIP2, email="satu@example.org"))
    operations_impor.apply(impor, actor=cast.admin)
    assert (person().email, person(NIP2).email) == ("dua@example.org", "satu@example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_excel_saves_is_read(cast, encoding):
    impor = examine(cast, line(nama="André Contoh"), encoding=encoding)
    operations_impor.apply(impor, actor=cast.admin)
    assert person().nama == "André Contoh"


def test_commas_and_quotes_are_read_too(cast):
    content = f'NIP,Nama,Email\n{NIP},"Sari, S.H.",sari@example.org\n'.encode()
    impor = operations_impor.examine(content, "asn.csv", actor=cast.admin, is_leaving=False)
    operations_impor.apply(impor, actor=cast.admin)
    assert person().nama == "Sari, S.H."


@pytest.mark.parametrize(
    "text", ["31/12/1984", "1984-12-31", "31-12-1984", "31.12.1984", "1984-12-31T00:00:00"]
)
def test_birth_dates_are_read_as_people_write_them(text):
    assert date_of(text) == date(1984, 12, 31)


def test_a_line_is_counted_as_a_spreadsheet_counts_it(cast):
    impor = examine(cast, line(nama="Sari\nContoh"), line("12345"))
    assert [row[0] for row in impor.pesan if row[4] == "nip_panjang"] == [3]


def test_the_address_of_who_leaves_goes_to_whom_follows(cast):
    asn.make_pegawai(NIP2, email="camat@example.org")
    impor = examine(
        cast, line(NIP2, email="camat@example.org", aktif="tidak"), line(email="camat@example.org")
    )
    assert (words(impor), impor.hitungan["keluar"], impor.hitungan["baru"]) == (set(), 1, 1)


def test_only_what_was_shown_is_applied(cast):
    impor = examine(cast, line())
    asn.make_pegawai(NIP, nama="Sudah Ada")
    with pytest.raises(Stale):
        operations_impor.apply(impor, actor=cast.admin)
    assert person().nama == "Sudah Ada"


def test_an_import_is_applied_once(cast):
    impor = examine(cast, line())
    operations_impor.apply(impor, actor=cast.admin)
    with pytest.raises(Refused):
        operations_impor.apply(impor, actor=cast.admin)
    assert impor.isi is None


def test_a_thrown_away_file_holds_nobody_any_more(browse, cast):
    impor = examine(cast, line(), line("12345"))
    admin = browse(cast.admin)
    admin.get(f"/pegawai/impor/{impor.id}")
    admin.submit("Buang Berkas")
    assert (impor.keadaan, impor.isi, impor.pesan) == (KeadaanImpor.DIBUANG, None, [])


# --- leaving --------------------------------------------------------------------------------
def test_nobody_leaves_because_a_file_does_not_name_them_unless_admin_says_so(cast):
    asn.make_pegawai(NIP2)
    operations_impor.apply(examine(cast, line()), actor=cast.admin)
    assert person(NIP2).is_aktif
    operations_impor.apply(examine(cast, line(), is_leaving=True), actor=cast.admin)
    assert not person(NIP2).is_aktif


def test_whom_staff_entered_by_hand_does_not_leave_by_not_being_named(cast):
    asn.make_pegawai(NIP2, sumber=Sumber.TANGAN)
    impor = examine(cast, line(), is_leaving=True)
    assert impor.hitungan["keluar"] == 0


def test_whom_staff_entered_and_a_file_names_too_leaves_once_no_file_does(cast):
    asn.make_pegawai(NIP, email="sari@example.org", unit="Subbagian Contoh", sumber=Sumber.TANGAN)
    impor = examine(cast, line())
    assert (impor.hitungan["tetap"], impor.hitungan["diakui"]) == (1, 1)
    operations_impor.apply(impor, actor=cast.admin)
    impor = examine(cast, line(NIP2, email="lain@example.org"), is_leaving=True)
    assert impor.hitungan["keluar"] == 1


def test_nobody_leaves_while_a_line_does_not_say_whom_it_means(cast):
    asn.make_pegawai(NIP2)
    assert examine(cast, line(), line("1234"), is_leaving=True).hitungan["keluar"] == 0


def test_when_many_would_leave_admin_must_say_so(browse, cast):
    for number in range(1, 21):
        asn.make_pegawai(numbered(number), email=f"{number}@example.org")
    impor = examine(cast, line(), is_leaving=True)
    admin = browse(cast.admin)
    admin.get(f"/pegawai/impor/{impor.id}")
    page = admin.submit("Terapkan", status=422, follow=False)
    assert page.has("20 dari 20 orang akan keluar")
    admin.submit("Terapkan", {"Ya, memang sebanyak itu yang keluar": True})
    assert db.session.scalar(select(func.count()).where(Pegawai.is_aktif)) == 1


def test_who_is_marked_inactive_leaves_and_who_is_named_again_comes_back(cast):
    operations_impor.apply(examine(cast, line()), actor=cast.admin)
    operations_impor.apply(examine(cast, line(aktif="tidak")), actor=cast.admin)
    assert (person().is_aktif, person().ended_at is None) == (False, False)
    impor = examine(cast, line())
    assert impor.hitungan["kembali"] == 1
    operations_impor.apply(impor, actor=cast.admin)
    assert (person().is_aktif, person().ended_at) == (True, None)


# --- attack and accident --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"PK\x03\x04" + b"x" * 100,
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        bytes(range(256)) * 10,
        b"a;b;c\n1;2;3\n",
        b"NIP;Nama;NIP\n1;2;3\n",
        b'NIP;Nama\n"198404112010032009;Sari\n',
    ],
)
def test_what_is_no_table_of_people_is_refused_in_a_sentence(browse, cast, content):
    admin = browse(cast.admin)
    admin.get("/pegawai/impor")
    page = admin.submit(
        "Periksa Berkas", {"Berkas": (io.BytesIO(content), "asn.csv")}, status=422, follow=False
    )
    assert page.errors()
    assert db.session.scalar(select(func.count()).select_from(ImporPegawai)) == 0


def test_a_huge_file_is_refused(cast):
    with pytest.raises(Refused, match="terlalu besar"):
        operations_impor.examine(
            b"NIP;Nama\n" + b"x" * (9 * 1024 * 1024), "a", actor=cast.admin, is_leaving=False
        )


def test_a_formula_does_not_come_in_and_none_goes_out(browse, cast):
    impor = examine(cast, line(nama='=HYPERLINK(""http://x"")'), line("@SUM(1)", nama="Budi"))
    assert ("nama", "rumus") in words(impor)
    assert impor.hitungan["baru"] == 0
    text = browse(cast.admin).get(f"/pegawai/impor/{impor.id}/pesan.csv").text
    assert not any(cell.startswith(("=", "@", "+")) for row in text.splitlines() for cell in row.split(","))


def test_a_name_with_markup_stays_a_text(browse, cast):
    impor = examine(cast, line(nama="<script>alert(1)</script>"))
    assert ("nama", "nama_salah") in words(impor)
    browse(cast.admin).get(f"/pegawai/impor/{impor.id}")


def test_a_line_with_too_many_or_too_few_cells_stays_out(cast):
    impor = examine(cast, f"{NIP};Sari\r\n", line(NIP2).rstrip("\r\n") + ";lebih\r\n")
    assert words(impor) == {("", "kolom_kurang")}


def test_nobody_but_admin_imports(browse, cast):
    for somebody in (cast.pemohon, cast.tkksd, cast.pimpinan):
        browse(somebody).get("/pegawai/impor", status=403)
        with pytest.raises(Refused):
            operations_impor.examine(HEAD.encode(), "a", actor=somebody, is_leaving=False)
    browse().get("/pegawai/impor", status=302)


def test_the_journal_keeps_no_birth_date_nip_or_address_of_an_import(cast):
    operations_impor.apply(examine(cast, line()), actor=cast.admin)
    said = asn.whole_journal()
    assert NIP not in said
    assert "sari@example.org" not in said


# --- many --------------------------------------------------------------------------------
def many(count):
    return [
        f"19800101{2005 + number // 1000}011{number % 1000:03d}".replace("2005011000", "2005011001")
        for number in range(count)
    ]


def test_twenty_thousand_people_in_few_statements_and_reasonable_time(cast, app):
    nips = [
        f"{1960 + n // 5000}0101{1990 + (n % 5000) // 200:04d}{1 + (n % 12):02d}1{1 + n % 200:03d}"
        for n in range(20000)
    ]
    nips = sorted(set(nips))
    content = (HEAD + "".join(line(nip, email=f"a{nip}@example.org") for nip in nips)).encode()
    counted = Counter()
    begun = time.monotonic()
    with counted:
        impor = operations_impor.examine(content, "a.csv", actor=cast.admin, is_leaving=True)
        assert impor.hitungan["baru"] == len(nips)
        assert operations_impor.is_large(impor)
        operations_impor.apply(impor, actor=cast.admin)
    assert counted.statements < 200
    assert time.monotonic() - begun < 60
    assert db.session.scalar(select(func.count()).select_from(Pegawai)) == len(nips)


class Counter:
    """How many statements were sent."""

    def __init__(self):
        self.statements = 0

    def _count(self, *args):
        self.statements += 1

    def __enter__(self):
        from sqlalchemy import event

        event.listen(db.engine, "before_cursor_execute", self._count)

    def __exit__(self, *args):
        from sqlalchemy import event

        event.remove(db.engine, "before_cursor_execute", self._count)


def test_a_large_import_is_a_job_whose_page_shows_how_far_it_is(browse, cast, monkeypatch):
    monkeypatch.setattr(operations_impor, "LARGE", 1)
    impor = examine(cast, line(), line(NIP2, email="b@example.org"))
    admin = browse(cast.admin)
    admin.get(f"/pegawai/impor/{impor.id}")
    page = admin.submit("Terapkan")
    assert page.has("Sedang diterapkan: 0 %")
    assert person() is None
    asn.do_jobs()
    assert impor.keadaan is KeadaanImpor.DITERAPKAN
    assert person() is not None
    asn.do_jobs()  # a job that runs twice changes nothing


def test_a_job_that_cannot_apply_what_was_shown_says_so(browse, cast, monkeypatch):
    monkeypatch.setattr(operations_impor, "LARGE", 1)
    impor = examine(cast, line(), line(NIP2, email="b@example.org"))
    admin = browse(cast.admin)
    admin.get(f"/pegawai/impor/{impor.id}")
    admin.submit("Terapkan")
    operations.save_person(
        None,
        actor=cast.admin,
        nilai={
            "nip": NIP3,
            "nama": "Baru",
            "lahir_on": date(1975, 2, 2),
            "opd_id": None,
            "unit": "",
            "jabatan": "",
            "email": "b@example.org",
        },
    )
    db.session.commit()
    asn.do_jobs()
    assert db.session.get(ImporPegawai, impor.id).keadaan is KeadaanImpor.GAGAL
    assert person() is None


def test_a_text_where_a_file_belongs_is_no_file(browse, cast):
    admin = browse(cast.admin)
    admin.get("/pegawai/impor")
    assert admin.post("/pegawai/impor", {"berkas": "NIP;Nama"}, status=422).has("Pilih berkasnya dahulu.")
