"""Two at the same moment, on two connections: one result, and the other one is told."""

from functools import partial

import pytest
from sqlalchemy import func, select

from app.akun import operations, queries
from app.akun.models import (
    Biodata,
    Instansi,
    JenisKelamin,
    KeanggotaanInstansi,
    Pengguna,
    PercobaanMasuk,
    UndanganInstansi,
)
from app.extensions import db
from app.rujukan.models import JenisPemohon, Wilayah
from tests import bersamaan


@pytest.fixture
def at_once(app, committed):
    """Runs acts in threads that start together; answers what each gave or why it was refused."""
    return lambda *acts: bersamaan.in_words(bersamaan.started_together(app, *acts))


def isian(**changes):
    return {
        "nama_lengkap": "Contoh",
        "nama_panggilan": "Contoh",
        "nik": "6472010101800088",
        "jenis_kelamin": JenisKelamin.LAKI_LAKI,
        "email": "kontak@example.org",
        "telepon": "+6281234567890",
        "wilayah": db.session.scalar(select(Wilayah).where(Wilayah.kode == "64.72")),
        "alamat": "Jalan",
        "unit_kerja": "Unit",
        "nomor_kepegawaian": "1",
        "jabatan": "Staf",
        **changes,
    }


def person(email):
    return db.session.scalar(select(Pengguna).where(Pengguna.email == email))


def test_failures_at_the_same_moment_are_all_counted(committed, cast, at_once):
    for name in ("ayu@example.org", "tidak-ada@example.org"):
        answers = at_once(*[partial(operations.sign_in, name, "salah-sekali-ini")] * 4)
        assert not any(answer.account or answer.locked_until for answer in answers)
    assert person("ayu@example.org").fail_login_count == 4
    assert db.session.scalar(select(PercobaanMasuk.fail_login_count)) == 4
    locked = at_once(*[lambda: operations.sign_in("ayu@example.org", "salah-sekali-ini")] * 3)
    assert all(answer.locked_until for answer in locked)


def test_one_nik_goes_to_one_of_two_people(committed, cast, at_once):
    def save(email):
        return lambda: operations.save_biodata(actor=person(email), isian=isian(), seen=0)

    answers = at_once(save("baru@example.org"), save("eka@example.org"))
    assert sum("sudah dipakai" in str(answer) for answer in answers) == 1
    assert (
        db.session.scalar(select(func.count()).select_from(Biodata).where(Biodata.nik_samar.endswith("0088")))
        == 1
    )


def test_two_presses_register_one_institution(committed, cast, at_once):
    values = {
        "nama": "Yayasan Bersamaan",
        "jenis": JenisPemohon.LEMBAGA,
        "kode_pos": "75123",
        "alamat": "Jalan",
        "telepon": "+62541123456",
        "email": "kontak@example.org",
        "website": None,
    }

    def register():
        wilayah = db.session.scalar(select(Wilayah).where(Wilayah.kode == "64.72"))
        return operations.create_instansi(
            actor=person("baru@example.org"), isian=values | {"wilayah": wilayah}
        ).id

    answers = at_once(register, register)
    assert sum("satu instansi" in str(answer) for answer in answers) == 1
    assert db.session.scalar(select(func.count()).where(Instansi.nama == "Yayasan Bersamaan")) == 1


def test_two_invitations_accepted_at_once_make_one_membership(committed, cast, at_once):
    ids = [
        operations.invite_member(cast.universitas, actor=cast.pemohon, email="baru@example.org").id,
        operations.invite_member(cast.perusahaan, actor=cast.asing, email="baru@example.org").id,
    ]
    db.session.commit()

    def accept(id):
        return lambda: (
            operations.accept_invitation(
                db.session.get(UndanganInstansi, id), actor=person("baru@example.org")
            ).id
        )

    answers = at_once(*map(accept, ids))
    assert sum(isinstance(answer, int) for answer in answers) == 1
    account = person("baru@example.org")
    memberships = select(func.count()).where(KeanggotaanInstansi.pengguna_id == account.id)
    assert db.session.scalar(memberships) == 1


def test_two_who_run_it_and_leave_at_once_do_not_leave_it_to_nobody(committed, cast, at_once):
    instansi = cast.universitas
    member = next(row for row in queries.memberships_of(instansi) if row.pengguna is cast.ppksd2)
    operations.make_pengelola(member, actor=cast.pemohon)
    db.session.commit()

    def leave(email):
        return lambda: operations.leave_instansi(actor=person(email)).id

    answers = at_once(leave("ayu@example.org"), leave("bima@example.org"))
    assert sum("pengelola satu-satunya" in str(answer) for answer in answers) == 1
    assert any(row.is_pengelola for row in queries.memberships_of(instansi))


def test_one_address_goes_to_one_of_two_new_accounts(committed, cast, at_once):
    def create():
        return operations.create_account(
            actor=person("dewi@example.org"), nama="Kawan", email="kawan@example.org", peran=["Pemohon"]
        ).id

    answers = at_once(create, create)
    assert sum("sudah dipakai akun lain" in str(answer) for answer in answers) == 1
