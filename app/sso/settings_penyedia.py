"""The settings of being a provider for other applications. No rule is applied here."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.kit.settings import Section, declare

PROVIDER = Section(_l("SSO untuk aplikasi lain"), 75, is_operator=True)
IS_ON = "sso_penyedia"
REFRESH_DAYS = "sso_akses_hari"


def _days(value: int) -> Any:
    if 1 <= value <= 365:
        return None
    return _l("Isi bilangan antara %(low)s dan %(high)s.", low=1, high=365)


declare(
    IS_ON,
    False,
    _l("Aplikasi lain boleh masuk dengan akun Si KERJA"),
    _l("Si KERJA menjadi penyedia OpenID Connect bagi aplikasi yang didaftarkan Superadmin."),
    section=PROVIDER,
)
declare(
    REFRESH_DAYS,
    30,
    _l("Akses tanpa kehadiran orangnya berlaku sekian hari"),
    _l("Sesudah itu aplikasi meminta orangnya masuk lagi, seberapa pun sering dipakai."),
    _days,
    section=PROVIDER,
)
