"""Who may do what with accounts and institutions, and what is still missing. Neither Flask nor FAB is known here.

A rule answers None when something is allowed, else a sentence for the person. Nothing is read from the database.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.identitas import JenisIdentitas
from app.akun.models import KeanggotaanInstansi, Pengguna, UndanganInstansi
from app.akun.nik import NumberRefused, date_or_none, read_nik, read_nip
from app.rujukan.models_rencana import JabatanTim

MAX_OPEN_INVITATIONS = 20
MAX_INVITATIONS_AN_HOUR = 30  # mails of one person, whatever page they are sent from

# What each role is for; shown where roles are given and in docs/peran.md.
ROLE_WORDS: dict[str, Any] = {
    roles.SUPERADMIN: _l("Menjalankan aplikasi: semua halaman dan konsol. Tidak ikut memutuskan permohonan."),
    roles.ADMIN: _l("Bagian Kerja Sama: verifikasi permohonan, data induk, akun."),
    roles.TKKSD: _l("Anggota Tim Koordinasi Kerja Sama Daerah."),
    roles.PROTOKOL: _l("Anggota TKKSD dari Protokol dan Komunikasi Pimpinan: jadwal penandatanganan."),
    roles.LOKUS: _l("Perangkat daerah tempat kerja sama dilaksanakan."),
    roles.PIMPINAN: _l("Membaca semuanya, tidak mengubah apa pun."),
    roles.PEJABAT_PDP: _l("Pelindungan data pribadi: permintaan subjek data dan catatan pelanggaran."),
    roles.PEMOHON: _l("Mengajukan kerja sama atas nama instansinya."),
}


# --- roles --------------------------------------------------------------------------------
def roles_of(user: Any) -> set[str]:
    """The names of the roles a person has; none for a visitor. FAB's groups are not used."""
    if user is None or not getattr(user, "is_authenticated", False):
        return set()
    return {role.name for role in user.roles}


def has_role(user: Any, *names: str) -> bool:
    """Whether a person has one of these roles."""
    return bool(roles_of(user) & set(names))


def is_superadmin(user: Any) -> bool:
    return has_role(user, roles.SUPERADMIN)


def acting_role(user: Any) -> str:
    """The role under which the journal notes what a person does here: the strongest one; empty for the program."""
    mine = roles_of(user)
    return next((name for name in roles.ALL if name in mine), "")


def grantable_roles(actor: Any) -> tuple[str, ...]:
    """The roles that a person may give: Admin all but Superadmin."""
    if is_superadmin(actor):
        return roles.ALL
    return (
        tuple(name for name in roles.ALL if name != roles.SUPERADMIN) if has_role(actor, roles.ADMIN) else ()
    )


def why_not_create_account(actor: Any, wanted: Collection[str]) -> Any:
    """None when `actor` may create an account with these roles."""
    allowed = grantable_roles(actor)
    if not allowed:
        return _l("Hanya Admin dan Superadmin yang membuat akun.")
    if not wanted:
        return _l("Pilih sedikitnya satu peran.")
    if not set(wanted) <= set(allowed):
        return _l("Peran Superadmin hanya diberikan oleh Superadmin.")
    return None


def why_not_change_account(actor: Any, account: Pengguna, wanted: Collection[str], is_active: bool) -> Any:
    """None when `actor` may give an account these roles and this state."""
    refusal = why_not_create_account(actor, set(wanted) - {roles.SUPERADMIN} or {roles.PEMOHON})
    if refusal is not None:
        return refusal
    if not wanted:
        return _l("Pilih sedikitnya satu peran.")
    if roles.SUPERADMIN in {*wanted, *roles_of(account)} and not is_superadmin(actor):
        return _l("Akun Superadmin hanya diubah oleh Superadmin.")
    if account.id == actor.id and (not is_active or set(wanted) != roles_of(account)):
        return _l("Peran dan keadaan akun sendiri diubah oleh orang lain.")
    return None


def why_not_jabatan(jabatan: JabatanTim | None, wanted: Collection[str]) -> Any:
    """None when an account with these roles may hold a position of the coordination team."""
    if jabatan is None or set(wanted) & set(roles.TEAM):
        return None
    return _l("Jabatan dalam TKKSD hanya untuk akun dengan peran %(peran)s.", peran=" / ".join(roles.TEAM))


def why_not_reveal_nik(actor: Any, reason: str) -> Any:
    """None when `actor` may read the whole NIK of somebody else: Admin and Superadmin, for a reason."""
    if not has_role(actor, roles.ADMIN, roles.SUPERADMIN):
        return _l("Hanya Admin dan Superadmin yang melihat NIK lengkap.")
    return None if reason.strip() else _l("Tulis alasan melihat NIK.")


# --- what a password must not be --------------------------------------------------------------------------------
def personal_words(account: Any) -> list[str | None]:
    """What others know of a person and guess first: e-mail, names, NIP, the birth date in the NIP."""
    words: list[str | None] = [account.email, account.email.partition("@")[0], account.nama, account.nip]
    words += account.nama.split()
    if account.biodata is not None:
        words.append(account.biodata.nomor_kepegawaian)
    born_on = date_or_none(account.nip[:8]) if account.nip else None
    if born_on is not None:
        words += [born_on.strftime(pattern) for pattern in ("%d%m%Y", "%Y%m%d", "%d%m%y")]
    return words


def may_lack_nik(identity: Any) -> bool:
    """Only who registered with another identity than a KTP has biodata without a NIK; `identity` is that row, or None."""
    return identity is not None and identity.jenis is not JenisIdentitas.KTP


def why_not_nik(text: str, today: date) -> Any:
    """None for a possible NIK, else a sentence."""
    try:
        read_nik(text, today)
    except NumberRefused as refusal:
        return refusal.sentence
    return None


def why_not_nip(text: str) -> Any:
    """None for a possible NIP, else a sentence."""
    try:
        read_nip(text)
    except NumberRefused as refusal:
        return refusal.sentence
    return None


# --- institutions --------------------------------------------------------------------------------
def why_not_manage(actor: Any, membership: KeanggotaanInstansi | None) -> Any:
    """None when a member runs the institution: invites, takes out, hands over."""
    if membership is None or membership.pengguna_id != actor.id or membership.ended_at is not None:
        return _l("Anda bukan anggota instansi ini.")
    return None if membership.is_pengelola else _l("Hanya pengelola instansi yang dapat melakukannya.")


def why_not_invite(actor: Any, membership: KeanggotaanInstansi | None, open_count: int) -> Any:
    """None when one more person may be invited; `open_count` invitations still wait."""
    refusal = why_not_manage(actor, membership)
    if refusal is not None:
        return refusal
    if open_count >= MAX_OPEN_INVITATIONS:
        return _l(
            "Sudah ada %(n)s undangan yang menunggu jawaban. Batalkan dahulu yang tidak perlu.", n=open_count
        )
    return None


def why_not_mail(sent_lately: int) -> Any:
    """None when one more invitation may be mailed; `sent_lately` mails of this person left in the last hour."""
    if sent_lately >= MAX_INVITATIONS_AN_HOUR:
        return _l(
            "Anda sudah mengirim %(n)s undangan dalam satu jam. Coba lagi satu jam lagi.", n=sent_lately
        )
    return None


def why_not_leave(membership: KeanggotaanInstansi | None, others: Collection[KeanggotaanInstansi]) -> Any:
    """None when a member may leave; the last one who runs it hands over first while others remain."""
    if membership is None or membership.ended_at is not None:
        return _l("Anda bukan anggota instansi ini.")
    if membership.is_pengelola and others and not any(other.is_pengelola for other in others):
        return _l("Anda pengelola satu-satunya. Jadikan anggota lain pengelola sebelum keluar.")
    return None


def why_not_remove(actor: Any, manager: KeanggotaanInstansi | None, member: KeanggotaanInstansi) -> Any:
    """None when the person who runs the institution may take a member out."""
    refusal = why_not_manage(actor, manager)
    if refusal is not None:
        return refusal
    if manager is None or manager.instansi_id != member.instansi_id or member.ended_at is not None:
        return _l("Orang itu bukan anggota instansi Anda lagi.")
    if member.pengguna_id == actor.id:
        return _l("Untuk keluar sendiri, pakai tombol Keluar dari Instansi.")
    return None


def invitation_state(undangan: UndanganInstansi, now: datetime) -> str:
    """`terbuka`, `diterima`, `dibatalkan` or `kedaluwarsa`."""
    if undangan.accepted_at is not None:
        return "diterima"
    if undangan.cancelled_at is not None:
        return "dibatalkan"
    return "kedaluwarsa" if undangan.expires_at <= now else "terbuka"


INVITATION_WORDS: dict[str, Any] = {
    "diterima": _l("Undangan ini sudah diterima."),
    "dibatalkan": _l("Undangan ini sudah dibatalkan."),
    "kedaluwarsa": _l("Masa berlaku undangan ini sudah habis. Minta pengundang mengirimnya lagi."),
}


def why_not_accept(
    actor: Any, undangan: UndanganInstansi, now: datetime, membership: KeanggotaanInstansi | None
) -> Any:
    """None when this person may accept this invitation; `membership` is the one the person has now."""
    state = invitation_state(undangan, now)
    if state != "terbuka":
        return INVITATION_WORDS[state]
    if actor.email.lower() != undangan.email:
        return _l("Undangan ini untuk alamat email lain. Masuklah dengan akun yang memakai alamat itu.")
    if not undangan.instansi.is_active:
        return _l("Instansi ini tidak aktif lagi.")
    if membership is not None and membership.instansi_id == undangan.instansi_id:
        return _l("Anda sudah menjadi anggota instansi ini.")
    if membership is not None:
        return _l(
            "Satu orang hanya dapat menjadi anggota satu instansi. Keluar dahulu dari instansi yang sekarang."
        )
    return None
