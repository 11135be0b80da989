"""People: accounts and signing in, biodata, institutions and their members, roles."""

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Forms sent after the sign-in has expired are kept; who must do something first is turned away.

    Templates are told a person's roles (frame, header).
    """
    from app.akun import gerbang, keadaan_masuk, lanjut, roles, sambungan, sessions, tampil_lagi  # noqa: F401
    from app.akun.rules import has_role, roles_of
    from app.akun.rules_lembaga import VERIFIKASI_WORDS
    from app.kit.look import CHOSEN

    def roles_in_words(user: Any) -> str:
        return " · ".join(sorted(roles_of(user)))

    def verification_in_words(instansi: Any) -> Any:
        return VERIFIKASI_WORDS[instansi.verifikasi]

    lanjut.init_app(app)
    tampil_lagi.init_app(app)
    gerbang.init_app(app)
    app.extensions[CHOSEN] = sessions.keep_language

    def is_staff(user: Any) -> bool:
        return has_role(user, *roles.OFFICE)

    app.jinja_env.globals.update(
        keterangan_akun=roles_in_words,
        kata_verifikasi=verification_in_words,
        is_staf=is_staff,
        tombol_masuk=sambungan.tombol_masuk,
    )
