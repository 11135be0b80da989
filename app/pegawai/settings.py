"""The settings of the directory of ASN. How people first come in is Superadmin's alone."""

import ipaddress
from typing import Any

from flask_babel import lazy_gettext as _l

from app.kit.settings import Section, declare

FIRST_SIGN_IN = Section(_l("Masuk pertama ASN"), 72, is_operator=True)
LINK_MINUTES = "asn_tautan_menit"
BIRTH_PASSWORD = "asn_sandi_pertama"  # the name of a setting, not a secret
NETWORKS = "asn_sandi_pertama_jaringan"
OFF, BY_NETWORK, BY_CODE = "mati", "jaringan", "kode"


def _between(low: int, high: int) -> Any:
    def check(value: int) -> Any:
        if low <= value <= high:
            return None
        return _l("Isi bilangan antara %(low)s dan %(high)s.", low=low, high=high)

    return check


def networks_of(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks of a text, apart by commas or blanks. Raises ValueError."""
    return [ipaddress.ip_network(part) for part in text.replace(",", " ").split()]


def _check_networks(text: str) -> Any:
    try:
        found = networks_of(text)
    except ValueError:
        return _l("Tulis jaringan seperti 10.20.0.0/16, dipisahkan koma.")
    if any(not one.prefixlen for one in found):
        return _l("Jaringan 0.0.0.0/0 berarti seluruh internet; sebutkan jaringan kantor.")
    return None


declare(
    LINK_MINUTES,
    60,
    _l("Masa berlaku tautan masuk pertama ASN (menit)"),
    _l("Dikirim ke alamat email pada direktori ASN."),
    _between(10, 24 * 60),
    section=FIRST_SIGN_IN,
)
declare(
    BIRTH_PASSWORD,
    OFF,
    _l("Tanggal lahir sebagai kata sandi pertama ASN"),
    _l(
        "Tanggal lahir dapat dibaca dari NIP, jadi bukan rahasia. Bila dinyalakan, hanya berlaku sekali dan memaksa "
        "membuat kata sandi baru. Tautan lewat email tetap berlaku."
    ),
    choices={
        OFF: _l("Mati: hanya tautan lewat email"),
        BY_NETWORK: _l("Hanya dari jaringan kantor"),
        BY_CODE: _l("Dengan kode yang dikirim ke email direktori"),
    },
    section=FIRST_SIGN_IN,
)
declare(
    NETWORKS,
    "",
    _l("Jaringan kantor untuk kata sandi pertama"),
    _l("Misalnya 10.20.0.0/16, 103.10.20.0/24. Kosong: tidak dari mana pun."),
    _check_networks,
    section=FIRST_SIGN_IN,
)
