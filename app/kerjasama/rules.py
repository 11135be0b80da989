"""May this person do this with an agreement now? None, or a sentence why not. Neither Flask nor FAB is known here."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.models import Pengguna
from app.akun.rules import has_role
from app.kerjasama.models import KerjaSama
from app.kit.formats import tanggal
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan
from app.permohonan.rules import is_interested
from app.permohonan.sambungan import is_bound

MAX_KOREKSI = 4000

NOT_ADMIN = _l("Hanya Admin yang mengurus daftar kerja sama.")
INTERESTED = _l(
    "Anda anggota instansi mitra kerja sama ini, sehingga tidak dapat bertindak untuk Pemerintah Kota."
)


def may_keep(user: Pengguna, kerja_sama: KerjaSama) -> Any:
    """Releasing to the public register, taking back, and correcting: Admin, but nobody of the partner's side."""
    if not has_role(user, roles.ADMIN):
        return NOT_ADMIN
    return INTERESTED if is_interested(user, kerja_sama.permohonan) else None


NO_EXCHANGE = _l(
    "Sesudah tahap Penawaran, Kesepakatan Bersama yang menaungi perkara hanya dapat diganti dengan yang lain, dan "
    "hanya selama belum ada naskah yang ditandatangani."
)


def may_choose_parent(permohonan: Permohonan, has_parent: bool, *, is_none: bool) -> bool:
    """Whether what stands above a case may become another agreement (`is_none`: nothing, it makes its own).

    Freely while the offer is discussed; afterwards only one for another, until something is signed.
    """
    if permohonan.status is Status.PENAWARAN:
        return True
    return has_parent and not is_none and not is_bound(permohonan)


def why_not_under(induk: KerjaSama, on: date) -> Any:
    """None when a paper may be signed under this agreement on a day; else a sentence (domain.md 1.4: it must stand)."""
    if on < induk.berlaku_from:
        return _l("%(induk)s baru berlaku pada %(hari)s.", induk=induk, hari=tanggal(induk.berlaku_from))
    if on > induk.berlaku_until:
        return _l(
            "%(induk)s, yang menaungi perkara ini, berakhir pada %(hari)s. Minta Bagian Kerja Sama memilih "
            "Kesepakatan Bersama lain yang masih berlaku.",
            induk=induk,
            hari=tanggal(induk.berlaku_until),
        )
    return None


def years_after(start_on: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February in a year without it."""
    try:
        return start_on.replace(year=start_on.year + years)
    except ValueError:
        return start_on.replace(year=start_on.year + years, day=28)


def check_koreksi(isi: str) -> Any:
    """What a correction must say."""
    if not isi.strip():
        return _l("Tulis apa yang keliru di naskah dan bagaimana yang benar.")
    if len(isi) > MAX_KOREKSI:
        return _l("Koreksi paling banyak %(max)s huruf.", max=MAX_KOREKSI)
    return None
