"""Imports: a file is looked at, shown, and applied exactly as it was shown, or not at all."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import now
from app.kit.errors import Refused, Stale
from app.kit.storage import display_name
from app.pegawai import queries, rules
from app.pegawai.baca import Bacaan, csv_rows, read
from app.pegawai.giliran import lock_directory
from app.pegawai.models import ImporPegawai, KeadaanImpor, Sumber
from app.pegawai.operations import apply_plan
from app.pegawai.rencana import Rencana, plan

LARGE = 2000  # more changes than that are a job
KEEP_CONTENT = timedelta(days=7)
MOST_MESSAGES = 20_000
CHANGED_MEANWHILE = _l(
    "Direktori sudah berubah sejak berkas ini diperiksa, sehingga hasilnya akan lain dari yang ditampilkan. Periksa lagi."
)


def examine(content: bytes, name: str, *, actor: Pengguna, is_leaving: bool) -> ImporPegawai:
    """A dry run: what the file would change, kept with the file until it is applied. Raises Refused (field berkas)."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    bacaan, rencana = _look(content, is_leaving=is_leaving)
    impor = ImporPegawai(
        nama_berkas=display_name(name),
        sidik=hashlib.sha256(content).hexdigest(),
        isi=content,
        is_keluar=is_leaving,
        hitungan=rencana.counts(bacaan),
        pesan=[one.as_json() for one in sorted(bacaan.pesan, key=lambda one: one.baris)[:MOST_MESSAGES]],
        rencana_sidik=rencana.fingerprint(),
        pengunggah=actor,
    )
    db.session.add(impor)
    db.session.flush()
    return impor


def _look(content: bytes, *, is_leaving: bool) -> tuple[Bacaan, Rencana]:
    bacaan = read(csv_rows(content), queries.offices())
    return bacaan, plan(bacaan, queries.all_rows(), is_leaving=is_leaving)


def again(impor: ImporPegawai) -> Rencana | None:
    """What the kept file would change now; None when it is not kept any more."""
    return _look(impor.isi, is_leaving=impor.is_keluar)[1] if impor.isi else None


def apply(
    impor: ImporPegawai,
    *,
    actor: Pengguna,
    is_sure: bool = False,
    progress: Callable[[int], None] = lambda percent: None,
) -> ImporPegawai:
    """Apply what was shown. Raises Stale when it would be something else by now, Refused when too many would leave.

    `is_sure`: the person has said that so many leave on purpose.
    """
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    _refuse_unless(impor, KeadaanImpor.DIPERIKSA, KeadaanImpor.DIANTRE)
    rencana = again(impor)
    if rencana is None:
        raise Refused(_l("Berkas ini sudah dibuang. Unggah lagi."))
    if rencana.fingerprint() != impor.rencana_sidik:
        raise Stale(CHANGED_MEANWHILE)
    _refuse_many(rencana, is_sure)
    apply_plan(rencana, actor=actor, sumber=Sumber.CSV, progress=progress)
    impor.keadaan, impor.applied_at, impor.isi, impor.kemajuan = KeadaanImpor.DITERAPKAN, now(), None, 100
    data = {"hitungan": impor.hitungan, "sidik": impor.sidik}
    record("pegawai.diimpor", actor=actor, objek=impor, peran=acting_role(actor), data=data)
    return impor


def queue(impor: ImporPegawai, *, actor: Pengguna, is_sure: bool) -> ImporPegawai:
    """A large import waits for its job; what can be refused now is refused now. Raises Refused."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    _refuse_unless(impor, KeadaanImpor.DIPERIKSA)
    if rules.are_many(impor.hitungan["keluar"], impor.hitungan["hadir"]) and not is_sure:
        raise Refused(_many(impor.hitungan["keluar"], impor.hitungan["hadir"]), "yakin_keluar")
    impor.keadaan, impor.kemajuan = KeadaanImpor.DIANTRE, 0
    return impor


def fail(impor: ImporPegawai) -> None:
    """The job of a large import changed nothing; one that was applied already stays so."""
    db.session.execute(
        update(ImporPegawai)
        .where(ImporPegawai.id == impor.id, ImporPegawai.keadaan == KeadaanImpor.DIANTRE)
        .values(keadaan=KeadaanImpor.GAGAL)
    )


def drop(impor: ImporPegawai, *, actor: Pengguna) -> None:
    """A file that is not to be applied goes at once. Raises Refused."""
    refusal = rules.why_not_keep(actor)
    if refusal is not None:
        raise Refused(refusal)
    lock_directory()
    _refuse_unless(impor, KeadaanImpor.DIPERIKSA, KeadaanImpor.GAGAL)
    impor.keadaan, impor.isi, impor.pesan = KeadaanImpor.DIBUANG, None, []


def is_large(impor: ImporPegawai) -> bool:
    return sum(impor.hitungan[name] for name in ("baru", "berubah", "keluar", "kembali")) > LARGE


def forget_old() -> None:
    """Files that nobody applied hold people's birth dates: after some days they go."""
    db.session.execute(
        update(ImporPegawai)
        .where(ImporPegawai.created_at < now() - KEEP_CONTENT, ImporPegawai.isi.is_not(None))
        .values(isi=None, keadaan=KeadaanImpor.DIBUANG)
    )
    db.session.execute(
        update(ImporPegawai).where(ImporPegawai.created_at < now() - KEEP_CONTENT).values(pesan=[])
    )


def _refuse_unless(impor: ImporPegawai, *states: KeadaanImpor) -> None:
    state = db.session.scalar(select(ImporPegawai.keadaan).where(ImporPegawai.id == impor.id))
    if state not in states:
        raise Refused(_l("Impor ini sudah diterapkan atau dibuang."))


def _refuse_many(rencana: Rencana, is_sure: bool) -> None:
    if rencana.are_many_leaving and not is_sure:
        raise Refused(_many(len(rencana.keluar), rencana.hadir), "yakin_keluar")


def _many(leaving: int, present: int) -> object:
    return _l(
        "%(n)s dari %(jumlah)s orang akan keluar. Bila memang begitu, centang pernyataannya.",
        n=leaving,
        jumlah=present,
    )
