"""An institution and its members: registered, mended, invited into, left."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.akun import operations, queries
from app.akun.models import Instansi, KeanggotaanInstansi, UndanganInstansi
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.kit.errors import Refused
from app.rujukan.models import JenisPemohon
from tests.factories import samarinda

GOOD = {
    "Nama Instansi": "Yayasan Contoh Baru",
    "Jenis Pemohon": "Lembaga, organisasi, asosiasi, yayasan",
    "Kabupaten/Kota": "Kota Samarinda",
    "Kode Pos": "75123",
    "Alamat": "Jalan Contoh 2",
    "Telepon": "0541 123456",
    "Email": "kontak@example.org",
    "Website": "www.example.org",
}


def save(browser, status=None, follow=True, **changes):
    browser.get("/pengaturan/instansi")
    fields = GOOD | {name.replace("_", " "): value for name, value in changes.items()}
    return browser.submit("Simpan", fields, status=status, follow=follow)


def refused(browser, field, value):
    page = save(browser, 422, False, **{field.replace(" ", "_"): value})
    return next((error for error in page.errors() if error.startswith(f"{field}:")), str(page.errors()))


def events(jenis):
    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)).all()


def isian(**changes):
    return {
        "nama": "Yayasan Contoh Baru",
        "jenis": JenisPemohon.LEMBAGA,
        "wilayah": samarinda(),
        "kode_pos": "75123",
        "alamat": "Jalan",
        "telepon": "+62541123456",
        "email": "kontak@example.org",
        "website": None,
        **changes,
    }


# --- registering and mending --------------------------------------------------------
def test_who_belongs_to_none_registers_one_and_runs_it(browse, cast):
    assert save(browse(cast.baru)).has("Data instansi tersimpan.")
    membership = queries.membership_of(cast.baru)
    assert membership.is_pengelola
    assert (membership.instansi.website, membership.instansi.telepon) == (
        "https://www.example.org",
        "+62541123456",
    )
    assert [event.pelaku_id for event in events("instansi.dibuat")] == [cast.baru.id]


@pytest.mark.parametrize("kind", [jenis.value for jenis in JenisPemohon])
def test_each_of_the_eight_kinds_of_the_guide_can_be_chosen(browse, cast, kind):
    save(browse(cast.baru), Jenis_Pemohon=kind)
    assert queries.instansi_of(cast.baru).jenis == kind


def test_the_website_may_stay_empty(browse, cast):
    save(browse(cast.baru), Website="")
    assert queries.instansi_of(cast.baru).website is None


@pytest.mark.parametrize(
    ("value", "word"),
    [("", "wajib diisi"), ("x" * 10_000, ""), ("<script>alert(1)</script>" * 400, ""), ("\0", "")],
)
def test_each_field_says_what_is_wrong_with_it(browse, cast, value, word):
    """Nothing, ten thousand letters and markup, in every field at once."""
    fields = [name for name in GOOD if name != "Website" or len(value) > 1]  # the website may stay empty
    errors = save(browse(cast.baru), 422, False, **{name.replace(" ", "_"): value for name in GOOD}).errors()
    for field in fields:
        assert any(error.startswith(f"{field}:") and word in error for error in errors), (field, errors)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("Jenis Pemohon", "bukan-jenis", "Pilih salah satu"),
        ("Kode Pos", "771234", "lima angka"),  # the guide's own sample
        ("Kode Pos", "07512", "lima angka"),
        ("Kode Pos", "<b>12", "lima angka"),
        ("Telepon", "nol", "nomor telepon"),
        ("Email", "bukan alamat", "alamat email"),
        ("Website", "javascript:alert(1)", "alamat web"),
        ("Website", "ftp://example.org", "alamat web"),
        ("Kabupaten/Kota", "Kalimantan Timur", "Tidak ditemukan"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(browse, cast, field, value, word):
    assert word in refused(browse(cast.baru), field, value)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "PT “Kutip” & 'Anak'", "a\0b", "🦆 日本"])
def test_any_name_is_kept_as_typed_and_shown_as_text(browse, cast, text):
    browser = browse(cast.baru)
    save(browser, Nama_Instansi=text)
    assert browser.get("/pengaturan/instansi").html.find(id="nama")["value"] == text.replace("\0", "")
    browser.get("/pengaturan")
    browse(cast.admin).get(f"/data-induk/instansi/show/{queries.instansi_of(cast.baru).id}")


def test_any_member_mends_the_data_and_the_journal_says_what(browse, cast):
    browser = browse(cast.ppksd2)
    browser.get("/pengaturan/instansi")
    browser.submit("Simpan", {"Kode Pos": "75111"})
    assert cast.universitas.kode_pos == "75111"
    assert events("instansi.diubah")[0].data == {"lama": {"kode_pos": "75123"}, "baru": {"kode_pos": "75111"}}


def test_a_stranger_cannot_mend_it(cast):
    with pytest.raises(Refused, match="bukan anggota"):
        operations.save_instansi(
            cast.universitas, actor=cast.asing, isian=isian(), seen=cast.universitas.versi
        )


def test_the_second_of_two_members_is_told_and_keeps_what_was_typed(browse, cast):
    first, second = browse(cast.pemohon), browse(cast.ppksd2)
    for browser in (first, second):
        browser.get("/pengaturan/instansi")
    first.submit("Simpan", {"Kode Pos": "75111"})
    page = second.submit("Simpan", {"Kode Pos": "75112"}, status=422, follow=False)
    assert page.has("Anggota lain baru saja mengubah", "Yang tersimpan sekarang", "75111")
    assert page.html.find(id="kode_pos")["value"] == "75112"
    second.submit("Simpan")
    assert cast.universitas.kode_pos == "75112"


def test_an_institution_of_the_same_name_is_pointed_out_without_a_word_about_it(browse, cast):
    browser = browse(cast.baru)
    page = save(browser, 422, False, Nama_Instansi="universitas  contoh MAHAKAM")
    assert page.has("Instansi dengan nama itu sudah terdaftar; minta anggotanya mengundang Anda.")
    assert not page.has("Ayu") and not page.has("Bima")
    browser.submit("Simpan", {"Instansi saya memang berbeda, meskipun namanya sama": True})
    assert queries.instansi_of(cast.baru).id != cast.universitas.id


def test_keeping_the_own_name_is_no_twin(browse, cast):
    browser = browse(cast.pemohon)
    browser.get("/pengaturan/instansi")
    assert browser.submit("Simpan", {"Alamat": "Jalan Lain"}).has("Data instansi tersimpan.")


def test_nobody_registers_a_second_one(cast):
    with pytest.raises(Refused, match="satu instansi"):
        operations.create_instansi(actor=cast.pemohon, isian=isian())


def test_a_second_press_makes_no_second_institution(browse, cast):
    browser, again = browse(cast.baru), browse(cast.baru)
    again.get("/pengaturan/instansi")
    save(browser)
    again.submit("Simpan", GOOD, status=422, follow=False)
    assert db.session.scalar(select(func.count()).where(Instansi.nama == GOOD["Nama Instansi"])) == 1


# --- who sees what -----------------------------------------------------------------
def seen_by(person):
    return set(db.session.scalars(select(Instansi.id).where(queries.visible_to(person))))


def test_people_see_their_own_institution_and_staff_all(cast):
    both = {cast.universitas.id, cast.perusahaan.id}
    assert seen_by(cast.pemohon) == seen_by(cast.rekan) == {cast.universitas.id}
    assert seen_by(cast.asing) == {cast.perusahaan.id}
    assert seen_by(cast.baru) == seen_by(None) == set()
    for staff in (cast.admin, cast.tkksd, cast.pimpinan, cast.superadmin):
        assert seen_by(staff) >= both


def test_who_has_left_sees_it_no_more(cast):
    operations.leave_instansi(actor=cast.rekan)
    assert seen_by(cast.rekan) == set()


def test_only_the_own_members_are_named(browse, cast):
    page = browse(cast.pemohon).get("/pengaturan/instansi")
    assert page.has("Ayu Contoh", "Bima Contoh", "Rekan Contoh")
    assert not page.has("Asing Contoh")
    assert not browse(cast.baru).get("/pengaturan/instansi").has("Ayu Contoh")


# --- inviting ----------------------------------------------------------------------
def invite(browser, email="kawan@example.org", **options):
    browser.get("/pengaturan/instansi")
    return browser.submit("Undang", {"Undang lewat email": email}, **options)


def invitations():
    return db.session.scalars(select(UndanganInstansi).order_by(UndanganInstansi.id)).all()


def test_who_runs_it_invites_by_email(browse, cast):
    assert invite(browse(cast.pemohon), "Kawan@Example.org").has(
        "Undangan dikirim ke kawan@example.org", "Menunggu jawaban"
    )
    (undangan,) = invitations()
    (event,) = events("instansi.anggota_diundang")
    assert (event.objek_tipe, event.objek_id) == ("undangan_instansi", undangan.id)
    assert "kawan" not in event.objek_nama


def test_another_member_is_told_who_invites(browse, cast):
    page = browse(cast.ppksd2).get("/pengaturan/instansi")
    assert page.has("Hanya pengelola instansi")
    assert "Undang" in page.buttons()  # stands there, closed
    browser = browse(cast.ppksd2)
    browser.get("/pengaturan/instansi")
    page = browser.post("/pengaturan/instansi/undang", {"undang-email": "kawan@example.org"}, status=422)
    assert any("Hanya pengelola" in error for error in page.errors())
    assert not invitations()


@pytest.mark.parametrize(
    ("email", "word"),
    [
        ("", "wajib diisi"),
        ("bukan alamat", "alamat email"),
        ("<script>alert(1)</script>", "alamat email"),
        ("x" * 10_000, "alamat email"),
        ("bima@example.org", "sudah menjadi anggota"),
        ("AYU@example.org", "sudah menjadi anggota"),
    ],
)
def test_an_invitation_is_refused_with_its_reason(browse, cast, email, word):
    page = invite(browse(cast.pemohon), email, status=422, follow=False)
    assert any(word in error for error in page.errors()), page.errors()
    assert not invitations()


def test_the_same_address_is_invited_again_and_not_twice(browse, cast):
    browser = browse(cast.pemohon)
    invite(browser)
    token = operations.new_invitation_link(invitations()[0])
    invite(browser)
    assert len(invitations()) == 1
    assert len(events("instansi.anggota_diundang")) == 2
    browse().get(f"/undangan/{token}", status=410)


def test_twenty_invitations_wait_at_most(cast):
    for n in range(20):
        operations.invite_member(cast.universitas, actor=cast.pemohon, email=f"k{n}@example.org")
    with pytest.raises(Refused, match="20 undangan"):
        operations.invite_member(cast.universitas, actor=cast.pemohon, email="k20@example.org")


def test_nobody_floods_an_address_with_invitations(cast):
    """Whatever page they are sent from: the application's second form sends them again and again, too."""
    undangan = operations.invite_member(cast.universitas, actor=cast.pemohon, email="kawan@example.org")
    for _n in range(29):
        operations.resend_invitation(undangan, actor=cast.pemohon)
    for email in ("kawan@example.org", "lain@example.org"):
        with pytest.raises(Refused, match="30 undangan dalam satu jam") as refusal:
            operations.invite_member(cast.universitas, actor=cast.pemohon, email=email)
        assert refusal.value.field == "email"


def test_an_invitation_is_cancelled_and_sent_again(browse, cast):
    browser = browse(cast.pemohon)
    invite(browser)
    (undangan,) = invitations()
    undangan.expires_at = now() - timedelta(days=1)
    assert browser.get("/pengaturan/instansi").has("Kedaluwarsa")
    browser.submit("Kirim Ulang kawan@example.org")
    assert undangan.expires_at > now() + timedelta(days=13)
    token = operations.new_invitation_link(undangan)
    browser.submit("Batalkan kawan@example.org")
    assert undangan.cancelled_at is not None
    assert not browser.get("/pengaturan/instansi").has("kawan@example.org")
    assert browse().get(f"/undangan/{token}", status=410).has("sudah dibatalkan")


@pytest.mark.parametrize("act", ["batal", "kirim-ulang"])
def test_invitations_of_others_do_not_exist_for_me(browse, cast, act):
    undangan = operations.invite_member(cast.universitas, actor=cast.pemohon, email="kawan@example.org")
    for person in (cast.asing, cast.baru, cast.admin):
        browser = browse(person)
        browser.get("/pengaturan/instansi")
        browser.post(f"/pengaturan/instansi/undangan/{undangan.id}/{act}", status=404)
    browser.post(f"/pengaturan/instansi/undangan/99999999999999999999/{act}", status=404)
    assert undangan.cancelled_at is None


# --- leaving -----------------------------------------------------------------------
def members(instansi):
    return {row.pengguna.nama: row for row in queries.memberships_of(instansi)}


def press_and_confirm(browser, button, sure):
    browser.get("/pengaturan/instansi")
    assert browser.submit(button).h1.endswith("?")
    return browser.submit(sure)


def test_a_member_leaves_after_being_asked(browse, cast):
    page = press_and_confirm(browse(cast.rekan), "Keluar dari Instansi", "Keluar dari Instansi")
    assert page.has("Anda bukan anggota Universitas Contoh Mahakam lagi.")
    assert "Rekan Contoh" not in members(cast.universitas)
    assert events("instansi.anggota_keluar")[0].data["cara"] == "keluar"


def test_the_only_one_who_runs_it_hands_over_first(browse, cast):
    browser = browse(cast.pemohon)
    assert browser.get("/pengaturan/instansi").has("Anda pengelola satu-satunya.")
    page = browser.post("/pengaturan/instansi/keluar", {"yakin": "1"}, status=409)
    assert page.has("Anda pengelola satu-satunya.")
    press_and_confirm(browser, "Jadikan Pengelola Bima Contoh", "Jadikan Pengelola")
    assert members(cast.universitas)["Bima Contoh"].is_pengelola
    press_and_confirm(browser, "Keluar dari Instansi", "Keluar dari Instansi")
    assert "Ayu Contoh" not in members(cast.universitas)


def test_the_last_member_of_all_may_leave_and_who_comes_then_runs_it(cast):
    undangan = operations.invite_member(cast.perusahaan, actor=cast.asing, email="baru@example.org")
    operations.leave_instansi(actor=cast.asing)
    assert operations.accept_invitation(undangan, actor=cast.baru).is_pengelola


def test_who_runs_it_takes_a_member_out(browse, cast):
    page = press_and_confirm(browse(cast.pemohon), "Keluarkan Rekan Contoh", "Keluarkan")
    assert page.has("Rekan Contoh bukan anggota instansi Anda lagi.")
    assert "Rekan Contoh" not in members(cast.universitas)
    assert events("instansi.anggota_keluar")[0].data["cara"] == "dikeluarkan"


@pytest.mark.parametrize("act", ["keluarkan", "pengelola"])
def test_other_members_take_nobody_out_and_raise_nobody(browse, cast, act):
    target = members(cast.universitas)["Rekan Contoh"]
    for person, status in ((cast.ppksd2, 409), (cast.asing, 404), (cast.admin, 404), (cast.baru, 404)):
        browser = browse(person)
        browser.get("/pengaturan/instansi")
        browser.post(f"/pengaturan/instansi/anggota/{target.id}/{act}", {"yakin": "1"}, status=status)
    assert target.ended_at is None
    assert not target.is_pengelola


def test_a_person_belongs_to_one_at_a_time_in_the_database_too(cast):
    from sqlalchemy.exc import IntegrityError

    db.session.add(KeanggotaanInstansi(instansi=cast.perusahaan, pengguna=cast.pemohon))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
