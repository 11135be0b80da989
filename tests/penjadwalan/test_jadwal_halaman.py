"""The tab Jadwal as people use it: what each sees, what is refused, what comes back as it was typed."""

import pytest

from app.extensions import db
from app.penjadwalan import operations, queries
from app.penjadwalan.models import KeadaanJadwal, Metode
from app.permohonan.alur import Status
from app.rujukan.models import HariLibur
from app.rujukan.models_rencana import JenisNaskah
from tests import factories
from tests.counting import counted
from tests.penjadwalan.perkara import agree, agree_other, at, place, working_day

BOTH = (JenisNaskah.KB, JenisNaskah.PKS)


@pytest.fixture
def case(session, cast):
    return agree(cast)


def tab(permohonan):
    return f"/permohonan/{permohonan.kode}/jadwal"


def proposed(case, cast, *slots):
    return operations.propose(case, actor=cast.pemohon, jenis=BOTH, slots=slots or [at()])


def typed(day=None, hour="09:00", **more):
    return {
        "Metode Penandatanganan": "tatap_muka",
        "Naskah": "kb,pks",
        "Tanggal": str(day or working_day()),
        "Jam": hour,
        "Tempat": place().nama,
        **more,
    }


def only(case):
    return queries.signings(case)[0]


# --- what is shown -------------------------------------------------------------------------------------------------
def test_before_the_papers_are_agreed_the_tab_says_when_it_opens(session, cast, browse):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    page = browse(cast.pemohon).get(tab(case))
    assert page.has(
        "Belum ada jadwal", "Usulan jadwal terbuka setelah naskah disepakati", "Belum dapat dilakukan"
    )
    assert "Jadwal" in page.links()


def test_before_verification_there_is_no_tab(session, cast, browse):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    page = browse(cast.pemohon).get(tab(case), follow=True)
    assert "Jadwal" not in page.links()


def test_strangers_do_not_find_it(case, cast, browse):
    browse(cast.asing).get(tab(case), status=404)


@pytest.mark.parametrize("who", ["pemohon", "ppksd2", "admin", "tkksd", "protokol", "pimpinan", "superadmin"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_everybody_who_sees_the_case_reads_it_in_every_state(case, cast, browse, who, lang):
    me = browse(getattr(cast, who), lang)
    pages = [me.get(tab(case))]
    ttd = proposed(case, cast)
    pages.append(me.get(tab(case)))
    operations.revise(ttd, actor=cast.protokol, waktu=at(working_day(20)), catatan="Dinas luar.", seen=1)
    pages.append(me.get(tab(case)))
    operations.accept_revision(ttd, actor=cast.pemohon, seen=2)
    pages.append(me.get(tab(case)))
    operations.cancel(ttd, actor=cast.admin, alasan="Acara negara.", seen=2)
    pages.append(me.get(tab(case)))
    me.get(f"/permohonan/{case.kode}")
    assert all(page.has(case.judul) for page in pages)


def test_the_card_says_whose_turn_it_is(case, cast, browse):
    url = f"/permohonan/{case.kode}"
    assert browse(cast.pemohon).get(url).has("Giliran Anda", "Pilih cara penandatanganan", "Buka Jadwal")
    assert browse(cast.protokol).get(url).has("Menunggu usulan jadwal")
    ttd = proposed(case, cast)
    assert browse(cast.protokol).get(url).has("Giliran Anda", "Jawab usulan jadwal")
    assert browse(cast.pemohon).get(url).has("Jadwal diusulkan", "Biasanya dijawab sebelum")
    operations.revise(ttd, actor=cast.protokol, waktu=at(working_day(20)), catatan="Dinas luar.", seen=1)
    assert browse(cast.ppksd2).get(url).has("Giliran Anda", "Jawab revisi jadwal", "Dinas luar.")
    assert browse(cast.protokol).get(url).has("Jadwal direvisi")


# --- the PPKSD -----------------------------------------------------------------------------------------------------
def test_the_ppksd_proposes_face_to_face(case, cast, browse):
    me = browse(cast.pemohon)
    me.get(tab(case))
    day = working_day()
    page = me.submit(
        "Usulkan Jadwal",
        typed(
            day,
            **{
                "Pilihan 2: hari": str(working_day(20)),
                "Pilihan 2: pukul": "13:30",
                "Pilihan 2: lokasi": "Tempat lain",
                "Pilihan 2: nama lokasi lain": "Kampus Contoh Gunung Kelua",
            },
        ),
    )
    assert page.has("Jadwal diusulkan. Protokol menjawabnya.", "Kampus Contoh Gunung Kelua", "13.30 WITA")
    assert only(case).usulan[0].mulai_at == at(day, 9).mulai_at
    assert case.status is Status.PENJADWALAN


def test_one_paper_at_a_time(case, cast, browse):
    me = browse(cast.pemohon)
    me.get(tab(case))
    me.submit("Usulkan Jadwal", typed(Naskah="kb"))
    assert [row.jenis for row in only(case).naskah] == [JenisNaskah.KB]


def test_desk_to_desk_needs_no_time(case, cast, browse):
    me = browse(cast.pemohon)
    me.get(tab(case))
    page = me.submit(
        "Usulkan Jadwal", {"Metode Penandatanganan": "desk", "Naskah": "kb,pks", "Tanggal": "kapan saja"}
    )
    assert page.has("Desk to desk dipilih.")
    assert only(case).metode is Metode.DESK
    assert case.status is Status.MENUNGGU_PENANDATANGANAN


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Tanggal": ""}, "Pilih tanggalnya."),
        ({"Tanggal": "31/02/2027"}, "Tulis tanggal yang benar"),
        ({"Tanggal": "0001-01-01"}, "sudah lewat"),
        ({"Tanggal": "9999-12-31"}, "2 tahun"),
        ({"Jam": ""}, "Pilih jamnya."),
        ({"Jam": "25:99"}, "Tulis jam yang benar"),
        ({"Jam": "23:30"}, "antara pukul 07.00 dan 20.00"),
        ({"Tempat": ""}, "Pilih tempatnya."),
        ({"Tempat": "Tempat lain", "Nama tempat lain": ""}, "Tulis nama tempatnya."),
        ({"Tempat": "Tempat lain", "Nama tempat lain": "x" * 201}, "Paling banyak 200 huruf."),
        ({"Nama tempat lain": "Kampus"}, "Pilih Tempat lain pada daftar"),
        ({"Tempat": "999999"}, "Pilihan ini tidak tersedia."),
        ({"Naskah": "rk"}, "Pilih naskah yang ditandatangani."),
        ({"Metode Penandatanganan": "telepati"}, "Pilih salah satu."),
        ({"Pilihan 2: hari": "2027-05-05"}, "Pilih jamnya."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(case, cast, browse, changes, words):
    me = browse(cast.pemohon)
    me.get(tab(case))
    page = me.submit("Usulkan Jadwal", typed(hour="10:15") | {"Nama tempat lain": ""} | changes, status=422)
    assert words in page.text, page.text
    if "Jam" not in changes:
        assert page.html.find(id="jam_1")["value"] == "10:15"
    assert queries.signings(case) == []


def test_an_unusual_day_is_asked_about_once(case, cast, browse):
    from app.kit import settings

    settings.put("jadwal_hari_libur", "peringatkan")
    day = working_day()
    db.session.add(HariLibur(tanggal=day, nama="Hari Contoh"))
    me = browse(cast.pemohon)
    me.get(tab(case))
    page = me.submit("Usulkan Jadwal", typed(day), status=422)
    assert page.has("Hari libur: Hari Contoh.", "Tetap usulkan")
    page = me.submit("Usulkan Jadwal", {"Tetap usulkan": True})
    assert page.has("Jadwal diusulkan.")


def test_a_taken_time_comes_back_with_free_ones_that_fill_the_form(case, cast, browse):
    day = working_day()
    other = agree_other(cast)
    factories.make_scheduled(other, cast.asing, cast.protokol, at(day, 9))
    me = browse(cast.pemohon)
    me.get(tab(case))
    page = me.submit("Usulkan Jadwal", typed(day), status=409)
    assert page.has("sudah pasti untuk penandatanganan lain", "Waktu kosong terdekat:")
    assert other.instansi_nama not in page.text
    chips = list(page.html.find_all("button", attrs={"name": "pakai"}))
    assert len(chips) == 3
    page = me.submit(" ".join(chips[0].get_text(" ").split()))
    assert queries.signings(case) == []  # it only filled the form
    assert page.html.find(id="jam_1")["value"] in ("08:00", "10:00")
    assert me.submit("Usulkan Jadwal").has("Jadwal diusulkan.")


def test_a_free_time_that_is_none_changes_nothing(case, cast, browse):
    me = browse(cast.pemohon)
    for nonsense in ("1:kemarin", "9:2027-01-01T09:00", "", "x" * 900):
        me.get(tab(case))
        me.post(f"{tab(case)}/usulkan", {"pakai": nonsense}, status=422)


def test_a_second_press_from_an_old_page_is_told(case, cast, browse):
    first, second = browse(cast.pemohon), browse(cast.ppksd2)
    first.get(tab(case))
    second.get(tab(case))
    first.submit("Usulkan Jadwal", typed())
    page = second.submit("Usulkan Jadwal", typed(hour="14:00"), status=409)
    assert page.has("baru saja berubah")
    assert page.html.find(id="jam_1")["value"] == "14:00"
    assert len(queries.signings(case)) == 1


# --- Protokol ------------------------------------------------------------------------------------------------------
def test_protokol_approves(case, cast, browse):
    proposed(case, cast)
    me = browse(cast.protokol)
    me.get(tab(case))
    page = me.submit("Setujui Jadwal")
    assert page.has("Jadwal disetujui dan pasti.", "Unduh undangan (iCalendar)")
    assert only(case).keadaan is KeadaanJadwal.TERJADWAL


def test_whom_a_time_displaces_is_named_before(case, cast, browse):
    other, slot = agree_other(cast), at()
    proposed(case, cast, slot)
    operations.propose(other, actor=cast.asing, jenis=BOTH, slots=[slot])
    me = browse(cast.protokol)
    assert me.get(tab(case)).has(f"Menggeser usulan {other.instansi_nama} ({other.kode})")
    page = me.submit("Setujui Jadwal")
    assert page.has(
        "Setujui jadwal dan geser usulan lain?", f"Tergeser: {other.instansi_nama} ({other.kode})"
    )
    assert only(case).keadaan is KeadaanJadwal.DIUSULKAN
    assert me.submit("Setujui Jadwal").has("Jadwal disetujui dan pasti.")
    assert only(other).keadaan is KeadaanJadwal.DIUSULKAN
    assert me.get(tab(other)).has("Waktu ini sudah pasti untuk penandatanganan lain.")


def test_a_time_taken_between_looking_and_confirming_is_told_with_free_ones(case, cast, browse):
    slot = at()
    proposed(case, cast, slot)
    me = browse(cast.protokol)
    me.get(tab(case))
    factories.make_scheduled(agree_other(cast), cast.asing, cast.protokol, slot)
    page = me.submit("Setujui Jadwal", status=409)
    assert page.has("sudah pasti untuk penandatanganan lain", "Waktu kosong terdekat:")
    chip = page.html.find("button", attrs={"name": "pakai"})
    me.submit(" ".join(chip.get_text(" ").split()))
    page = me.submit("Revisi Jadwal", {"Tempat": place().nama, "Catatan": "Yang ini kosong."})
    assert page.has("Waktu lain diusulkan.", "Yang ini kosong.")


def test_protokol_revises_and_the_ppksd_accepts(case, cast, browse):
    proposed(case, cast)
    protokol, ppksd = browse(cast.protokol), browse(cast.ppksd2)
    protokol.get(tab(case))
    protokol.submit(
        "Revisi Jadwal",
        {"Tanggal": str(working_day(20)), "Jam": "10:00", "Tempat": place(1).nama, "Catatan": "Dinas luar."},
    )
    page = ppksd.get(tab(case))
    assert page.has("Dinas luar.", "Waktu yang diusulkan Protokol", place(1).nama)
    assert {"Terima Revisi", "Usulkan Jadwal Lain"} <= set(page.buttons())
    assert ppksd.submit("Terima Revisi").has("Revisi diterima. Jadwal sudah pasti.")
    assert case.status is Status.MENUNGGU_PENANDATANGANAN


def test_the_ppksd_answers_a_revision_with_another_time(case, cast, browse):
    ttd = proposed(case, cast)
    operations.revise(ttd, actor=cast.protokol, waktu=at(working_day(20)), catatan="", seen=1)
    me = browse(cast.pemohon)
    me.get(tab(case))
    me.submit(
        "Usulkan Jadwal Lain",
        {
            "Metode Penandatanganan": "tatap_muka",
            "Tanggal": str(working_day(30)),
            "Jam": "09:00",
            "Tempat": place().nama,
        },
    )
    assert (ttd.putaran, ttd.keadaan) == (3, KeadaanJadwal.DIUSULKAN)


def test_turned_into_desk_to_desk_nothing_is_left_to_answer(case, cast, browse):
    proposed(case, cast)
    protokol, ppksd = browse(cast.protokol), browse(cast.pemohon)
    ppksd.get(tab(case))
    protokol.get(tab(case))
    assert "Alasan: Tulis alasannya." in protokol.submit("Tolak dan alihkan ke desk to desk", status=422).text
    page = protokol.submit("Tolak dan alihkan ke desk to desk", {"Alasan": "Tidak ada waktu."})
    assert page.has("Dialihkan ke desk to desk.")
    late = ppksd.submit(
        "Usulkan Jadwal",
        {"Tanggal": str(working_day(30)), "Jam": "09:00", "Tempat": place().nama},
        status=422,
    )
    assert late.has("tidak dapat dijawab lagi", "Tidak ada waktu.")
    assert not {"Terima Revisi", "Usulkan Jadwal", "Usulkan Jadwal Lain"} & set(
        ppksd.get(tab(case)).buttons()
    )


def test_a_schedule_is_called_off(case, cast, browse):
    factories.make_scheduled(case, cast.pemohon, cast.protokol, at())
    me = browse(cast.admin)
    me.get(tab(case))
    page = me.submit("Batalkan jadwal", {"Alasan": "Acara negara."})
    assert page.has("Jadwal dibatalkan.", "Acara negara.")
    assert case.status is Status.DISEPAKATI


@pytest.mark.parametrize("who", ["tkksd", "pemohon", "pimpinan", "lokus", "superadmin"])
def test_the_wrong_role_is_sent_away(case, cast, browse, who):
    ttd = proposed(case, cast)
    me = browse(getattr(cast, who))
    wanted = 404 if who == "lokus" else 403
    for act in ("setujui", "revisi", "alihkan"):
        me.post(f"{tab(case)}/{ttd.id}/{act}", {"seen": "1", "usulan": ttd.usulan[0].id}, status=wanted)
    if who != "pemohon":
        me.post(f"{tab(case)}/usulkan", {"metode": "desk", "naskah": "kb"}, status=wanted)
        me.post(f"{tab(case)}/{ttd.id}/terima", {"seen": "1"}, status=wanted)
    me.post(f"{tab(case)}/{ttd.id}/batalkan", {"alasan": "x"}, status=wanted)
    assert ttd.keadaan is KeadaanJadwal.DIUSULKAN


def test_a_signing_of_another_case_is_not_reached_through_this_one(case, cast, browse):
    other = agree_other(cast)
    ttd = operations.propose(other, actor=cast.asing, jenis=BOTH, slots=[at()])
    me = browse(cast.protokol)
    me.post(f"{tab(case)}/{ttd.id}/alihkan", {"alih-alasan": "x"}, status=404)
    me.post(f"{tab(case)}/{2**40}/alihkan", {"alih-alasan": "x"}, status=404)


def test_what_protokol_wrote_is_shown_when_it_came_too_late(case, cast, browse):
    ttd = proposed(case, cast)
    me = browse(cast.protokol)
    me.get(tab(case))
    operations.choose_desk(case, actor=cast.pemohon, jenis=BOTH, seen=1)
    page = me.submit("Tolak dan alihkan ke desk to desk", {"Alasan": "Sudah saya tulis panjang."}, status=409)
    assert page.has("Catatan Anda tidak terkirim:", "Sudah saya tulis panjang.", "Jadwal ini sudah pasti.")
    assert ttd.metode is Metode.DESK


def test_the_tab_costs_the_same_after_many_rounds(case, cast, browse):
    ttd, me = proposed(case, cast), browse(cast.protokol)
    me.get(tab(case))
    with counted() as few:
        me.get(tab(case))
    for number in range(2, 8):
        operations.revise(ttd, actor=cast.protokol, waktu=at(working_day(20 + number)), catatan="", seen=None)
        slots = [at(working_day(40 + number), hour) for hour in (9, 11, 13)]
        operations.propose(case, actor=cast.pemohon, jenis=BOTH, slots=slots)
    with counted() as many:
        me.get(tab(case))
    # Whether each of at most three times is taken, and whom it displaces, is asked one by one.
    assert len(many) <= len(few) + 4, (len(few), len(many))
