"""Two at the same moment: two officers, two presses, two answers. Real commits, several threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from sqlalchemy import func, select

from app.akun import roles
from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.errors import Refused
from app.pdp import operations, operations_persetujuan, queries
from app.pdp.models import JenisPermintaan, PermintaanData, Persetujuan
from app.permohonan import operations as permohonan
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan, Petugas
from app.rujukan.queries import current_pakta
from tests import factories

pytestmark = pytest.mark.usefixtures("committed")


def at_once(app: Any, *acts: Any) -> list[Any]:
    """Each act in a thread and a session of its own, begun together: what it answered, or the refusal."""
    barrier = Barrier(len(acts))

    def run(act: Any) -> Any:
        with app.app_context():
            try:
                barrier.wait(10)
                answer = act()
                db.session.commit()
                return answer
            except Refused as refusal:
                db.session.rollback()
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [job.result(30) for job in [pool.submit(run, act) for act in acts]]


def the(model: Any, number: int) -> Any:
    return db.session.get_one(model, number)


def count(query: Any) -> int:
    db.session.rollback()
    return db.session.scalar(query) or 0


def test_two_presses_at_once_make_one_request(app, cast):
    number = cast.asing.id

    def ask():
        return operations.ask(actor=the(Pengguna, number), jenis=JenisPermintaan.AKSES, isi="?") and None

    answers = at_once(app, ask, ask, ask)
    assert sum(isinstance(one, Refused) for one in answers) == 2
    assert count(select(func.count()).select_from(PermintaanData)) == 1


def test_of_two_officers_at_once_one_answers(app, cast):
    other = factories.make_pengguna("Pejabat Kedua", roles.PEJABAT_PDP).id
    row = operations.ask(actor=cast.asing, jenis=JenisPermintaan.HAPUS, isi="?").id
    db.session.commit()
    first = cast.pejabat_pdp.id

    def erase():
        operations.approve_erasure(the(PermintaanData, row), actor=the(Pengguna, first), jawaban="Ya.")

    def refuse():
        operations.refuse(the(PermintaanData, row), actor=the(Pengguna, other), jawaban="Tidak.")

    answers = at_once(app, erase, refuse)
    assert sum(isinstance(one, Refused) for one in answers) == 1
    ends = ("permintaan_data.dihapus", "permintaan_data.ditolak")
    assert count(select(func.count()).where(Peristiwa.jenis.in_(ends))) == 1


def test_a_case_that_is_being_sent_at_that_moment_stops_an_erasure(app, cast):
    """The officer waits until the case is there, and then sees it."""
    case = factories.make_draft(cast.pemohon, cast.ppksd2).id
    row = operations.ask(actor=cast.ppksd2, jenis=JenisPermintaan.HAPUS, isi="?").id
    owner, officer = cast.pemohon.id, cast.pejabat_pdp.id
    db.session.commit()
    is_sending = Event()

    def send():
        permohonan.submit_permohonan(the(Permohonan, case), actor=the(Pengguna, owner), pakta=current_pakta())
        db.session.flush()
        is_sending.set()
        sleep(0.5)

    def erase():
        is_sending.wait(10)
        operations.approve_erasure(the(PermintaanData, row), actor=the(Pengguna, officer), jawaban="Ya.")

    answers = at_once(app, send, erase)
    assert [type(one) for one in answers] == [type(None), Refused]
    assert count(select(func.count()).where(Permohonan.status == Status.MENUNGGU_VERIFIKASI)) == 1
    assert count(select(func.count()).select_from(Petugas)) == 2


def test_two_presses_consent_once(app, cast):
    number = cast.asing.id
    text = queries.texts_in_force()[0].id
    db.session.commit()

    def give():
        return operations_persetujuan.give(queries.find_text(text), actor=the(Pengguna, number))

    assert sorted(at_once(app, give, give)) == [False, True]
    assert count(select(func.count()).select_from(Persetujuan)) == 1
