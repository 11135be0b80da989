"""What happens after an application was sent, and when: one text for the task list, the confirmation, the receipt."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.kit import settings
from app.kit.clock import add_working_days
from app.permohonan.kode import SETTINGS
from app.rujukan.queries import holidays

MOST_DAYS = 60


def _check_days(value: Any) -> Any:
    if not 1 <= value <= MOST_DAYS:
        return _l("Isi angka antara 1 dan %(n)s.", n=MOST_DAYS)
    return None


settings.declare(
    "hari_verifikasi",
    3,
    _l("Lama verifikasi (hari kerja)"),
    _l("Dijanjikan kepada pemohon pada halaman konfirmasi dan tanda terima."),
    _check_days,
    section=SETTINGS,
)


@dataclass(frozen=True)
class Lanjutan:
    """One thing that happens next; `on` is the day until which, when it can be told."""

    kalimat: Any
    on: date | None = None


def verification_due(sent_on: date) -> date:
    """The day until which Admin usually answers; working days without holidays."""
    return add_working_days(sent_on, settings.get("hari_verifikasi"), holidays())


def after_sending(sent_on: date | None = None) -> list[Lanjutan]:
    """The next three things; with the day of sending also until when."""
    days = settings.get("hari_verifikasi")
    return [
        Lanjutan(_l("Anda menerima kode dan tanda terima.")),
        Lanjutan(
            _l("Bagian Kerja Sama memverifikasi, biasanya dalam %(n)s hari kerja.", n=days),
            verification_due(sent_on) if sent_on else None,
        ),
        Lanjutan(_l("Bila disetujui, Anda mengunggah surat penawaran; jawabannya paling lama 30 hari.")),
    ]
