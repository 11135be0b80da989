"""Copies of profiles in a case, and people who leave the institution: who may still act, and what counts as changed."""

import pytest
from sqlalchemy import select

from app.akun import operations as akun
from app.akun.models import KeanggotaanInstansi
from app.extensions import db
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.permohonan import operations, rules
from app.permohonan.alur import Bagian
from app.permohonan.queries import changes, submissions
from app.permohonan.tanda_terima import receipt_data
from app.rujukan.models import JenisPemohon
from app.rujukan.queries import current_pakta
from tests import factories


def leave(person):
    """The person is a member of no institution any more."""
    db.session.scalars(
        select(KeanggotaanInstansi).where(
            KeanggotaanInstansi.pengguna_id == person.id, KeanggotaanInstansi.ended_at.is_(None)
        )
    ).one().ended_at = now()
    db.session.flush()


# --- copies
def test_an_untouched_draft_begins_anew_with_the_profile_of_today(cast):
    first = operations.create_draft(actor=cast.pemohon)
    leave(cast.pemohon)
    factories.make_instansi("BPJS Contoh", cast.pemohon, jenis=JenisPemohon.BADAN_HUKUM_PUBLIK)
    cast.pemohon.biodata.jabatan = "Kepala Cabang"
    db.session.flush()
    second = operations.create_draft(actor=cast.pemohon)
    assert second is first
    assert (second.instansi_nama, second.kategori_usulan.kode) == ("BPJS Contoh", "SINERGI")
    assert second.petugas[0].jabatan == "Kepala Cabang"


def test_another_kind_of_applicant_brings_another_proposal_and_keeps_the_choice(cast):
    permohonan = factories.make_draft(cast.pemohon)
    cast.universitas.jenis = JenisPemohon.BADAN_HUKUM_PUBLIK
    operations.refresh_snapshots(permohonan, actor=cast.pemohon)
    assert (permohonan.kategori.kode, permohonan.kategori_usulan.kode) == ("KSDPK", "SINERGI")
    assert [gap.isian for gap in rules.kekurangan(permohonan, Bagian.PEMOHON)] == ["kategori"]
    permohonan.kategori_alasan = "Kampus swasta."
    cast.universitas.jenis = JenisPemohon.PERGURUAN_TINGGI
    operations.refresh_snapshots(permohonan, actor=cast.pemohon)
    assert (permohonan.kategori_usulan.kode, permohonan.kategori_alasan) == ("KSDPK", "")


@pytest.mark.parametrize("isian", ["ppksd1", "ppksd2"])
def test_the_data_of_a_contact_are_mended_on_the_page_where_that_was_asked(cast, browse, isian):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, isian)
    person = cast.pemohon if isian == "ppksd1" else cast.ppksd2
    person.biodata.jabatan = "Wakil Rektor"
    db.session.flush()
    someone = browse(person)
    someone.get(f"/permohonan/{permohonan.kode}/petugas")
    page = someone.submit("Ambil data terbaru")
    assert page.has("Wakil Rektor", "sudah dijawab")
    assert rules.open_requests(permohonan)[0].selesai_at is not None


def test_another_kind_of_institution_and_another_reason_are_changes_too(cast):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin, "instansi", "kategori")
    cast.universitas.jenis = JenisPemohon.BADAN_HUKUM_PUBLIK
    operations.refresh_snapshots(permohonan, actor=cast.pemohon)
    asked = {request.isian: request for request in rules.open_requests(permohonan)}
    assert asked["instansi"].selesai_at is not None
    assert asked["kategori"].selesai_at is None
    operations.save_pemohon(
        permohonan,
        actor=cast.pemohon,
        judul=permohonan.judul,
        urusan=permohonan.urusan,
        kategori=permohonan.kategori,
        kategori_alasan="Kampus swasta.",
        seen=None,
    )
    assert asked["kategori"].selesai_at is not None
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    first, second = submissions(permohonan)
    assert [change.isian for change in changes(first, second)] == ["kategori", "instansi"]
    facts = dict(receipt_data(permohonan, second)["fakta"])
    assert facts["Kategori Kerja Sama"] == "KSDPK"  # a reason is no business of a receipt


def test_the_kept_submission_has_the_same_words_in_any_language(app, cast):
    from flask_babel import force_locale

    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    with app.test_request_context(), force_locale("en"):
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert "Perguruan tinggi" in submissions(permohonan)[0].isi["instansi"]


# --- a form of nowhere
def test_a_version_that_never_was_is_out_of_date_and_nothing_typed_is_lost(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    with pytest.raises(Stale):
        operations.save_persiapan(permohonan, actor=cast.pemohon, isian={"lokasi": "x"}, seen=5)
    ayu = browse(cast.pemohon)
    ayu.post(
        f"/permohonan/{permohonan.kode}/persiapan",
        {"versi": "abc", "lokasi": "Tiga kelurahan", "aksi": "simpan"},
        status=422,
    )
    ayu.submit("Simpan")
    assert permohonan.persiapan.lokasi == "Tiga kelurahan"


# --- people who leave
def test_the_question_to_ppksd2_ends_when_the_case_is_withdrawn(cast, browse):
    permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.rekan)
    rekan = browse(cast.rekan)
    assert rekan.get("/permohonan").has("Anda diminta menjadi PPKSD-2.")
    operations.withdraw_permohonan(permohonan, actor=cast.pemohon, alasan="Digabung.")
    assert not rules.is_asked(cast.rekan, permohonan)
    for terima in (True, False):
        with pytest.raises(Refused):
            operations.answer_ppksd2(permohonan, actor=cast.rekan, terima=terima, pakta=current_pakta())
    assert not rekan.get("/permohonan").has("Anda diminta menjadi PPKSD-2.")
    rekan.get(f"/permohonan/{permohonan.kode}/konfirmasi", status=303)


def test_who_left_the_institution_asks_nobody_and_sends_nothing_in_its_name(cast, browse):
    permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    leave(cast.pemohon)
    factories.make_instansi("Kantor Baru", cast.pemohon, cast.baru)
    with pytest.raises(Refused):
        operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.baru)
    with pytest.raises(Refused):
        operations.invite_ppksd2(permohonan, actor=cast.pemohon, email="orang@example.org")
    with pytest.raises(Refused) as told:
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    assert permohonan.instansi_nama in str(told.value.message)
    ayu = browse(cast.pemohon)
    for page in ("petugas", "periksa"):
        turned_away = ayu.get(f"/permohonan/{permohonan.kode}/{page}", follow=True)
        assert turned_away.has(str(told.value.message))
    operations.delete_draft(permohonan, actor=cast.pemohon)


@pytest.mark.parametrize("is_sent_again", [False, True])
@pytest.mark.parametrize("is_closed", [False, True])
def test_nothing_is_sent_with_a_ppksd2_who_is_there_no_more(cast, is_closed, is_sent_again):
    if is_sent_again:
        permohonan = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
        operations.mark_answered(rules.open_requests(permohonan)[0], actor=cast.pemohon)
    else:
        permohonan = factories.make_draft(cast.pemohon, cast.ppksd2)
    if is_closed:
        cast.ppksd2.active = False
        db.session.flush()
    else:
        leave(cast.ppksd2)
    with pytest.raises(Refused):
        operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())
    gaps = rules.hindrances(cast.pemohon, permohonan, rules.submit_step(permohonan))
    assert [(gap.bagian, gap.isian) for gap in gaps] == [(Bagian.PETUGAS, "ppksd2")]
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.rekan)
    operations.answer_ppksd2(permohonan, actor=cast.rekan, terima=True, pakta=current_pakta())
    operations.submit_permohonan(permohonan, actor=cast.pemohon, pakta=current_pakta())


def test_an_invitation_that_was_declined_is_no_more_waited_for(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    petugas = operations.invite_ppksd2(permohonan, actor=cast.pemohon, email=cast.baru.email)
    ayu, words = browse(cast.pemohon), f"Undangan ke {cast.baru.email} sudah berakhir."
    assert not ayu.get(f"/permohonan/{permohonan.kode}").has(words)
    akun.decline_invitation(petugas.undangan, actor=cast.baru)
    assert ayu.get(f"/permohonan/{permohonan.kode}").has(words)


def test_who_does_not_run_the_institution_is_told_before_inviting(cast, browse):
    permohonan = operations.create_draft(actor=cast.ppksd2)
    page = browse(cast.ppksd2).get(f"/permohonan/{permohonan.kode}/petugas")
    assert page.has("Hanya pengelola instansi yang dapat melakukannya.")
    assert not page.html.find("input", id="email")
    button = next(one for one in page.html.find_all("button") if "Kirim Undangan" in one.get_text())
    assert (button["type"], button["aria-disabled"]) == ("button", "true")


def test_a_pact_that_changed_meanwhile_must_be_read_again_by_ppksd2_too(cast, browse):
    permohonan = operations.create_draft(actor=cast.pemohon)
    operations.choose_ppksd2(permohonan, actor=cast.pemohon, pengguna=cast.ppksd2)
    page = browse(cast.ppksd2).post(
        f"/permohonan/{permohonan.kode}/konfirmasi",
        {"jawaban": "terima", "setuju": "y", "pakta": "0"},
        status=422,
    )
    assert page.has("Teks pakta integritas baru saja berubah. Baca lagi, lalu setujui.")
    assert not page.html.find("input", id="setuju").has_attr("checked")
