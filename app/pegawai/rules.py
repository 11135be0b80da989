"""What holds in the directory: who may keep it, when too many leave at once, which roles a post proposes, who comes in.

A rule answers None when something is allowed, else a sentence. Neither Flask nor the database is known here.
"""

import hmac
import ipaddress
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import roles
from app.akun.rules import has_role
from app.pegawai.models import AturanPeranAsn, Pegawai

MOST_LEAVING = 0.2  # of all who are there: more than that is rather a broken file
FEW = 10  # below so many leavers nobody is asked twice
WRONG_BIRTHS = 5
WRONG_CODES = 5
CODES_A_DAY = 5
LINKS_A_DAY = 5


def why_not_keep(actor: Any) -> Any:
    """None when a person may change the directory."""
    if has_role(actor, roles.ADMIN, roles.SUPERADMIN):
        return None
    return _l("Direktori ASN hanya diubah oleh Admin.")


def why_not_set_source(actor: Any) -> Any:
    """None when a person may say where the directory is fetched from."""
    return None if has_role(actor, roles.SUPERADMIN) else _l("Sumber direktori hanya diatur oleh Superadmin.")


def are_many(leaving: int, present: int) -> bool:
    """Whether so many leave at once that a person must say so on purpose."""
    return leaving > FEW and leaving > present * MOST_LEAVING


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def fits(aturan: AturanPeranAsn, pegawai: Pegawai) -> bool:
    """A rule fits who works in its office, in a position that holds its words one after another, as whole words."""
    if aturan.opd_id is not None and aturan.opd_id != pegawai.opd_id:
        return False
    wanted, found = words_of(aturan.jabatan), words_of(pegawai.jabatan)
    if not wanted:
        return aturan.opd_id is not None
    return any(found[at : at + len(wanted)] == wanted for at in range(len(found) - len(wanted) + 1))


def proposed_roles(aturan: Iterable[AturanPeranAsn], pegawai: Pegawai) -> set[str]:
    """The roles that the rules propose for a person; never Superadmin, and none for who has left."""
    if not pegawai.is_aktif:
        return set()
    allowed = set(roles.ALL) - {roles.SUPERADMIN}
    return {one.peran.name for one in aturan if one.is_active and fits(one, pegawai)} & allowed


def is_inside(address: str, networks: Iterable[Any]) -> bool:
    """Whether an address lies in one of the networks; what is no address does not."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return any(found.version == one.version and found in one for one in networks)


def is_birth_password(pegawai: Pegawai, typed: str) -> bool:
    """Whether this is the guide's first password: the birth date as ddmmyyyy."""
    return hmac.compare_digest(first_password(pegawai.lahir_on).encode(), typed.strip().encode())


def first_password(born_on: date) -> str:
    return born_on.strftime("%d%m%Y")


def why_not_first_password(pegawai: Pegawai) -> Any:
    """None while somebody has neither come in nor tried too often; who has a password uses that."""
    if not pegawai.is_aktif or pegawai.bentrok_at is not None:
        return _l("Hubungi Bagian Kerja Sama.")
    if pegawai.sandi_pertama_at is not None or pegawai.sandi_pertama_gagal >= WRONG_BIRTHS:
        return _l("Kata sandi pertama sudah dipakai. Minta tautan lewat email.")
    if pegawai.pengguna is not None and (pegawai.pengguna.password or not pegawai.pengguna.active):
        return _l("Anda sudah mempunyai kata sandi.")
    return None
