"""Who hears of which event: one table for all acts, and every kind of event stands in the program's own table."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.akun import operations as akun
from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna, TautanAkun
from app.extensions import db
from app.jejak.operations import record
from app.kit import settings
from app.kit.jobs import jobs
from app.notifikasi import tabel
from app.notifikasi.models import Pemberitahuan, Surel
from app.notifikasi.operations import without_mail
from app.penjadwalan import operations as penjadwalan
from app.penjadwalan.rules import planned
from app.permohonan import operations
from app.permohonan.queries import TEAM_SEES_ALL
from tests import factories
from tests.counting import counted
from tests.factories import PASSWORD
from tests.notifikasi.told import by_mail, in_inbox, last_event
from tests.penjadwalan.perkara import agree, at
from tests.states import afresh

APP = Path(tabel.__file__).resolve().parent.parent
AYU, BIMA, REKAN, ASING = "Ayu Contoh", "Bima Contoh", "Rekan Contoh", "Asing Contoh"
ADMINS = {"Dewi Contoh", "Darma Contoh"}
TEAM = {"Eka Contoh", "Citra Contoh", "Fajar Contoh"}
TO_AYU, TO_BIMA = "ayu@example.org", "bima@example.org"
TO_ADMINS = {"dewi@example.org", "darma@example.org"}
TO_TEAM = {"eka@example.org", "citra@example.org", "fajar@example.org"}

KNOWN = [
    "akun.dibuat",
    "akun.sandi_diatur",
    "akun.sandi_diganti",
    "akun.masuk",
    "akun.masuk_gagal",
    "akun.terkunci",
    "akun.peran_diubah",
    "akun.sandi_lupa",
    "pendaftaran.diterima",
    "pendaftaran.dikirim_ulang",
    "akun.email_diminta",
    "akun.email_diganti",
    "biodata.disimpan",
    "biodata.nik_dilihat",
    "instansi.dibuat",
    "instansi.diubah",
    "instansi.anggota_diundang",
    "instansi.undangan_dibatalkan",
    "instansi.anggota_bergabung",
    "instansi.anggota_keluar",
    "permohonan.draf_dibuat",
    "permohonan.bagian_disimpan",
    "permohonan.ppksd2_dipilih",
    "permohonan.ppksd2_diundang",
    "permohonan.ppksd2_menerima",
    "permohonan.ppksd2_menolak",
    "permohonan.dikirim",
    "permohonan.dikirim_ulang",
    "permohonan.draf_dihapus",
    "permohonan.ditarik",
    "permohonan.disetujui",
    "permohonan.perbaikan_diminta",
    "permohonan.permintaan_ditandai",
    "permohonan.ditolak",
    "rujukan.ditambah",
    "rujukan.diubah",
    "rujukan.dihapus",
    "rujukan.dinonaktifkan",
    "rujukan.diaktifkan",
    "pengaturan.diubah",
    "informasi.ditambah",
    "informasi.diubah",
    "informasi.dihapus",
    "surel.dikirim_ulang",
]


# --- the table is complete
@pytest.mark.parametrize("jenis", KNOWN)
def test_every_kind_of_event_says_who_hears_it(jenis):
    assert jenis in tabel.TABEL


def test_no_event_of_the_code_is_missing_in_the_table():
    prefixes = (
        "akun|biodata|instansi|permohonan|rujukan|informasi|pengaturan|surel|contoh|naskah|pesan|pendapat|surat"
        "|induk|jadwal|penandatanganan|kerjasama|rencana|pendaftaran"
    )
    written = re.compile(rf'(?<!name=)(?<!lock=)"((?:{prefixes})\.[a-z0-9_]+)"')
    templates = re.compile(r"\.(html|txt|py|csv|md|typ)$")
    found = {
        name
        for file in APP.glob("**/*.py")
        if "migrations" not in file.parts and file.name != "tabel.py"
        for name in written.findall(file.read_text(encoding="utf-8"))
        if not templates.search(name)
    }
    columns = {str(column) for table in db.metadata.tables.values() for column in table.columns}
    tasks = set(jobs.tasks)
    assert found - columns - tasks - set(tabel.TABEL) == set()


def test_no_event_that_is_recorded_is_missing_in_the_table():
    """Whatever its name begins with: the first word of each call of `record`."""
    recorded = {
        call.args[0].value
        for file in APP.glob("**/*.py")
        if "migrations" not in file.parts
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "record"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(recorded) > 30
    assert recorded - set(tabel.TABEL) == set()


def test_each_mail_has_both_of_its_templates(app):
    mails = {kabar.surat.templat for row in tabel.TABEL.values() for kabar in row if kabar.surat}
    assert len(mails) >= 17
    for path in mails:
        for kind in ("txt", "html"):
            app.jinja_env.get_template(f"{path}.{kind}")


# --- event × hearer
def ask(cast: Any) -> Any:
    draft = factories.make_draft(cast.pemohon)
    operations.choose_ppksd2(draft, actor=cast.pemohon, pengguna=cast.ppksd2)
    return draft


def replace(cast: Any) -> None:
    operations.choose_ppksd2(ask(cast), actor=cast.pemohon, pengguna=cast.rekan)


def invite(cast: Any) -> Any:
    return akun.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org")


def resubmit(cast: Any) -> None:
    case = factories.make_returned(cast.pemohon, cast.ppksd2, cast.admin)
    operations.mark_answered(case.verifikasi[-1].permintaan[0], actor=cast.pemohon)
    operations.submit_permohonan(case, actor=cast.pemohon, pakta=factories.current_pakta())


def remove(cast: Any) -> None:
    member = db.session.scalars(select(KeanggotaanInstansi).filter_by(pengguna_id=cast.rekan.id)).one()
    akun.remove_member(member, actor=cast.pemohon)


def link_of(pengguna: Pengguna) -> TautanAkun:
    akun.new_password_link(pengguna)
    return db.session.scalars(select(TautanAkun).where(TautanAkun.pengguna == pengguna)).one()


def submitted(cast: Any) -> Any:
    return factories.make_submitted(cast.pemohon, cast.ppksd2)


def lock_out(cast: Any) -> None:
    for _ in range(5):
        akun.sign_in("ayu@example.org", "bukan-kata-sandinya")


# (event, act, whose inbox, which addresses)
TABLE: list[tuple[str, Callable[[Any], Any], set[str], set[str]]] = [
    ("permohonan.draf_dibuat", lambda c: factories.make_draft(c.pemohon), set(), set()),
    ("permohonan.bagian_disimpan", lambda c: factories.make_draft(c.pemohon), set(), set()),
    ("permohonan.ppksd2_dipilih", ask, {BIMA}, {TO_BIMA}),
    ("permohonan.ppksd2_diganti", replace, {BIMA}, {TO_BIMA}),
    ("permohonan.ppksd2_menerima", lambda c: factories.make_draft(c.pemohon, c.ppksd2), {AYU}, {TO_AYU}),
    (
        "permohonan.ppksd2_menolak",
        lambda c: operations.answer_ppksd2(ask(c), actor=c.ppksd2, terima=False),
        {AYU},
        {TO_AYU},
    ),
    ("permohonan.draf_dihapus", lambda c: operations.delete_draft(ask(c), actor=c.pemohon), {BIMA}, set()),
    ("permohonan.dikirim", submitted, {BIMA} | ADMINS, {TO_AYU, TO_BIMA} | TO_ADMINS),
    ("permohonan.dikirim_ulang", resubmit, {BIMA} | ADMINS, {TO_AYU, TO_BIMA} | TO_ADMINS),
    ("permohonan.permintaan_ditandai", resubmit, set(), set()),
    (
        "permohonan.perbaikan_diminta",
        lambda c: factories.make_returned(c.pemohon, c.ppksd2, c.admin),
        {AYU, BIMA},
        {TO_AYU, TO_BIMA},
    ),
    (
        "permohonan.disetujui",
        lambda c: factories.make_approved(c.pemohon, c.ppksd2, c.admin),
        {AYU, BIMA} | TEAM,
        {TO_AYU, TO_BIMA} | TO_TEAM,
    ),
    (
        "permohonan.ditolak",
        lambda c: factories.make_rejected(c.pemohon, c.ppksd2, c.admin),
        {AYU, BIMA},
        {TO_AYU, TO_BIMA},
    ),
    (
        "permohonan.ditarik",
        lambda c: operations.withdraw_permohonan(submitted(c), actor=c.pemohon, alasan="Batal."),
        {BIMA} | ADMINS,
        {TO_BIMA} | TO_ADMINS,
    ),
    (
        "akun.dibuat",
        lambda c: akun.create_account(
            actor=c.admin, nama="Sri", email="sri@example.org", peran=[roles.PEMOHON]
        ),
        {"Sri"},
        {"sri@example.org"},
    ),
    ("akun.sandi_lupa", lambda c: akun.request_password_link(TO_AYU), {AYU}, {TO_AYU}),
    (
        "akun.sandi_diatur",
        lambda c: akun.set_password(link_of(c.pemohon), "Sungai-Kunjang-77-panjang"),
        {AYU},
        {TO_AYU},
    ),
    (
        "akun.sandi_diganti",
        lambda c: akun.change_password(actor=c.pemohon, old=PASSWORD, new="Sungai-Kunjang-77-panjang"),
        {AYU},
        {TO_AYU},
    ),
    (
        "akun.email_diminta",
        lambda c: akun.request_email_change(actor=c.pemohon, email="a@b.example.org", password=PASSWORD),
        {AYU},
        {"a@b.example.org"},
    ),
    ("akun.terkunci", lock_out, {AYU}, {TO_AYU}),
    ("akun.masuk_gagal", lock_out, set(), set()),
    (
        "akun.peran_diubah",
        lambda c: akun.change_account(c.tkksd, actor=c.admin, peran=[roles.PIMPINAN], is_active=True),
        {"Eka Contoh"},
        set(),
    ),
    (
        "biodata.nik_dilihat",
        lambda c: akun.reveal_nik(c.pemohon.biodata, actor=c.admin, alasan="Mencocokkan KTP."),
        {AYU},
        set(),
    ),
    ("instansi.anggota_diundang", invite, {"Baru Contoh"}, {"baru@example.org"}),
    (
        "instansi.anggota_bergabung",
        lambda c: akun.accept_invitation(invite(c), actor=c.baru),
        {AYU},
        {TO_AYU},
    ),
    (
        "instansi.undangan_dibatalkan",
        lambda c: akun.cancel_invitation(invite(c), actor=c.pemohon),
        set(),
        set(),
    ),
    ("instansi.anggota_keluar", remove, {REKAN}, set()),
]


@pytest.mark.parametrize(("jenis", "act", "inbox", "mail"), TABLE, ids=[row[0] for row in TABLE])
def test_these_hear_of_it_and_nobody_else(cast, jenis, act, inbox, mail):
    act(cast)
    assert in_inbox(jenis) == inbox
    assert by_mail(jenis) == mail


def test_who_invited_hears_that_the_invited_said_no(cast):
    akun.decline_invitation(invite(cast), actor=cast.baru)
    assert in_inbox("instansi.undangan_dibatalkan") == {AYU}
    assert by_mail("instansi.undangan_dibatalkan") == {TO_AYU}


def test_a_member_who_leaves_is_told_to_the_one_who_runs_the_institution(cast):
    akun.leave_instansi(actor=cast.rekan)
    assert in_inbox("instansi.anggota_keluar") == {AYU}


def test_an_invited_ppksd2_gets_one_mail_not_two(cast):
    draft = factories.make_draft(cast.pemohon)
    operations.invite_ppksd2(draft, actor=cast.pemohon, email="orang@example.org")
    to = select(func.count()).select_from(Surel).where(Surel.kepada == "orang@example.org")
    assert db.session.scalar(to) == 1
    assert by_mail("permohonan.ppksd2_diundang") == set()


def test_the_team_hears_of_a_withdrawal_only_if_it_ever_saw_the_case(cast):
    case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Batal.")
    assert in_inbox("permohonan.ditarik") == {BIMA} | ADMINS | TEAM


def test_who_arranges_the_signing_hears_that_the_application_was_taken_back(cast):
    case = agree(cast)
    penjadwalan.propose(case, actor=cast.pemohon, jenis=planned(case), slots=[at()])
    settings.put(TEAM_SEES_ALL, False)
    operations.withdraw_permohonan(case, actor=cast.pemohon, alasan="Batal.")
    assert in_inbox("permohonan.ditarik") == {BIMA, "Gita Contoh"} | ADMINS


def test_the_old_address_learns_that_it_was_replaced(cast):
    record(
        "akun.email_diganti",
        actor=cast.pemohon,
        objek=cast.pemohon,
        data={"lama": "dulu@example.org", "baru": TO_AYU},
    )
    assert by_mail("akun.email_diganti") == {"dulu@example.org"}


def test_who_joins_by_an_invitation_needs_no_mail_about_a_password(cast):
    undangan = akun.invite_member(cast.universitas, actor=cast.pemohon, email="orang@example.org")
    akun.join_as_new_account(undangan, nama="Orang Contoh", password="Sungai-Kunjang-77-panjang")
    assert by_mail("akun.dibuat") == set()


def test_a_closed_account_hears_nothing(cast):
    cast.admin2.active = False
    submitted(cast)
    assert "Darma Contoh" not in in_inbox("permohonan.dikirim")
    assert "darma@example.org" not in by_mail("permohonan.dikirim")


def test_a_role_through_a_group_brings_no_news(app, cast):
    """FAB's groups give no access; their members must not read of cases either."""
    from flask_appbuilder.security.sqla.models import Group, assoc_user_group

    group = Group(name="bagian", label="Bagian", roles=[app.appbuilder.sm.find_role(roles.ADMIN)])
    db.session.add(group)
    db.session.flush()
    db.session.execute(assoc_user_group.insert().values(user_id=cast.rekan.id, group_id=group.id))
    submitted(cast)
    assert REKAN not in in_inbox("permohonan.dikirim")


def test_who_is_admin_and_contact_at_once_hears_once_as_contact(app, cast):
    cast.ppksd2.roles = [*cast.ppksd2.roles, app.appbuilder.sm.find_role(roles.ADMIN)]
    submitted(cast)
    event = last_event("permohonan.dikirim")
    rows = db.session.scalars(
        select(Surel.sebagai).where(Surel.peristiwa_id == event.id, Surel.kepada == TO_BIMA)
    ).all()
    assert rows == ["ppksd"]


def test_example_data_tell_the_inbox_and_mail_nobody(cast):
    with without_mail(), afresh():
        submitted(cast)
    assert BIMA in in_inbox("permohonan.dikirim")
    assert by_mail("permohonan.dikirim") == set()


# --- and it costs the same, however many hear it
def test_a_thousand_hearers_cost_as_many_statements_as_two(app, cast):
    def statements() -> int:
        draft = factories.make_draft(cast.pemohon, cast.ppksd2)
        db.session.expire_all()  # as a request begins: nothing is known
        with counted() as seen:
            operations.submit_permohonan(draft, actor=cast.pemohon, pakta=factories.current_pakta())
        return len(seen)

    few = statements()
    role = app.appbuilder.sm.find_role(roles.ADMIN)
    for number in range(1000):
        mail = f"admin{number}@example.org"
        person = Pengguna(
            nama=mail, first_name="A", last_name="", username=mail, email=mail, active=True, roles=[role]
        )
        db.session.add(person)
    db.session.flush()
    many = statements()
    assert db.session.scalar(select(func.count()).select_from(Pemberitahuan)) > 1000
    assert many == few
