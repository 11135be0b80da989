"""A case walked at random, by legal and illegal steps: whatever people try, what must hold holds."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.queries import verify_chain
from app.kit.errors import Refused
from app.permohonan import operations, rules
from app.permohonan import verifikasi_operations as verifikasi
from app.permohonan.alur import DAPAT_DIUBAH, ISIAN, TERVERIFIKASI, Status
from app.permohonan.models import (
    AlasanPerbaikan,
    HasilVerifikasi,
    Kiriman,
    Permohonan,
    PersetujuanPakta,
    Verifikasi,
)
from app.rujukan.queries import current_pakta
from tests import factories

PEOPLE = ("pemohon", "ppksd2", "rekan", "asing", "admin", "admin2", "tkksd", "superadmin")
SENT_EVENTS = ("permohonan.dikirim", "permohonan.dikirim_ulang")
ANSWER_EVENTS = ("permohonan.disetujui", "permohonan.perbaikan_diminta", "permohonan.ditolak")


def count(query) -> int:
    return db.session.scalar(query) or 0


def make_machine(cast):
    """The machine for one cast; every refusal is fine, as long as nothing has changed then."""

    class Case(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.case = operations.create_draft(actor=cast.pemohon)

        def act(self, function) -> None:
            before = (self.case.status, self.case.putaran, count(select(func.count()).select_from(Peristiwa)))
            savepoint = db.session.begin_nested()
            try:
                function()
                savepoint.commit()
            except Refused:
                savepoint.rollback()
                db.session.refresh(self.case)
                after = (
                    self.case.status,
                    self.case.putaran,
                    count(select(func.count()).select_from(Peristiwa)),
                )
                assert before == after

        @rule(who=st.sampled_from(PEOPLE), words=st.integers(0, 120), name=st.sampled_from(sorted(ISIAN)[:9]))
        def write(self, who, words, name):
            isian = {name: "kata " * words} if hasattr(self.case.persiapan, name) else {}
            self.act(
                lambda: operations.save_persiapan(self.case, actor=getattr(cast, who), isian=isian, seen=None)
            )

        @rule(who=st.sampled_from(("pemohon", "ppksd2", "asing")))
        def complete(self, who):
            self.act(lambda: factories.fill(self.case, getattr(cast, who)))

        @rule(who=st.sampled_from(PEOPLE), whom=st.sampled_from(PEOPLE))
        def choose(self, who, whom):
            self.act(
                lambda: operations.choose_ppksd2(
                    self.case, actor=getattr(cast, who), pengguna=getattr(cast, whom)
                )
            )

        @rule(who=st.sampled_from(PEOPLE), terima=st.booleans(), is_pakta=st.booleans())
        def answer(self, who, terima, is_pakta):
            pakta = current_pakta() if is_pakta else None
            self.act(
                lambda: operations.answer_ppksd2(
                    self.case, actor=getattr(cast, who), terima=terima, pakta=pakta
                )
            )

        @rule(who=st.sampled_from(PEOPLE), is_pakta=st.booleans())
        def submit(self, who, is_pakta):
            pakta = current_pakta() if is_pakta else None
            self.act(lambda: operations.submit_permohonan(self.case, actor=getattr(cast, who), pakta=pakta))

        @rule(who=st.sampled_from(PEOPLE))
        def approve(self, who):
            self.act(lambda: verifikasi.approve(self.case, actor=getattr(cast, who)))

        @rule(who=st.sampled_from(PEOPLE), names=st.lists(st.sampled_from(sorted(ISIAN)), max_size=3))
        def send_back(self, who, names):
            requests = [(name, AlasanPerbaikan.TIDAK_LENGKAP, "") for name in names]
            self.act(
                lambda: verifikasi.request_correction(
                    self.case, actor=getattr(cast, who), permintaan=requests
                )
            )

        @rule(who=st.sampled_from(PEOPLE), note=st.sampled_from(("", "Alasan.")))
        def refuse(self, who, note):
            self.act(lambda: verifikasi.reject(self.case, actor=getattr(cast, who), catatan=note))

        @rule(who=st.sampled_from(PEOPLE), note=st.sampled_from(("", "Alasan.")))
        def withdraw(self, who, note):
            self.act(lambda: operations.withdraw_permohonan(self.case, actor=getattr(cast, who), alasan=note))

        @rule(who=st.sampled_from(PEOPLE))
        def tick(self, who):
            asked = rules.open_requests(self.case)
            if asked:
                self.act(lambda: operations.mark_answered(asked[0], actor=getattr(cast, who)))

        @invariant()
        def no_stage_without_its_decisions(self):
            case = self.case
            decisions = {
                row.putaran: row.hasil
                for row in db.session.scalars(select(Verifikasi).where(Verifikasi.permohonan_id == case.id))
            }
            if case.status in TERVERIFIKASI:
                assert decisions[case.putaran] is HasilVerifikasi.SETUJU
                assert case.verified_at is not None
            if case.status is Status.DITOLAK:
                assert decisions[case.putaran] is HasilVerifikasi.TOLAK
                assert case.penutup
            if case.status is Status.PERLU_PERBAIKAN:
                assert decisions[case.putaran] is HasilVerifikasi.PERBAIKAN
            if case.status is Status.MENUNGGU_VERIFIKASI:
                assert case.putaran not in decisions
            if case.status is Status.DITARIK:
                assert case.penutup
                assert case.closed_at is not None

        @invariant()
        def no_event_without_its_change(self):
            mine = (Peristiwa.objek_tipe == Permohonan.__tablename__, Peristiwa.objek_id == self.case.id)

            def events(names):
                return count(select(func.count()).where(*mine, Peristiwa.jenis.in_(names)))

            sent = count(select(func.count()).where(Kiriman.permohonan_id == self.case.id))
            answered = count(select(func.count()).where(Verifikasi.permohonan_id == self.case.id))
            assert events(SENT_EVENTS) == sent == self.case.putaran
            assert events(ANSWER_EVENTS) == answered

        @invariant()
        def what_was_sent_was_complete_and_agreed_to(self):
            if self.case.status in DAPAT_DIUBAH:
                return
            assert rules.kekurangan(self.case) == []
            agreed = set(
                db.session.scalars(
                    select(PersetujuanPakta.pengguna_id).where(PersetujuanPakta.permohonan_id == self.case.id)
                )
            )
            assert {petugas.pengguna_id for petugas in self.case.petugas} <= agreed
            assert not self.case.kode.startswith("D-")

        def teardown(self):
            assert verify_chain().broken_id is None
            db.session.expire_all()

    return Case


def test_whatever_people_try_what_must_hold_holds(cast):
    run_state_machine_as_test(
        make_machine(cast),
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
