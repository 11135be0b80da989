"""Where an agreement stands: by its dates and by how its case ended. One answer in SQL and the same one in Python."""

from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case, exists, literal, not_

from app.kerjasama.models import KerjaSama
from app.kit.clock import today
from app.permohonan.alur import Status
from app.permohonan.models import Permohonan


class Keadaan(StrEnum):
    """The four words; they are those of a case in the same situation."""

    DITANDATANGANI = "ditandatangani"  # signed, the term has not begun
    BERJALAN = "berjalan"
    BERAKHIR = "berakhir"
    DIAKHIRI = "diakhiri"  # ended before its term was over

    @property
    def label(self) -> Any:
        return _LABEL[self]


_LABEL: dict[str, Any] = {
    Keadaan.DITANDATANGANI: _l("Ditandatangani"),
    Keadaan.BERJALAN: _l("Berjalan"),
    Keadaan.BERAKHIR: _l("Berakhir"),
    Keadaan.DIAKHIRI: _l("Diakhiri lebih awal"),
}


def keadaan_of(kerja_sama: KerjaSama, on: date | None = None) -> Keadaan:
    """Where one agreement stands on a day (today). Its first and its last day are days of its term."""
    on = on or today()
    if kerja_sama.permohonan.status is Status.DIAKHIRI:
        return Keadaan.DIAKHIRI
    if on > kerja_sama.berlaku_until:
        return Keadaan.BERAKHIR
    return Keadaan.BERJALAN if on >= kerja_sama.berlaku_from else Keadaan.DITANDATANGANI


def is_ended_early() -> ColumnElement[bool]:
    return exists().where(Permohonan.id == KerjaSama.permohonan_id, Permohonan.status == Status.DIAKHIRI)


def keadaan_sql(on: date | None = None) -> ColumnElement[str]:
    """The same as `keadaan_of`, as an expression on KerjaSama; answers the value as text."""
    on = on or today()
    return case(
        (is_ended_early(), literal(Keadaan.DIAKHIRI.value)),
        (KerjaSama.berlaku_until < on, literal(Keadaan.BERAKHIR.value)),
        (KerjaSama.berlaku_from > on, literal(Keadaan.DITANDATANGANI.value)),
        else_=literal(Keadaan.BERJALAN.value),
    )


def stands_in(keadaan: Keadaan, on: date | None = None) -> ColumnElement[bool]:
    """The condition that leaves agreements in one situation, written so that indexes on the dates can be used."""
    on = on or today()
    if keadaan is Keadaan.DIAKHIRI:
        return is_ended_early()
    by_dates: dict[Keadaan, ColumnElement[bool]] = {
        Keadaan.BERAKHIR: KerjaSama.berlaku_until < on,
        Keadaan.DITANDATANGANI: KerjaSama.berlaku_from > on,
        Keadaan.BERJALAN: and_(KerjaSama.berlaku_from <= on, KerjaSama.berlaku_until >= on),
    }
    return and_(by_dates[keadaan], not_(is_ended_early()))
