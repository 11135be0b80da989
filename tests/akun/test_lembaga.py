"""Papers of institutions: members give them, Admin checks them, the badge says by whom and when, an end is reminded of."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.akun import operations_lembaga as operations
from app.akun.models import Instansi, KeadaanVerifikasi, KeanggotaanInstansi
from app.akun.models_lembaga import HasilPeriksa, JenisSurat, SuratInstansi
from app.akun.operations import save_instansi
from app.akun.rules_lembaga import why_not_number
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import today
from app.kit.errors import Refused
from tests import papers

PAGE = "/pengaturan/instansi/surat"


def give(cast, jenis=JenisSurat.AKTA, nomor="12/2020", days=None, text="akta", actor=None):
    return operations.give_paper(
        cast.universitas,
        actor=actor or cast.pemohon,
        jenis=jenis,
        nomor=nomor,
        terbit_on=today() - timedelta(days=100),
        berlaku_sampai=None if days is None else today() + timedelta(days=days),
        upload=papers.upload(papers.pdf(text)),
    )


def verified(cast):
    surat = give(cast)
    operations.ask_verification(cast.universitas, actor=cast.pemohon)
    operations.check_paper(surat, actor=cast.admin, is_good=True)
    operations.verify_instansi(cast.universitas, actor=cast.admin)
    return surat


def events(jenis):
    return list(db.session.scalars(select(Peristiwa).filter_by(jenis=jenis).order_by(Peristiwa.id)))


# --- numbers
@pytest.mark.parametrize(
    ("jenis", "number", "is_right"),
    [
        (JenisSurat.NIB, "1234567890123", True),
        (JenisSurat.NIB, "123456789012", False),
        (JenisSurat.NIB, "12345678901ab", False),
        (JenisSurat.NPWP, "013000666091000", True),
        (JenisSurat.NPWP, "013000666091001", True),  # the last six name the office
        (JenisSurat.NPWP, "013000667091000", False),
        (JenisSurat.NPWP, "12", False),
        (JenisSurat.AKTA, "apa saja 12/B", True),
    ],
)
def test_a_number_is_checked_by_the_kind_of_paper(jenis, number, is_right):
    assert (why_not_number(jenis, number) is None) is is_right


# --- the badge is of what was looked at
@pytest.mark.parametrize(
    ("changes", "keeps"),
    [
        ({"nama": "Bank Lain"}, False),
        ({"alamat": "Jalan lain"}, True),
        ({"nama": "UNIVERSITAS Contoh Mahakam"}, True),
    ],
)
def test_another_name_takes_the_badge_until_admin_has_looked_again(session, cast, changes, keeps):
    verified(cast)
    row = cast.universitas
    save_instansi(row, actor=cast.pemohon, isian={"nama": row.nama} | changes, seen=row.versi)
    assert (row.verifikasi is KeadaanVerifikasi.TERVERIFIKASI, row.verified_at is not None) == (keeps, keeps)
    if not keeps:
        assert events("instansi.verifikasi_diminta")[-1].pelaku_id == cast.pemohon.id
        operations.verify_instansi(row, actor=cast.admin)
        assert row.verifikasi is KeadaanVerifikasi.TERVERIFIKASI


# --- giving
def test_a_member_gives_a_paper_and_asks_for_verification(session, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(PAGE)
    page = browser.submit(
        "Unggah",
        {
            "Jenis Surat": "nib",
            "Nomor": "1234 5678 90123",
            "Tanggal Terbit": "2024-02-29",
            "Berkas": (io.BytesIO(papers.pdf("nib")), "nib.pdf"),
        },
    )
    assert page.has("Surat tersimpan.", "1234567890123", "Menunggu pemeriksaan", "29 Februari 2024")
    assert cast.universitas.nib == "1234567890123"
    page = browser.submit("Ajukan Verifikasi")
    assert page.has("Verifikasi diminta.", "Menunggu verifikasi")
    assert events("instansi.verifikasi_diminta")[0].pelaku_id == cast.pemohon.id


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"Nomor": "12"}, "NIB terdiri atas 13 angka."),
        ({"Berlaku Sampai": "2024-03-01"}, "Surat ini sudah tidak berlaku."),
        ({"Berlaku Sampai": "2023-03-01"}, "Masa berlaku berakhir sebelum surat terbit."),
        ({"Tanggal Terbit": "2999-01-01"}, "Tanggal terbit belum tiba."),
        ({"Berkas": (io.BytesIO(b""), "nib.pdf")}, "kosong"),
        ({"Berkas": (io.BytesIO(b"MZ\x90\0" * 40), "nib.pdf")}, "PDF"),
        ({"Berkas": None}, "Pilih berkasnya."),
        ({"Jenis Surat": ""}, "Isian ini wajib diisi."),
    ],
)
def test_a_wrong_paper_comes_back_with_a_sentence_and_what_was_typed(session, cast, browse, wishes, sentence):
    browser = browse(cast.pemohon)
    browser.get(PAGE)
    typed = {
        "Jenis Surat": "nib",
        "Nomor": "1234567890123",
        "Tanggal Terbit": "2024-02-29",
        "Berkas": (io.BytesIO(papers.pdf("nib")), "nib.pdf"),
    } | wishes
    page = browser.submit(
        "Unggah", {key: value for key, value in typed.items() if value is not None}, status=422
    )
    assert page.has(sentence)
    assert page.html.find("input", attrs={"name": "nomor"})["value"] == typed["Nomor"]
    assert db.session.scalar(select(SuratInstansi.id)) is None


def test_a_newer_deed_replaces_the_older_one_which_stays_to_be_read(session, cast, browse):
    old = give(cast, text="lama")
    new = give(cast, nomor="13/2024", text="baru")
    assert old.digantikan_at is not None
    assert new.digantikan_at is None
    assert cast.universitas.nomor_akta == "13/2024"
    page = browse(cast.pemohon).get(PAGE)
    assert page.has("Surat yang sudah digantikan (1)")
    assert browse(cast.ppksd2).get(f"{PAGE}/{old.id}/unduh").response.mimetype == "application/pdf"


def test_several_other_papers_stand_beside_each_other(session, cast):
    first = give(cast, JenisSurat.SK, "SK 1", text="satu")
    give(cast, JenisSurat.SK, "SK 2", text="dua")
    assert first.digantikan_at is None


def test_strangers_neither_see_nor_give_papers(session, cast, browse):
    surat = give(cast)
    for person in (cast.asing, cast.baru):
        browse(person).get(f"{PAGE}/{surat.id}/unduh", status=404)
    with pytest.raises(Refused, match="bukan anggota"):
        give(cast, actor=cast.asing)
    browse(cast.baru).get(PAGE, status=404)
    assert not browse(cast.asing).get(PAGE).has("12/2020")


def test_staff_who_read_a_paper_are_on_record_and_members_are_not(session, cast, browse):
    surat = give(cast)
    browse(cast.pemohon).get(f"{PAGE}/{surat.id}/unduh")
    assert events("instansi.surat_dibaca") == []
    browse(cast.admin).get(f"{PAGE}/{surat.id}/unduh")
    assert [event.pelaku_id for event in events("instansi.surat_dibaca")] == [cast.admin.id]


def test_without_a_paper_nobody_asks_for_verification(session, cast, browse):
    page = browse(cast.pemohon).get(PAGE)
    assert page.has("Unggah sedikitnya satu surat")
    with pytest.raises(Refused, match="Unggah sedikitnya satu surat"):
        operations.ask_verification(cast.universitas, actor=cast.pemohon)


# --- checking
def test_admin_checks_each_paper_and_verifies_the_institution(session, cast, browse):
    give(cast)
    operations.ask_verification(cast.universitas, actor=cast.pemohon)
    browser = browse(cast.admin)
    assert browser.get("/tugas").has("Verifikasi instansi", "Universitas Contoh Mahakam")
    page = browser.get(f"/instansi/{cast.universitas.id}/verifikasi")
    assert page.has("Periksa dahulu setiap surat yang menunggu.")
    page = browser.submit("Sah Akta pendirian 12/2020")
    assert page.has("Surat dinyatakan sah.")
    page = browser.submit("Verifikasi Instansi")
    assert page.has("Instansi terverifikasi.", f"oleh {cast.admin.nama}")
    assert cast.universitas.verified_by is cast.admin
    assert browse(cast.pemohon).get("/pengaturan/instansi").has("Terverifikasi", f"oleh {cast.admin.nama}")
    assert browser.get(f"/data-induk/instansi/show/{cast.universitas.id}").has("Terverifikasi")


def test_a_paper_is_returned_only_with_a_reason_which_its_members_read(session, cast, browse):
    surat = give(cast)
    browser = browse(cast.admin)
    browser.get(f"/instansi/{cast.universitas.id}/verifikasi")
    page = browser.submit("Kembalikan Akta pendirian 12/2020", status=422)
    assert page.has("Tulis apa yang harus diperbaiki.")
    browser.submit("Kembalikan Akta pendirian 12/2020", {"Catatan": "Halaman 2 tidak terbaca."})
    assert surat.hasil is HasilPeriksa.DIKEMBALIKAN
    assert browse(cast.pemohon).get(PAGE).has("Dikembalikan", "Halaman 2 tidak terbaca.")


def test_admin_asks_for_repair_and_the_members_ask_again(session, cast):
    give(cast)
    operations.ask_verification(cast.universitas, actor=cast.pemohon)
    with pytest.raises(Refused, match="Tulis apa yang harus diperbaiki"):
        operations.return_instansi(cast.universitas, actor=cast.admin, catatan=" ")
    operations.return_instansi(cast.universitas, actor=cast.admin, catatan="Akta perubahan belum ada.")
    assert cast.universitas.verifikasi is KeadaanVerifikasi.PERLU_PERBAIKAN
    operations.ask_verification(cast.universitas, actor=cast.ppksd2)
    assert cast.universitas.verifikasi is KeadaanVerifikasi.MENUNGGU


def test_nobody_verifies_the_own_institution(session, cast):
    surat = give(cast)
    session.add(KeanggotaanInstansi(instansi=cast.universitas, pengguna=cast.admin2))
    session.flush()
    with pytest.raises(Refused, match="Anda anggota instansi ini"):
        operations.check_paper(surat, actor=cast.admin2, is_good=True)
    with pytest.raises(Refused, match="Anda anggota instansi ini"):
        operations.verify_instansi(cast.universitas, actor=cast.admin2)


@pytest.mark.parametrize("who", ["pemohon", "tkksd", "protokol", "lokus", "pimpinan"])
def test_nobody_but_admin_opens_the_verification(session, cast, browse, who):
    browse(cast.people[who]).get(f"/instansi/{cast.universitas.id}/verifikasi", status=403)


def test_a_paper_of_another_institution_is_not_checked_on_this_page(session, cast, browse):
    surat = give(cast)
    browser = browse(cast.admin)
    browser.get(f"/instansi/{cast.perusahaan.id}/verifikasi")
    browser.post(f"/instansi/{cast.perusahaan.id}/surat/{surat.id}/sah", status=404)
    browser.get("/instansi/999999/verifikasi", status=404)


def test_a_second_press_on_verify_is_told(session, cast):
    verified(cast)
    with pytest.raises(Refused, match="sudah terverifikasi"):
        operations.verify_instansi(cast.universitas, actor=cast.admin2)
    assert len(events("instansi.diverifikasi")) == 1


# --- renewal
def test_a_new_paper_of_a_verified_institution_asks_for_another_look(session, cast, browse):
    verified(cast)
    give(cast, JenisSurat.NIB, "1234567890123", text="nib")
    assert browse(cast.pemohon).get(PAGE).has("Perlu diperbarui")
    assert browse(cast.admin).get("/tugas").has("Periksa surat instansi", "NIB · Universitas Contoh Mahakam")


def test_an_end_is_told_thirty_days_seven_days_and_on_the_day_once_each(session, cast, mails):
    surat = give(cast, days=30)
    told = []
    for left in (31, 30, 29, 8, 7, 3, 0, -2):
        surat.berlaku_sampai = today() + timedelta(days=left)
        session.flush()
        told.append(operations.remind_of_ends() + operations.remind_of_ends())
    assert told == [0, 1, 0, 0, 1, 0, 1, 0]
    assert len(events("instansi.surat_berakhir")) == 3


def test_a_paper_that_was_replaced_is_not_reminded_of(session, cast):
    give(cast, days=5)
    give(cast, nomor="13/2024", text="baru")
    assert operations.remind_of_ends() == 0


def test_those_who_run_the_institution_have_the_task_to_renew(session, cast, browse):
    give(cast, days=10)
    assert browse(cast.pemohon).get("/tugas").has("Perbarui surat instansi")
    assert not browse(cast.asing).get("/tugas").has("Perbarui surat instansi")


def test_admin_finds_the_institutions_by_their_verification(session, cast, browse):
    verified(cast)
    page = browse(cast.admin).get("/data-induk/instansi/list/?_flt_0_verifikasi=terverifikasi")
    assert page.has("Universitas Contoh Mahakam")
    assert session.scalar(select(Instansi.verifikasi).where(Instansi.id == cast.perusahaan.id)) == "belum"


def test_a_text_where_a_file_belongs_is_no_file(session, cast, browse):
    browser = browse(cast.pemohon)
    browser.get(PAGE)
    typed = {"jenis": "nib", "nomor": "1234567890123", "terbit_on": "2024-02-29", "berkas": "nib.pdf"}
    assert browser.post(PAGE, typed, status=422).has("Pilih berkasnya.")
