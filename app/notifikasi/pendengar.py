"""Who hears of an event: one SELECT for each kind of hearer, so that a thousand people cost what one costs.

Every function takes the event and answers rows of (pengguna_id, kepada, bahasa); pengguna_id is NULL for an e-mail
address without an account. Whether these people get a mail, and which words, is said in tabel.py.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, literal, or_, select, true

from app.akun import roles
from app.akun.models import Instansi, KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.akun.operations_akun import BY_STAFF
from app.jejak.models import Peristiwa
from app.kerjasama.models import KerjaSama
from app.kit import settings
from app.pembahasan.models import Pendapat
from app.penjadwalan.models import Penandatanganan
from app.permohonan.alur import PENJADWALAN
from app.permohonan.models import JawabanPetugas, PengampuPerkara, Penugasan, Permohonan, Petugas
from app.permohonan.queries import TEAM_SEES_ALL

Hearers = Select[Any]


def accounts(condition: ColumnElement[bool]) -> Hearers:
    """Accounts that are in use and fulfil a condition, at the address where they want news."""
    return _at(func.coalesce(Pengguna.email_kabar, Pengguna.email), condition)


def _at(kepada: Any, condition: ColumnElement[bool]) -> Hearers:
    return select(Pengguna.id.label("pengguna_id"), kepada.label("kepada"), Pengguna.bahasa).where(
        Pengguna.active.is_(True), condition
    )


def _petugas(peristiwa: Peristiwa, *conditions: ColumnElement[bool]) -> Hearers:
    asked = select(Petugas.pengguna_id).where(
        Petugas.permohonan_id == _case_id(peristiwa),
        Petugas.pengguna_id.is_not(None),
        Petugas.jawaban != JawabanPetugas.DITOLAK,
        *conditions,
    )
    return accounts(Pengguna.id.in_(asked))


def _case_id(peristiwa: Peristiwa) -> Any:
    """The case that an event belongs to; of an agreement the one that it came from."""
    if peristiwa.objek_tipe == KerjaSama.__tablename__:
        return select(KerjaSama.permohonan_id).where(KerjaSama.id == peristiwa.objek_id).scalar_subquery()
    return peristiwa.objek_id


def ppksd(peristiwa: Peristiwa) -> Hearers:
    """Both contacts of the case; one who refused is none."""
    return _petugas(peristiwa)


def ppksd1(peristiwa: Peristiwa) -> Hearers:
    return _petugas(peristiwa, Petugas.ke == 1)


def ppksd2(peristiwa: Peristiwa) -> Hearers:
    return _petugas(peristiwa, Petugas.ke == 2)


# -- the city's side -------------------------------------------------------------------------------------------------


def _has_role(*names: str) -> ColumnElement[bool]:
    """With one of these roles. FAB's groups give no access, so they give no news either."""
    role = Pengguna.roles.property.mapper.class_
    return Pengguna.roles.any(role.name.in_(names))


def _is_outside(peristiwa: Peristiwa) -> ColumnElement[bool]:
    """Not of the applying side: neither a contact of the case nor a member of its institution."""
    contact = select(Petugas.id).where(
        Petugas.permohonan_id == peristiwa.objek_id, Petugas.pengguna_id == Pengguna.id
    )
    member = (
        select(KeanggotaanInstansi.id)
        .join(Permohonan, Permohonan.instansi_id == KeanggotaanInstansi.instansi_id)
        .where(
            Permohonan.id == peristiwa.objek_id,
            KeanggotaanInstansi.pengguna_id == Pengguna.id,
            KeanggotaanInstansi.ended_at.is_(None),
        )
    )
    return and_(~contact.exists(), ~member.exists())


def _is_verified(peristiwa: Peristiwa) -> ColumnElement[bool]:
    """The case has passed verification: before that the team knows nothing of it."""
    verified = select(Permohonan.id).where(
        Permohonan.id == peristiwa.objek_id, Permohonan.verified_at.is_not(None)
    )
    return verified.exists()


def _assigned(peristiwa: Peristiwa) -> Select[Any]:
    return select(Penugasan.pengguna_id).where(
        Penugasan.permohonan_id == peristiwa.objek_id, Penugasan.ended_at.is_(None)
    )


def admin(peristiwa: Peristiwa) -> Hearers:
    """Everybody with the role Admin."""
    return accounts(_has_role(roles.ADMIN))


def admin_bukan_pihak(peristiwa: Peristiwa) -> Hearers:
    """The same without those who belong to the applying side: what is said among the city is not theirs."""
    return admin(peristiwa).where(_is_outside(peristiwa))


def tkksd(peristiwa: Peristiwa) -> Hearers:
    """The members of the coordination team, as far as the setting lets them see the case."""
    may_see: ColumnElement[bool] = Pengguna.id.in_(_assigned(peristiwa))
    if settings.get(TEAM_SEES_ALL):
        may_see = true()
    return accounts(and_(_has_role(roles.TKKSD), may_see, _is_verified(peristiwa)))


def anggota_perkara(peristiwa: Peristiwa) -> Hearers:
    """Who of the team works on the case: the assigned members, or all of TKKSD while nobody is assigned.

    The latter only as far as the setting lets them see it; never somebody of the applying side.
    """
    assigned = _assigned(peristiwa)
    works = and_(_has_role(*roles.TEAM), Pengguna.id.in_(assigned))
    if settings.get(TEAM_SEES_ALL):
        works = or_(works, and_(_has_role(roles.TKKSD), ~assigned.exists()))
    return accounts(and_(works, _is_verified(peristiwa), _is_outside(peristiwa)))


def protokol(peristiwa: Peristiwa) -> Hearers:
    """Who arranges signings, as far as they see the case: always while its signing is to be arranged."""
    arranging = select(Permohonan.id).where(
        Permohonan.id == peristiwa.objek_id, Permohonan.status.in_(PENJADWALAN)
    )
    may_see: ColumnElement[bool] = or_(Pengguna.id.in_(_assigned(peristiwa)), arranging.exists())
    if settings.get(TEAM_SEES_ALL):
        may_see = true()
    return accounts(and_(_has_role(roles.PROTOKOL), may_see, _is_verified(peristiwa), _is_outside(peristiwa)))


def protokol_bila_menjadwal(peristiwa: Peristiwa) -> Hearers:
    """The same, once a signing of the case was proposed."""
    signing = select(Penandatanganan.id).where(Penandatanganan.permohonan_id == peristiwa.objek_id)
    return protokol(peristiwa).where(signing.exists())


def protokol_yang_menjadwal(peristiwa: Peristiwa) -> Hearers:
    """Who arranged the signing of a case that is closed now."""
    signing = select(Penandatanganan.id).where(Penandatanganan.permohonan_id == peristiwa.objek_id)
    return accounts(and_(_has_role(roles.PROTOKOL), signing.exists(), _is_outside(peristiwa)))


def pengampu(peristiwa: Peristiwa) -> Hearers:
    """Lokus members of the perangkat daerah that carry the case; where the event names new ones, of these only."""
    carry = select(PengampuPerkara.opd_id).where(PengampuPerkara.permohonan_id == peristiwa.objek_id)
    named = peristiwa.data.get("baru")
    if isinstance(named, list):
        carry = carry.where(PengampuPerkara.opd_id.in_([key for key in named if isinstance(key, int)]))
    return accounts(
        and_(
            _has_role(roles.LOKUS),
            Pengguna.opd_id.in_(carry),
            _is_verified(peristiwa),
            _is_outside(peristiwa),
        )
    )


def pendukung_tahap(peristiwa: Peristiwa) -> Hearers:
    """Members of the team who gave an opinion in the case unasked: they hear what came of it, as far as they see it."""
    givers = select(Pendapat.pengguna_id).where(Pendapat.permohonan_id == peristiwa.objek_id)
    return tkksd(peristiwa).where(Pengguna.id.in_(givers), _is_outside(peristiwa))


def ditugaskan(peristiwa: Peristiwa) -> Hearers:
    """The members whom this act put on the case."""
    new = [key for key in peristiwa.data.get("baru", []) if isinstance(key, int)]
    return accounts(and_(Pengguna.id.in_(new), Pengguna.id.in_(_assigned(peristiwa))))


# -- who did something before ----------------------------------------------------------------------------------------


def pemberi_pendapat(peristiwa: Peristiwa) -> Hearers:
    """Whose note was answered: the one that the event names, else the one answered last by the same person."""
    answered = select(Pendapat.pengguna_id).where(Pendapat.permohonan_id == peristiwa.objek_id)
    named = peristiwa.data.get("pendapat_id")
    if isinstance(named, int):
        answered = answered.where(Pendapat.id == named)
    else:
        answered = (
            answered.where(Pendapat.ditanggapi_oleh_id == peristiwa.pelaku_id)
            .order_by(Pendapat.ditanggapi_at.desc(), Pendapat.id.desc())
            .limit(1)
        )
    return accounts(Pengguna.id.in_(answered))


def pemberi_lain(peristiwa: Peristiwa) -> Hearers:
    """Who of the city has given an opinion in the same stage as the one who gave one now."""
    stage = (
        select(Pendapat.tahap_id)
        .where(Pendapat.permohonan_id == peristiwa.objek_id, Pendapat.pengguna_id == peristiwa.pelaku_id)
        .order_by(Pendapat.id.desc())
        .limit(1)
    )
    givers = select(Pendapat.pengguna_id).where(
        Pendapat.tahap_id == stage.scalar_subquery(), Pendapat.digantikan_at.is_(None)
    )
    return accounts(
        and_(
            Pengguna.id.in_(givers),
            or_(
                _has_role(roles.ADMIN),
                Pengguna.id.in_(anggota_perkara(peristiwa).with_only_columns(Pengguna.id)),
            ),
            _is_outside(peristiwa),
        )
    )


def pencatat(peristiwa: Peristiwa) -> Hearers:
    """Who recorded the signing of the case last, before this event."""
    recorder = (
        select(Peristiwa.pelaku_id)
        .where(
            Peristiwa.objek_tipe == peristiwa.objek_tipe,
            Peristiwa.objek_id == peristiwa.objek_id,
            Peristiwa.jenis == "penandatanganan.dicatat",
            Peristiwa.id < peristiwa.id,
        )
        .order_by(Peristiwa.id.desc())
        .limit(1)
    )
    return accounts(Pengguna.id == recorder.scalar_subquery())


def disebut(peristiwa: Peristiwa) -> Hearers:
    """The person whom the event names: taken out of an institution, or asked no more to be PPKSD-2."""
    return accounts(Pengguna.id == peristiwa.data.get("pengguna_id"))


# -- accounts and institutions ---------------------------------------------------------------------------------------


def pemilik_akun(peristiwa: Peristiwa) -> Hearers:
    """The person whose account the event is about: always at the address of sign-in, which proves who she is."""
    return _at(Pengguna.email, Pengguna.id == peristiwa.objek_id)


def pemilik_akun_baru(peristiwa: Peristiwa) -> Hearers:
    """The owner of an account that staff made; whoever came in another way has a password or needs none."""
    condition = Pengguna.id == peristiwa.objek_id if peristiwa.data.get("cara") == BY_STAFF else false()
    return _at(Pengguna.email, condition)


def alamat_baru(peristiwa: Peristiwa) -> Hearers:
    """The address that a person wants to sign in with from now on."""
    return at_address(peristiwa, "email")


def alamat_lama(peristiwa: Peristiwa) -> Hearers:
    """The address that was replaced: if it was not the owner, the owner reads it there."""
    return at_address(peristiwa, "lama")


def at_address(peristiwa: Peristiwa, key: str) -> Hearers:
    """The owner of the account, at an address that the event names."""
    return pemilik_akun(peristiwa).with_only_columns(
        Pengguna.id.label("pengguna_id"),
        cast(literal(peristiwa.data[key]), String(320)).label("kepada"),
        Pengguna.bahasa,
    )


def diundang(peristiwa: Peristiwa) -> Hearers:
    """The e-mail address that was invited into an institution, in the language of its account or of who invites."""
    inviter = Pengguna.__table__.alias("pengundang")
    account = and_(func.lower(Pengguna.email) == UndanganInstansi.email, Pengguna.active.is_(True))
    return (
        select(
            Pengguna.id.label("pengguna_id"),
            UndanganInstansi.email.label("kepada"),
            func.coalesce(Pengguna.bahasa, inviter.c.bahasa).label("bahasa"),
        )
        .select_from(UndanganInstansi)
        .join(inviter, inviter.c.id == UndanganInstansi.pengundang_id)
        .outerjoin(Pengguna, account)
        .where(UndanganInstansi.id == peristiwa.objek_id)
    )


def pengelola_bila_ditolak(peristiwa: Peristiwa) -> Hearers:
    """The same when the person invited said no; who takes an invitation back needs no telling."""
    is_refused = peristiwa.data.get("oleh") == "yang diundang"
    return pengelola(peristiwa) if is_refused else accounts(false())


def pengelola(peristiwa: Peristiwa) -> Hearers:
    """Who leads the institution; for an invitation also the person who sent it."""
    active = KeanggotaanInstansi.ended_at.is_(None)
    leads = select(KeanggotaanInstansi.pengguna_id).where(active, KeanggotaanInstansi.is_pengelola)
    if peristiwa.objek_tipe == Instansi.__tablename__:
        return accounts(Pengguna.id.in_(leads.where(KeanggotaanInstansi.instansi_id == peristiwa.objek_id)))
    undangan = UndanganInstansi.id == peristiwa.objek_id
    sender = select(UndanganInstansi.pengundang_id).where(undangan)
    of_invitation = select(UndanganInstansi.instansi_id).where(undangan).scalar_subquery()
    return accounts(
        or_(
            Pengguna.id.in_(leads.where(KeanggotaanInstansi.instansi_id == of_invitation)),
            Pengguna.id.in_(sender),
        )
    )
