"""The words for what an application learns, as people read them. Nothing is decided here."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna

SCOPE_WORDS: dict[str, Any] = {
    "openid": _l("siapa Anda, dengan nomor acak"),
    "profile": _l("nama dan bahasa"),
    "email": _l("alamat email"),
    "nip": _l("NIP dan perangkat daerah"),
    "offline_access": _l("tetap terhubung saat Anda tidak membukanya"),
}


def words_of(scopes: str) -> list[Any]:
    """What the scopes of a consent mean, without the first, which they all have."""
    return [SCOPE_WORDS[one] for one in scopes.split() if one in SCOPE_WORDS and one != "openid"]


def shown_claims(account: Pengguna, scopes: Iterable[str]) -> list[tuple[Any, Any]]:
    """(label, value) of all that the application would learn, with the person's own values."""
    wanted = set(scopes)
    pairs: list[tuple[Any, Any]] = []
    if "profile" in wanted:
        language = _("Indonesia") if account.bahasa == "id" else _("Inggris")
        pairs += [(_("Nama"), account.nama), (_("Bahasa"), language)]
    if "email" in wanted:
        pairs.append((_("Email"), account.email))
    if "nip" in wanted:
        pairs += [
            (_("NIP"), account.nip or _("tidak ada")),
            (_("Perangkat daerah"), account.opd or _("tidak ada")),
        ]
    return pairs
