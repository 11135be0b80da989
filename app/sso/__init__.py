"""Single sign-on with OpenID Connect, both ends: klien_* signs people in through another provider, penyedia_* is one."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Tell the frame where the fingerprint leads."""
    from app.sso.tombol_klien import sign_in_address

    app.jinja_env.globals.update(alamat_masuk=sign_in_address)
