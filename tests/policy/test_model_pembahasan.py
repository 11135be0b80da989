"""A verified case walked at random through its three stages, its schedule and its signing: what must hold holds.

Most acts are tried by anybody at any moment; `go_on` takes the one that is due, so that runs come far.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.extensions import db
from app.jejak.models import Peristiwa
from app.jejak.queries import verify_chain
from app.kerjasama.models import KerjaSama
from app.kit.errors import Refused
from app.naskah import operations as naskah
from app.naskah.models import VersiNaskah
from app.naskah.queries import missing_slots, pokok_version, required_mark
from app.pembahasan import operations as pembahasan
from app.pembahasan import pesan_operations as pesan
from app.pembahasan.models import MENYETUJUI, Pendapat, Pengembalian, Pesan, Sikap
from app.penjadwalan import operations as jadwal
from app.penjadwalan.models import (
    TERBUKA,
    KeadaanJadwal,
    KeadaanUsulan,
    NaskahDitandatangani,
    Penandatanganan,
    SlotPasti,
)
from app.permohonan import operations, rules, tahap_operations
from app.permohonan.alur import PEMBAHASAN, Giliran, Status
from app.permohonan.models import GiliranPerkara, HasilTahap, Permohonan, TahapPerkara
from app.rujukan.models_rencana import AturanSyarat, PihakPendapat
from app.rujukan.queries_rencana import active_tempat
from tests import factories, papers

PEOPLE = ("pemohon", "ppksd2", "rekan", "asing", "admin", "tkksd", "hukum", "protokol", "lokus", "superadmin")
MONDAY = datetime(2027, 3, 1, 2, tzinfo=UTC)  # 10.00 in Samarinda


def number(query: Any) -> int:
    return db.session.scalar(query) or 0


def make_machine(cast: Any, sign: Callable[..., Any]) -> Any:
    """The machine for one cast; `sign` records and validates a signing as Admin would."""

    class Case(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.case = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
            self.count = 0

        # --- how an act is tried -----------------------------------------------------------------------------------
        def state(self) -> tuple[Any, ...]:
            mine = Permohonan.id == self.case.id
            row = db.session.execute(select(Permohonan.status, Permohonan.giliran).where(mine)).one()
            return (
                *row,
                *(number(select(func.count()).select_from(t)) for t in (Peristiwa, VersiNaskah, Pendapat)),
            )

        def act(self, function: Callable[[], Any]) -> None:
            db.session.flush()
            before = self.state()
            savepoint = db.session.begin_nested()
            try:
                function()
                db.session.flush()
                savepoint.commit()
            except Refused:
                savepoint.rollback()
                db.session.expire_all()
                assert self.state() == before

        def person(self, name: str) -> Any:
            return getattr(cast, name)

        @property
        def stage(self) -> TahapPerkara | None:
            return rules.open_stage(self.case)

        @property
        def signing(self) -> Penandatanganan | None:
            return db.session.scalar(
                select(Penandatanganan)
                .where(Penandatanganan.permohonan_id == self.case.id, Penandatanganan.keadaan.in_(TERBUKA))
                .order_by(Penandatanganan.id.desc())
                .limit(1)
            )

        def slots(self, day: int, count: int = 1) -> list[Any]:
            place = active_tempat()[0]
            starts = [MONDAY + timedelta(days=day % 5, hours=2 * n) for n in range(count)]
            return [jadwal.Waktu(at, at + timedelta(hours=1), place, "") for at in starts]

        # --- what people try ---------------------------------------------------------------------------------------
        @rule(who=st.sampled_from(PEOPLE), place=st.integers(0, 2))
        def upload(self, who: str, place: int) -> None:
            stage = self.stage or (self.case.tahap[-1] if self.case.tahap else None)
            if stage is None:
                return
            slots = stage.rencana_tahap.slot
            self.put(who, slots[place % len(slots)])

        def put(self, who: str, slot: Any) -> None:
            self.count += 1
            file = papers.upload(papers.pdf(text=f"Naskah {self.case.id} {self.count}"), "naskah.pdf")
            self.act(lambda: naskah.upload_version(self.case, actor=self.person(who), slot=slot, upload=file))

        @rule(who=st.sampled_from(PEOPLE), sikap=st.sampled_from(Sikap), back=st.integers(0, 2))
        def opinion(self, who: str, sikap: Sikap, back: int) -> None:
            self.say(who, sikap, 0 if back < 2 else 1)

        def say(self, who: str, sikap: Sikap, back: int = 0) -> None:
            stage = self.stage
            versi = pokok_version(stage) if stage else None
            mark = required_mark(stage) if stage else None
            if versi is None or mark is None:
                return
            self.act(
                lambda: pembahasan.give_opinion(
                    self.case,
                    actor=self.person(who),
                    sikap=sikap,
                    alasan="" if sikap is Sikap.SETUJU else "Pasal 4.",
                    versi_id=versi.id,
                    terakhir_id=mark - back,
                )
            )

        @rule(who=st.sampled_from(PEOPLE), alasan=st.sampled_from(("", "Lengkapi.")))
        def send_back(self, who: str, alasan: str) -> None:
            mark = required_mark(self.stage) if self.stage else None
            self.act(
                lambda: pembahasan.send_back(
                    self.case, actor=self.person(who), alasan=alasan, terakhir_id=mark or 0
                )
            )

        @rule(who=st.sampled_from(("pemohon", "tkksd", "asing")))
        def stop(self, who: str) -> None:
            self.act(lambda: pembahasan.stop_case(self.case, actor=self.person(who), alasan="Selesai."))

        @rule(who=st.sampled_from(PEOPLE), whom=st.lists(st.sampled_from(PEOPLE), max_size=3))
        def assign(self, who: str, whom: list[str]) -> None:
            people = [self.person(name) for name in whom]
            self.act(lambda: tahap_operations.assign(self.case, actor=self.person(who), anggota=people))

        @rule(
            who=st.sampled_from(PEOPLE),
            is_internal=st.booleans(),
            text=st.sampled_from(("", "Mohon diperiksa.")),
        )
        def write(self, who: str, is_internal: bool, text: str) -> None:
            self.count += 1
            self.act(
                lambda: pesan.post_message(
                    self.case,
                    actor=self.person(who),
                    isi=text,
                    is_internal=is_internal,
                    kunci=f"{self.case.id}-{self.count}",
                )
            )

        @rule(who=st.sampled_from(PEOPLE))
        def withdraw_message(self, who: str) -> None:
            row = db.session.scalar(select(Pesan).where(Pesan.permohonan_id == self.case.id).limit(1))
            if row is not None:
                self.act(lambda: pesan.withdraw_message(row, actor=self.person(who)))

        @rule(who=st.sampled_from(PEOPLE), day=st.integers(0, 6), count=st.integers(1, 4), both=st.booleans())
        def propose(self, who: str, day: int, count: int, both: bool) -> None:
            kinds = [t.rencana_tahap.naskah for t in self.case.tahap if t.rencana_tahap.naskah]
            wanted = kinds if both else kinds[-1:]
            self.act(
                lambda: jadwal.propose(
                    self.case, actor=self.person(who), jenis=wanted, slots=self.slots(day, count)
                )
            )

        @rule(who=st.sampled_from(PEOPLE))
        def choose_desk(self, who: str) -> None:
            kinds = [t.rencana_tahap.naskah for t in self.case.tahap if t.rencana_tahap.naskah]
            self.act(lambda: jadwal.choose_desk(self.case, actor=self.person(who), jenis=kinds))

        @rule(
            who=st.sampled_from(PEOPLE), what=st.integers(0, 4), day=st.integers(0, 6), is_late=st.booleans()
        )
        def answer_schedule(self, who: str, what: int, day: int, is_late: bool) -> None:
            signing = self.signing
            if signing is None:
                return
            actor, seen = self.person(who), signing.putaran - int(is_late)
            offers = [row for row in signing.usulan if row.keadaan is KeadaanUsulan.TENTATIF]
            acts: tuple[Callable[[], Any], ...] = (
                lambda: jadwal.approve_slot(
                    signing, actor=actor, usulan_id=offers[0].id if offers else 0, seen=seen
                ),
                lambda: jadwal.revise(
                    signing, actor=actor, waktu=self.slots(day)[0], catatan="Bentrok.", seen=seen
                ),
                lambda: jadwal.turn_to_desk(signing, actor=actor, alasan="Jadwal penuh.", seen=seen),
                lambda: jadwal.accept_revision(signing, actor=actor, seen=seen),
                lambda: jadwal.cancel(signing, actor=actor, alasan="Diulang.", seen=seen),
            )
            self.act(acts[what])

        @rule(who=st.sampled_from(PEOPLE))
        def record_and_validate(self, who: str) -> None:
            signing = self.signing
            if signing is not None:
                self.act(lambda: sign(signing, self.person(who)))

        @rule(day=st.integers(0, 6))
        def go_on(self, day: int) -> None:
            """Whatever is due is done by who must do it."""
            case, stage, signing = self.case, self.stage, self.signing
            if case.status in PEMBAHASAN and stage is not None:
                missing = missing_slots(stage)
                if missing:
                    self.put("pemohon", missing[0])
                elif self.is_held():
                    self.put("ppksd2", stage.rencana_tahap.pokok)
                else:
                    for name in ("admin", "tkksd", "hukum", "pemohon"):
                        if case.status in PEMBAHASAN and self.stage is stage:
                            self.say(name, Sikap.SETUJU)
            elif case.status is Status.DISEPAKATI:
                self.propose("pemohon", day, 2, True)
            elif signing is not None and signing.keadaan is KeadaanJadwal.DIUSULKAN:
                self.answer_schedule("protokol", 0, day, False)
            elif signing is not None and signing.keadaan is KeadaanJadwal.DIREVISI:
                self.answer_schedule("pemohon", 3, day, False)
            elif signing is not None:
                self.record_and_validate("admin")

        def is_held(self) -> bool:
            stage = self.stage
            mark = required_mark(stage) if stage else None
            if stage is None or mark is None:
                return False
            held = select(func.count()).where(
                Pendapat.tahap_id == stage.id,
                Pendapat.terakhir_id == mark,
                Pendapat.digantikan_at.is_(None),
                Pendapat.sikap.not_in(MENYETUJUI),
            )
            returned = select(func.count()).where(
                Pengembalian.tahap_id == stage.id, Pengembalian.terakhir_id == mark
            )
            return bool(number(held) or number(returned))

        # --- what must hold ----------------------------------------------------------------------------------------
        @invariant()
        def no_stage_closes_without_its_decisions_on_the_newest_version(self) -> None:
            for stage in self.case.tahap:
                if stage.hasil is not HasilTahap.DISEPAKATI:
                    continue
                mark = required_mark(stage)
                rows = db.session.scalars(
                    select(Pendapat).where(Pendapat.tahap_id == stage.id, Pendapat.digantikan_at.is_(None))
                ).all()
                fresh = [row for row in rows if row.terakhir_id == mark]
                assert all(row.sikap in MENYETUJUI for row in fresh)
                assert len({row.pengguna_id for row in fresh}) == len(fresh), "nobody speaks in two hats"
                for need in stage.rencana_tahap.syarat:
                    count = sum(row.pihak is need.pihak for row in fresh)
                    assert count >= (need.jumlah if need.aturan is AturanSyarat.SEKURANGNYA else 1), (
                        need.pihak
                    )

        @invariant()
        def nobody_of_the_applicant_speaks_for_the_city(self) -> None:
            ours = {cast.pemohon.id, cast.ppksd2.id, cast.rekan.id}
            for row in db.session.scalars(select(Pendapat).where(Pendapat.permohonan_id == self.case.id)):
                assert (row.pengguna_id in ours) == (row.pihak is PihakPendapat.PPKSD)

        @invariant()
        def closed_stages_keep_their_documents(self) -> None:
            late = select(func.count()).where(
                VersiNaskah.permohonan_id == self.case.id,
                VersiNaskah.tahap_id == TahapPerkara.id,
                TahapPerkara.closed_at < VersiNaskah.uploaded_at,
            )
            assert number(late) == 0
            open_stages = [stage for stage in self.case.tahap if stage.closed_at is None]
            assert bool(open_stages) == (self.case.status in PEMBAHASAN)

        @invariant()
        def nothing_overlaps_in_the_calendar(self) -> None:
            other = SlotPasti.__table__.alias()
            clash = select(func.count()).where(
                SlotPasti.id < other.c.id,
                SlotPasti.pejabat_id == other.c.pejabat_id,
                SlotPasti.rentang.op("&&")(other.c.rentang),
            )
            assert number(clash) == 0

        @invariant()
        def the_turn_is_what_the_ledger_says(self) -> None:
            running = db.session.scalars(
                select(GiliranPerkara).where(
                    GiliranPerkara.permohonan_id == self.case.id, GiliranPerkara.until_at.is_(None)
                )
            ).all()
            turns = [(row.giliran, row.status) for row in running]
            expected = [] if self.case.giliran is Giliran.SELESAI else [(self.case.giliran, self.case.status)]
            assert turns == expected

        @invariant()
        def no_event_without_its_change(self) -> None:
            mine = (Peristiwa.objek_tipe == Permohonan.__tablename__, Peristiwa.objek_id == self.case.id)

            def events(*names: str) -> int:
                return number(select(func.count()).where(*mine, Peristiwa.jenis.in_(names)))

            def rows(model: Any, *more: Any) -> int:
                return number(select(func.count()).where(model.permohonan_id == self.case.id, *more))

            assert events("naskah.diunggah") == rows(VersiNaskah)
            assert events("pendapat.diberikan") == rows(Pendapat)
            assert events("pesan.dikirim") == rows(Pesan)
            assert events("pesan.ditarik") == rows(Pesan, Pesan.ditarik_at.is_not(None))
            assert events("permohonan.tahap_ditutup") == rows(
                TahapPerkara, TahapPerkara.hasil == HasilTahap.DISEPAKATI
            )
            assert events("penandatanganan.divalidasi") == rows(
                Penandatanganan, Penandatanganan.keadaan == KeadaanJadwal.SELESAI
            )
            done = rows(NaskahDitandatangani, NaskahDitandatangani.kerja_sama_id.is_not(None))
            assert rows(KerjaSama) == done

        def teardown(self) -> None:
            assert verify_chain().broken_id is None
            db.session.expire_all()

    return Case


def test_whatever_people_try_in_the_stages_what_must_hold_holds(cast: Any) -> None:
    operations.db.session.flush()
    run_state_machine_as_test(
        make_machine(cast, factories.sign),
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
