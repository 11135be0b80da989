"""Two at the same moment: one first password, one link, one import, each does its work once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

from sqlalchemy import func, select

from app.akun import operations as akun
from app.akun import roles
from app.akun.models import Pengguna
from app.extensions import db
from app.kit.errors import Refused
from app.pegawai import operations_ikut, operations_impor, operations_masuk, operations_usulan, tasks
from app.pegawai import settings as own
from app.pegawai.giliran import lock_directory
from app.pegawai.models import ImporPegawai, KeadaanImpor, Pegawai, TautanPegawai, UsulanPeran
from tests import factories
from tests.pegawai import asn
from tests.pegawai.asn import BIRTH, NIP, SANDI

CROWD = 4


def at_once(app, act):
    """`act()` in several threads, each with its own transaction; answers what came of each (None when refused)."""
    barrier = Barrier(CROWD)

    def one(_number):
        with app.app_context():
            barrier.wait()
            try:
                result = act()
                db.session.commit()
                return result
            except Refused:
                db.session.rollback()
                return None
            finally:
                db.session.remove()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def accounts():
    return db.session.scalar(select(func.count()).select_from(Pengguna).where(Pengguna.nip == NIP))


def test_the_first_password_lets_one_of_several_in(app, committed):
    asn.put(own.BIRTH_PASSWORD, own.BY_NETWORK)
    asn.put(own.NETWORKS, "10.0.0.0/8")
    asn.make_pegawai()
    db.session.commit()
    found = at_once(app, lambda: akun.sign_in(NIP, BIRTH, alamat="10.1.1.1").account is not None)
    assert (found.count(True), accounts()) == (1, 1)


def test_one_link_pressed_by_several_makes_one_account(app, committed):
    asn.make_pegawai()
    operations_masuk.request_link(NIP)
    tautan = db.session.scalars(select(TautanPegawai.id)).one()
    db.session.commit()

    def press():
        return bool(operations_masuk.use_link(db.session.get(TautanPegawai, tautan), SANDI))

    assert (at_once(app, press).count(True), accounts()) == (1, 1)


def test_an_import_applied_by_several_is_applied_once(app, committed, cast):
    content = f"NIP;Nama;Email\n{NIP};Sari Contoh;sari@example.org\n".encode()
    impor = operations_impor.examine(content, "a.csv", actor=cast.admin, is_leaving=False).id
    admin = cast.admin.id
    db.session.commit()

    def press():
        row, actor = db.session.get(ImporPegawai, impor), db.session.get(Pengguna, admin)
        return bool(operations_impor.apply(row, actor=actor))

    assert at_once(app, press).count(True) == 1
    assert db.session.scalar(select(func.count()).select_from(Pegawai)) == 1


def test_a_second_run_of_the_job_leaves_what_the_first_has_applied(app, committed, cast):
    content = f"NIP;Nama;Email\n{NIP};Sari Contoh;sari@example.org\n".encode()
    impor = operations_impor.examine(content, "a.csv", actor=cast.admin, is_leaving=False)
    operations_impor.queue(impor, actor=cast.admin, is_sure=False)
    db.session.commit()
    key, admin = impor.id, cast.admin.id
    for _run in range(2):
        tasks.apply_import(key, admin, False)
        db.session.commit()
    assert db.session.get(ImporPegawai, key).keadaan is KeadaanImpor.DITERAPKAN


def test_who_leaves_while_admin_confirms_a_role_has_none_afterwards(app, committed, cast):
    pegawai = asn.make_pegawai()
    account = factories.make_pengguna("Sari Contoh", roles.PEMOHON, email=asn.EMAIL)
    operations_ikut.link(pegawai, account, is_new=False)
    asn.make_rule(roles.TKKSD, jabatan="analis hukum")
    operations_usulan.propose(pegawai)
    usulan = db.session.scalars(select(UsulanPeran.id)).one()
    keys = pegawai.id, account.id, cast.admin.id
    db.session.commit()
    turn = Lock()

    def press():
        row, admin = db.session.get(Pegawai, keys[0]), db.session.get(Pengguna, keys[2])
        with turn:
            is_leaving = not done
            done.append(1)
        if is_leaving:
            lock_directory()
            db.session.refresh(row)
            operations_ikut.leave(row, actor=admin)
        else:
            operations_usulan.decide(db.session.get(UsulanPeran, usulan), actor=admin, is_yes=True)
        return True

    done = []
    at_once(app, press)
    db.session.expire_all()
    assert [role.name for role in db.session.get(Pengguna, keys[1]).roles] == [roles.PEMOHON]
