"""Which agreements a person may see, one of them with what its page needs, those of a case, and what may stand above."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import joinedload

from app.akun import roles
from app.akun.models import KeanggotaanInstansi, Pengguna
from app.akun.rules import roles_of
from app.extensions import db
from app.kerjasama.keadaan import Keadaan, stands_in
from app.kerjasama.models import IndukPerkara, KerjaSama, KoreksiKerjaSama
from app.permohonan import queries as permohonan_queries
from app.permohonan.models import Permohonan
from app.rujukan.models_rencana import JenisNaskah


def sees_all(user: Pengguna | None) -> bool:
    """Whether this person sees every agreement, as every case that was submitted."""
    return bool(roles_of(user) & {roles.SUPERADMIN, roles.ADMIN, roles.PIMPINAN})


def visible_to(user: Pengguna | None) -> ColumnElement[bool]:
    """The condition on KerjaSama that leaves what this person may see.

    Everybody sees what was released to the public register; members see all of their institution; who may see a case
    sees what was signed in it.
    """
    released = KerjaSama.released_at.is_not(None)
    if user is None or not getattr(user, "is_authenticated", False):
        return released
    if sees_all(user):
        return true()
    cases = select(Permohonan.id).where(permohonan_queries.visible_to(user))
    own = select(KeanggotaanInstansi.instansi_id).where(
        KeanggotaanInstansi.pengguna_id == user.id, KeanggotaanInstansi.ended_at.is_(None)
    )
    return or_(released, KerjaSama.permohonan_id.in_(cases), KerjaSama.instansi_id.in_(own))


def find(kode: str, user: Pengguna | None) -> KerjaSama | None:
    """One agreement by its code, when this person may see it."""
    return db.session.scalar(
        select(KerjaSama)
        .where(KerjaSama.kode == kode.strip().upper(), visible_to(user))
        .options(
            joinedload(KerjaSama.kategori), joinedload(KerjaSama.permohonan), joinedload(KerjaSama.berkas)
        )
    )


def may_see_case(user: Pengguna | None, kerja_sama: KerjaSama) -> bool:
    """Whether this person sees the case behind it, and with it the signed scan: it holds signatures."""
    condition = permohonan_queries.visible_to(user)
    found = select(Permohonan.id).where(Permohonan.id == kerja_sama.permohonan_id, condition)
    return db.session.scalar(found) is not None


def of_case(permohonan: Permohonan) -> Sequence[KerjaSama]:
    """What was signed in a case, the umbrella first."""
    return db.session.scalars(
        select(KerjaSama)
        .where(KerjaSama.permohonan_id == permohonan.id)
        .options(joinedload(KerjaSama.berkas))
        .order_by(KerjaSama.jenis.in_([JenisNaskah.KB, JenisNaskah.NK]).desc(), KerjaSama.id)
    ).all()


def induk_of(permohonan: Permohonan) -> KerjaSama | None:
    """The agreement that already stands and under which this case makes its second one; None when it makes both."""
    return db.session.scalar(
        select(KerjaSama)
        .join(IndukPerkara, IndukPerkara.kerja_sama_id == KerjaSama.id)
        .where(IndukPerkara.permohonan_id == permohonan.id)
    )


def parents_for(permohonan: Permohonan) -> Sequence[KerjaSama]:
    """Kesepakatan Bersama of the same institution that are in force today; none where no PKS is made (Sinergi)."""
    plan = permohonan.rencana
    if plan is None or not any(row.naskah is JenisNaskah.PKS for row in plan.tahap):
        return []
    return db.session.scalars(
        select(KerjaSama)
        .where(
            KerjaSama.instansi_id == permohonan.instansi_id,
            KerjaSama.jenis == JenisNaskah.KB,
            stands_in(Keadaan.BERJALAN),
        )
        .order_by(KerjaSama.ditandatangani_on.desc(), KerjaSama.id.desc())
    ).all()


def children_of(kerja_sama: KerjaSama, user: Pengguna | None) -> Sequence[KerjaSama]:
    """What was made under an agreement, as far as this person may see it; oldest first."""
    return db.session.scalars(
        select(KerjaSama)
        .where(KerjaSama.induk_id == kerja_sama.id, visible_to(user))
        .options(joinedload(KerjaSama.permohonan))
        .order_by(KerjaSama.ditandatangani_on, KerjaSama.id)
    ).all()


def parent_of(kerja_sama: KerjaSama, user: Pengguna | None) -> KerjaSama | None:
    """The agreement above, when this person may see it."""
    if kerja_sama.induk_id is None:
        return None
    return db.session.scalar(select(KerjaSama).where(KerjaSama.id == kerja_sama.induk_id, visible_to(user)))


def corrections(kerja_sama: KerjaSama) -> Sequence[KoreksiKerjaSama]:
    """What was recorded beside the signed file, oldest first."""
    return db.session.scalars(
        select(KoreksiKerjaSama)
        .where(KoreksiKerjaSama.kerja_sama_id == kerja_sama.id)
        .options(joinedload(KoreksiKerjaSama.oleh), joinedload(KoreksiKerjaSama.berkas))
        .order_by(KoreksiKerjaSama.id)
    ).all()
