"""The life of a plan of stages: copied, edited, published in versions; what began with a version stays on it."""

import threading

import pytest
from sqlalchemy import delete, func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.errors import Gone, Refused, Stale
from app.permohonan import verifikasi_operations
from app.rujukan import (
    queries_rencana,
    rencana_beda,
    rencana_operations,
    rencana_rules,
    rencana_tahap_operations,
)
from app.rujukan.models import Kategori
from app.rujukan.models_rencana import (
    AturanSyarat,
    JenisHari,
    JenisNaskah,
    KeadaanRencana,
    PihakPendapat,
    RencanaAlur,
    RencanaTahap,
    TahapBahas,
)
from app.rujukan.rencana_rules import Susunan, Syarat
from tests import factories

ADMIN, TKKSD, PPKSD = PihakPendapat
ONE = Syarat(AturanSyarat.SEKURANGNYA, 1)


def kategori(kode="KSDPK"):
    return db.session.scalars(select(Kategori).where(Kategori.kode == kode)).one()


def draft(cast, kode="KSDPK"):
    return rencana_operations.create_draft(kategori(kode), actor=cast.admin, peran="Admin")


def stage(rencana, tahap=TahapBahas.PENAWARAN):
    return next(row for row in rencana.tahap if row.tahap is tahap)


def rule(tahap, cast, **changes):
    wanted = {
        "tenggat_hari": 20,
        "tenggat_jenis": JenisHari.KERJA,
        "syarat": {ADMIN: ONE, TKKSD: ONE},
    }
    return rencana_tahap_operations.save_stage(tahap, actor=cast.admin, **{**wanted, **changes})


def document(tahap, cast, slot=None, **changes):
    wanted = {
        "kode": "izin_usaha",
        "nama": "Izin Usaha",
        "petunjuk": "",
        "bentuk": ["pdf"],
        "is_wajib": True,
        "is_pokok": False,
    }
    return rencana_tahap_operations.save_document(tahap, slot, actor=cast.admin, **{**wanted, **changes})


def events(jenis):
    return db.session.scalars(select(Peristiwa).where(Peristiwa.jenis == jenis).order_by(Peristiwa.id)).all()


# --- drafts ----------------------------------------------------------------------------------
@pytest.mark.parametrize("kode", ["KSDD-W", "KSDD-S", "KSDPK", "SINERGI"])
def test_a_draft_is_a_copy_of_the_version_in_force_and_may_be_published_as_soon_as_it_differs(cast, kode):
    in_force = queries_rencana.current_rencana(kategori(kode))
    copied = draft(cast, kode)
    assert rencana_beda.content(copied) == rencana_beda.content(in_force)
    assert rencana_rules.complaints(copied) == []
    assert {row.id for row in copied.tahap}.isdisjoint(row.id for row in in_force.tahap)
    assert [event.data["dari_versi"] for event in events("rencana.draf_dibuat")] == [1]


def test_a_category_has_one_draft_at_a_time(cast):
    draft(cast)
    with pytest.raises(Stale):
        draft(cast)
    draft(cast, "SINERGI")


def test_the_plan_in_force_is_never_a_draft(cast):
    first = queries_rencana.current_rencana(kategori())
    draft(cast)
    assert queries_rencana.current_rencana(kategori()) is first


def test_a_new_category_begins_with_the_stages_of_the_guide(cast, session):
    new = Kategori(kode="KSDLN", nama="Kerja sama luar negeri")
    session.add(new)
    session.flush()
    made = rencana_operations.create_draft(new, actor=cast.admin)
    assert [row.tahap for row in made.tahap] == list(TahapBahas)
    assert rencana_operations.publish(made, actor=cast.admin).versi == 1


def test_a_discarded_draft_is_gone_and_the_version_in_force_stays(cast, session):
    thrown = draft(cast)
    document(stage(thrown), cast)
    rencana_operations.discard(thrown, actor=cast.admin)
    assert session.scalar(select(func.count()).where(RencanaAlur.keadaan == KeadaanRencana.DRAF)) == 0
    assert queries_rencana.current_rencana(kategori()).versi == 1
    (event,) = events("rencana.draf_dibuang")
    assert [row["nama"] for row in event.data["perubahan"]] == ["Izin Usaha"]
    draft(cast)


# --- publishing ------------------------------------------------------------------------------
def test_what_was_verified_before_stays_on_its_version_and_what_comes_after_takes_the_new_one(cast):
    early = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    assert early.rencana.versi == 1
    new = draft(cast)
    document(stage(new), cast)
    rencana_operations.publish(new, actor=cast.admin, catatan="Izin usaha diminta.")
    late = factories.make_submitted(cast.pemohon, cast.ppksd2, judul="Riset kedua")
    verifikasi_operations.approve(late, actor=cast.admin)
    db.session.expire_all()
    assert (early.rencana.versi, late.rencana.versi) == (1, 2)
    assert "izin_usaha" not in [slot.kode for slot in early.tahap[0].rencana_tahap.slot]
    assert "izin_usaha" in [slot.kode for slot in late.tahap[0].rencana_tahap.slot]
    assert queries_rencana.running_cases() == {early.rencana_id: 1, late.rencana_id: 1}


def test_a_case_cannot_be_approved_before_a_plan_is_published(cast, session):
    waiting = factories.make_submitted(cast.pemohon, cast.ppksd2)
    session.delete(queries_rencana.current_rencana(waiting.kategori))
    session.flush()
    with pytest.raises(Refused, match="Belum ada rencana tahapan yang terbit"):
        verifikasi_operations.approve(waiting, actor=cast.admin)


def test_a_draft_alone_lets_nobody_approve(cast, session):
    waiting = factories.make_submitted(cast.pemohon, cast.ppksd2)
    draft(cast, waiting.kategori.kode)
    session.delete(queries_rencana.current_rencana(waiting.kategori))
    session.flush()
    with pytest.raises(Refused, match="Belum ada rencana tahapan yang terbit"):
        verifikasi_operations.approve(waiting, actor=cast.admin)


def test_publishing_records_what_differs(cast):
    new = draft(cast)
    rule(stage(new), cast)
    rencana_operations.publish(new, actor=cast.admin, peran="Admin", catatan="  Lebih cepat. ")
    (event,) = events("rencana.diterbitkan")
    assert (event.objek_id, event.peran, event.catatan) == (new.id, "Admin", "Lebih cepat.")
    assert (event.data["versi"], event.data["menggantikan"]) == (2, 1)
    (change,) = event.data["perubahan"]
    assert (change["hal"], change["lama"], change["baru"]) == ("tenggat", [30, "kalender"], [20, "kerja"])


def test_a_draft_that_says_the_same_is_not_published(cast):
    with pytest.raises(Refused, match="sama dengan versi yang berlaku"):
        rencana_operations.publish(draft(cast), actor=cast.admin)


def test_publishing_twice_is_told(cast):
    new = draft(cast)
    document(stage(new), cast)
    rencana_operations.publish(new, actor=cast.admin)
    with pytest.raises(Stale, match="sudah diterbitkan"):
        rencana_operations.publish(new, actor=cast.admin2)
    assert len(events("rencana.diterbitkan")) == 1


def test_a_published_version_is_never_changed(cast):
    published = queries_rencana.current_rencana(kategori())
    first = stage(published)
    for act in (
        lambda: rule(first, cast),
        lambda: document(first, cast),
        lambda: rencana_tahap_operations.move_document(first.slot[0], actor=cast.admin, is_up=False),
        lambda: rencana_tahap_operations.remove_document(first.slot[-1], actor=cast.admin),
        lambda: rencana_operations.set_papers(published, actor=cast.admin, susunan=Susunan.PKS),
        lambda: rencana_operations.discard(published, actor=cast.admin),
    ):
        with pytest.raises(Stale, match="tidak dapat diubah"):
            act()


# --- two people ------------------------------------------------------------------------------
def test_who_comes_second_to_a_stage_is_told(cast):
    new = draft(cast)
    seen = rencana_beda.fingerprint(rencana_beda.stage_content(stage(new)))
    document(stage(new), cast, seen=seen)
    with pytest.raises(Stale, match="Orang lain"):
        document(stage(new), cast, kode="lain", nama="Lain", seen=seen)
    with pytest.raises(Stale):
        rule(stage(new), cast, seen=seen)


def test_two_stages_can_be_edited_side_by_side(cast):
    new = draft(cast)
    other = stage(new, TahapBahas.PENYUSUNAN_KB)
    seen = rencana_beda.fingerprint(rencana_beda.stage_content(other))
    document(stage(new), cast)
    assert document(other, cast, seen=seen)


def test_a_draft_that_changed_meanwhile_is_neither_published_nor_discarded(cast):
    new = draft(cast)
    seen = rencana_beda.fingerprint(rencana_beda.content(new))
    document(stage(new), cast)
    for act in (rencana_operations.publish, rencana_operations.discard):
        with pytest.raises(Stale, match="Orang lain"):
            act(new, actor=cast.admin2, seen=seen)


def test_a_stage_taken_out_meanwhile_is_gone(cast, session):
    new = draft(cast)
    lost = stage(new, TahapBahas.PENYUSUNAN_KB)
    with session.no_autoflush:  # as somebody else's transaction does it
        session.execute(
            delete(RencanaTahap).where(RencanaTahap.id == lost.id),
            execution_options={"synchronize_session": False},
        )
    with pytest.raises(Gone):
        document(lost, cast)


def test_two_who_publish_at_the_same_moment_make_one_version(app, committed, cast):
    new = draft(cast)
    document(stage(new), cast)
    committed.commit()
    key, people, told = new.id, (cast.admin.id, cast.admin2.id), []
    ready = threading.Barrier(2)

    def publish(person):
        from app.akun.models import Pengguna

        with app.app_context():
            plan = queries_rencana.find_rencana(key)
            actor = db.session.get(Pengguna, person)
            ready.wait()
            try:
                told.append(rencana_operations.publish(plan, actor=actor).versi)
                db.session.commit()
            except Stale as stale:
                db.session.rollback()
                told.append(str(stale.message))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=publish, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["2", str(rencana_operations.PUBLISHED_MEANWHILE)]


def test_two_who_begin_a_draft_at_the_same_moment_make_one(app, committed, cast):
    key, person, told = kategori().id, cast.admin.id, []
    ready = threading.Barrier(2)

    def begin():
        from app.akun.models import Pengguna

        with app.app_context():
            row, actor = db.session.get(Kategori, key), db.session.get(Pengguna, person)
            ready.wait()
            try:
                rencana_operations.create_draft(row, actor=actor)
                db.session.commit()
                told.append("made")
            except Stale:
                db.session.rollback()
                told.append("told")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["made", "told"]


# --- which agreements ------------------------------------------------------------------------
def test_the_law_says_which_agreements_a_category_drafts():
    assert rencana_rules.lawful_orders("SINERGI") == (Susunan.NK_RK,)
    assert Susunan.PKS in rencana_rules.lawful_orders("KSDPK")
    assert Susunan.NK_RK not in rencana_rules.lawful_orders("KSDD-W")
    for kode in ("KSDD-W", "KSDD-S", "KSDPK", "SINERGI", "LAIN"):
        for order in rencana_rules.lawful_orders(kode):
            drafted = list(order.naskah.values())
            assert (
                drafted and [n.is_pertama for n in drafted] == sorted([n.is_pertama for n in drafted])[::-1]
            )


def test_a_plan_may_leave_the_first_agreement_out_and_take_it_back(cast):
    new = draft(cast)
    assert rencana_operations.set_papers(new, actor=cast.admin, susunan=Susunan.PKS)
    assert [(row.tahap, row.urut) for row in new.tahap] == [
        (TahapBahas.PENAWARAN, 1),
        (TahapBahas.PENYUSUNAN_PKS, 2),
    ]
    assert rencana_rules.complaints(new) == []
    rencana_operations.set_papers(new, actor=cast.admin, susunan=Susunan.KB_PKS)
    assert [row.naskah for row in new.tahap] == [None, JenisNaskah.KB, JenisNaskah.PKS]
    assert rencana_beda.content(new) == rencana_beda.content(queries_rencana.current_rencana(kategori()))
    assert not rencana_operations.set_papers(new, actor=cast.admin, susunan=Susunan.KB_PKS)


def test_a_case_of_a_plan_without_the_first_agreement_goes_straight_to_the_second(cast):
    new = draft(cast)
    rencana_operations.set_papers(new, actor=cast.admin, susunan=Susunan.PKS)
    rencana_operations.publish(new, actor=cast.admin)
    from app.permohonan import tahap_operations

    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    assert tahap_operations.close_stage(case, actor=None).tahap is TahapBahas.PENYUSUNAN_PKS


def test_sinergi_always_has_both(cast):
    new = draft(cast, "SINERGI")
    for order in (Susunan.KB_PKS, Susunan.PKS, Susunan.KB):
        with pytest.raises(Refused) as told:
            rencana_operations.set_papers(new, actor=cast.admin, susunan=order)
        assert told.value.field == "susunan"


@pytest.mark.parametrize(
    ("stages", "word"),
    [
        ([], "dimulai dengan tahap Penawaran"),
        ([(TahapBahas.PENAWARAN, None)], "sedikitnya satu tahap penyusunan"),
        (
            [
                (TahapBahas.PENAWARAN, None),
                (TahapBahas.PENYUSUNAN_PKS, JenisNaskah.PKS),
                (TahapBahas.PENYUSUNAN_KB, JenisNaskah.KB),
            ],
            "sebelum naskah keduanya",
        ),
        (
            [
                (TahapBahas.PENAWARAN, None),
                (TahapBahas.PENYUSUNAN_KB, JenisNaskah.PKS),
                (TahapBahas.PENYUSUNAN_PKS, JenisNaskah.PKS),
            ],
            "naskah yang lain",
        ),
        (
            [(TahapBahas.PENAWARAN, None), (TahapBahas.PENYUSUNAN_PKS, JenisNaskah.RK)],
            "tidak sesuai dengan kategori",
        ),
    ],
)
def test_a_plan_in_a_wrong_order_is_not_published(session, stages, word):
    plan = RencanaAlur(kategori=kategori(), keadaan=KeadaanRencana.DRAF)
    with session.no_autoflush:
        plan.tahap = [
            RencanaTahap(tahap=tahap, naskah=naskah, urut=place, tenggat_jenis=JenisHari.KERJA)
            for place, (tahap, naskah) in enumerate(stages)
        ]
        assert any(word in str(sentence) for sentence in rencana_rules.complaints(plan))
    session.rollback()


# --- who must agree --------------------------------------------------------------------------
def position(cast):
    return queries_rencana.active_jabatan()[0]


@pytest.mark.parametrize(
    ("syarat", "field"),
    [
        ({}, "admin_aturan"),
        ({PPKSD: ONE}, "ppksd_aturan"),
        ({ADMIN: Syarat(AturanSyarat.SEKURANGNYA, 0)}, "admin_jumlah"),
        ({ADMIN: Syarat(AturanSyarat.SEKURANGNYA, 100)}, "admin_jumlah"),
        ({ADMIN: Syarat(AturanSyarat.SEMUA)}, "admin_aturan"),
    ],
)
def test_requirements_that_cannot_be_met_or_leave_the_city_out_are_refused(cast, syarat, field):
    new = draft(cast)
    with pytest.raises(Refused) as told:
        rule(stage(new), cast, syarat=syarat)
    assert told.value.field == field


@pytest.mark.parametrize(
    ("syarat", "field"),
    [
        ({PPKSD: Syarat(AturanSyarat.SEMUA)}, "admin_aturan"),
        ({ADMIN: ONE, PPKSD: Syarat(AturanSyarat.SEKURANGNYA, 3)}, "ppksd_jumlah"),
    ],
)
def test_in_drafting_ppksd_alone_do_not_decide_and_there_are_only_two(cast, syarat, field):
    new = draft(cast)
    with pytest.raises(Refused) as told:
        rule(stage(new, TahapBahas.PENYUSUNAN_KB), cast, syarat=syarat)
    assert told.value.field == field


def test_ppksd_are_optional_in_drafting_and_a_position_may_be_named(cast):
    new = draft(cast)
    drafting = stage(new, TahapBahas.PENYUSUNAN_PKS)
    rule(drafting, cast, syarat={TKKSD: Syarat(AturanSyarat.SEMUA, 1, position(cast))})
    db.session.expire_all()
    (row,) = drafting.syarat
    assert (row.pihak, row.aturan, row.jabatan) == (TKKSD, AturanSyarat.SEMUA, position(cast))
    rencana_operations.publish(new, actor=cast.admin)


def test_only_a_position_in_use_is_named_and_only_of_the_team(cast):
    new, named = draft(cast), position(cast)
    with pytest.raises(Refused) as told:
        rule(stage(new), cast, syarat={ADMIN: Syarat(AturanSyarat.SEKURANGNYA, 1, named)})
    assert told.value.field == "admin_jabatan"
    rule(stage(new), cast, syarat={TKKSD: Syarat(AturanSyarat.SEKURANGNYA, 1, named)})
    named.is_active = False
    with pytest.raises(Refused, match="dinonaktifkan"):
        rencana_operations.publish(new, actor=cast.admin)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_deadline_lies_within_a_year(cast, days):
    with pytest.raises(Refused) as told:
        rule(stage(draft(cast)), cast, tenggat_hari=days)
    assert told.value.field == "tenggat_hari"


def test_saving_what_stands_there_changes_and_records_nothing(cast):
    new = draft(cast)
    assert rule(stage(new), cast)
    assert not rule(stage(new), cast)
    assert len(events("rencana.draf_diubah")) == 1


# --- documents -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kode": "Surat"}, "kode"),
        ({"kode": "9a"}, "kode"),
        ({"kode": "a-b"}, "kode"),
        ({"kode": "a" * 41}, "kode"),
        ({"kode": "surat_penawaran"}, "kode"),
        ({"nama": "surat penawaran"}, "nama"),
        ({"bentuk": []}, "bentuk"),
        ({"is_pokok": True, "is_wajib": False}, "is_wajib"),
    ],
)
def test_a_document_is_refused_at_its_field(cast, changes, field):
    with pytest.raises(Refused) as told:
        document(stage(draft(cast)), cast, **changes)
    assert told.value.field == field


def test_the_main_document_is_passed_on_never_lost(cast):
    new = draft(cast)
    first = stage(new)
    letter = first.pokok
    with pytest.raises(Refused, match="satu dokumen pokok"):
        document(first, cast, letter, kode=letter.kode, nama=letter.nama)
    with pytest.raises(Refused, match="satu dokumen pokok"):
        rencana_tahap_operations.remove_document(letter, actor=cast.admin)
    made = document(first, cast, is_pokok=True)
    db.session.expire_all()
    assert first.pokok is made
    rencana_tahap_operations.remove_document(letter, actor=cast.admin)
    assert rencana_rules.complaints(new) == []


def test_documents_change_places(cast):
    new = draft(cast)
    first = stage(new)
    kodes = [slot.kode for slot in first.slot]
    rencana_tahap_operations.move_document(first.slot[0], actor=cast.admin, is_up=False)
    db.session.expire_all()
    assert [slot.kode for slot in first.slot] == [kodes[1], kodes[0], kodes[2]]
    assert not rencana_tahap_operations.move_document(first.slot[0], actor=cast.admin, is_up=True)
    (event,) = events("rencana.draf_diubah")
    assert event.data["perubahan"][0]["hal"] == "urutan"


def test_a_stage_has_no_end_of_documents(cast):
    first = stage(draft(cast))
    for number in range(len(first.slot), rencana_rules.MOST_DOCUMENTS):
        document(first, cast, kode=f"d{number}", nama=f"Dokumen {number}")
    with pytest.raises(Refused, match="paling banyak"):
        document(first, cast, kode="satu_lagi", nama="Satu lagi")
