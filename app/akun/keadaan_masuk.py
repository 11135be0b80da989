"""What is switched on about signing in, for the page that Superadmin reads. Only told here."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select

from app.akun import roles
from app.akun import settings as own
from app.akun.models import Pengguna
from app.akun.models_masuk import FaktorTotp, KunciSandi
from app.extensions import db
from app.kit import settings
from app.kit.keadaan import Keadaan, register_keadaan


def _lines() -> list[Keadaan]:
    page = url_for("PengaturanSistemView.index")
    named = [role for role in roles.ALL if settings.get(own.factor_setting(role))]
    missing = _without_factor(named)
    examples = db.session.scalar(select(func.count()).where(Pengguna.is_contoh, Pengguna.active)) or 0
    return [
        Keadaan(
            _("Verifikasi dua langkah wajib"),
            ", ".join(named) or _("Untuk tidak satu peran pun"),
            bool(named),
            page,
            peringatan=_("%(n)s akun belum memasangnya; mereka memasangnya saat masuk.", n=missing)
            if missing
            else "",
        ),
        Keadaan(
            _("Akun contoh dikecualikan dari verifikasi dua langkah"),
            _("%(n)s akun", n=examples),
            bool(examples),
            peringatan=_("Kata sandinya diketahui umum. Jangan dipakai untuk data sungguhan.")
            if examples
            else "",
        ),
        Keadaan(
            _("Tindakan penting meminta bukti lagi"),
            _(
                "sesudah %(menit)s menit diam atau %(jam)s jam",
                menit=settings.get(own.IDLE_MINUTES),
                jam=settings.get(own.PROOF_HOURS),
            ),
            True,
            page,
        ),
        Keadaan(
            _("Kabar bila ada yang masuk dari peramban baru"),
            _("Dikirim ke email masuk.") if settings.get(own.TELL_NEW_BROWSER) else _("Tidak dikirim."),
            bool(settings.get(own.TELL_NEW_BROWSER)),
            page,
        ),
    ]


def _without_factor(names: list[str]) -> int:
    """How many real people have one of these roles and no second factor yet."""
    if not names:
        return 0
    role = Pengguna.roles.property.mapper.class_
    has_totp = exists().where(FaktorTotp.pengguna_id == Pengguna.id, FaktorTotp.confirmed_at.is_not(None))
    has_key = exists().where(KunciSandi.pengguna_id == Pengguna.id)
    people = select(func.count()).where(
        Pengguna.active, ~Pengguna.is_contoh, Pengguna.roles.any(role.name.in_(names)), ~has_totp, ~has_key
    )
    return db.session.scalar(people) or 0


register_keadaan(_l("Keamanan masuk"), 20, _lines)
