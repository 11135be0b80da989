"""The forms of scheduling: proposing times, Protokol's other time, and acts that need a reason. No rule is decided here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Optional

from app.kit.clock import WITA, to_wita, today
from app.kit.forms import Chosen, Filled, Form, at_most, whole_number
from app.penjadwalan import queries, rules
from app.penjadwalan.models import Metode
from app.penjadwalan.rules import MAX_CATATAN, MAX_TEMPAT, MOST_SLOTS, Waktu
from app.rujukan.models_rencana import JenisNaskah, Tempat
from app.rujukan.queries_rencana import active_tempat

OTHER = "lain"
HOURS = ["%H:%M", "%H:%M:%S", "%H.%M"]
METODE = {Metode.DESK: _l("Desk to desk"), Metode.TATAP_MUKA: _l("Tatap muka")}

# The first time has the plain labels; the others stand under a heading of their own.
_LABELS = {
    1: (_l("Tanggal"), _l("Jam"), _l("Tempat"), _l("Nama tempat lain")),
    2: (
        _l("Pilihan 2: hari"),
        _l("Pilihan 2: pukul"),
        _l("Pilihan 2: lokasi"),
        _l("Pilihan 2: nama lokasi lain"),
    ),
    3: (
        _l("Pilihan 3: hari"),
        _l("Pilihan 3: pukul"),
        _l("Pilihan 3: lokasi"),
        _l("Pilihan 3: nama lokasi lain"),
    ),
}


def number_in(field: Any) -> int:
    """The whole number that a hidden field carries; -1 for anything else."""
    return int(whole_number(field.data, -1))


class WaktuForm(Form):
    """One or more times with their places. `is_warned`: the page asks whether an unusual day is meant."""

    seen = HiddenField()
    tetap = BooleanField(_l("Tetap usulkan"))
    count = 1
    is_warned = False
    kosong: Sequence[datetime] = ()  # free times that the refusal brought along
    kosong_ke = 1  # the time in whose place they would come

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places: dict[str, Tempat] = {str(row.id): row for row in active_tempat()}
        choices = [SelectChoice("", _("– pilih tempat –"))]
        choices += [SelectChoice(key, row.nama) for key, row in self._places.items()]
        choices.append(SelectChoice(OTHER, _("Tempat lain")))
        for ke in self.numbers:
            self[f"tempat_{ke}"].choices = choices
        for field in self.parts(1)[:3]:
            field.flags.required = True  # as labels say it; desk to desk asks for no time at all

    @property
    def numbers(self) -> range:
        return range(1, self.count + 1)

    def parts(self, ke: int) -> tuple[Any, Any, Any, Any]:
        """Date, hour, place and other place of one time."""
        return self[f"tanggal_{ke}"], self[f"jam_{ke}"], self[f"tempat_{ke}"], self[f"nama_tempat_{ke}"]

    def is_used(self, ke: int) -> bool:
        """Whether anything was filled in for this time; the first is always meant."""
        return ke == 1 or any(field.raw_data and field.raw_data[0] for field in self.parts(ke))

    def fits(self) -> bool:
        """Whether what was filled in makes whole times; the sentences stand at the fields."""
        is_good = self.validate()
        told = [self._fits(ke) for ke in self.numbers if self.is_used(ke)]  # all of them, not only the first
        return all(told) and is_good

    def _fits(self, ke: int) -> bool:
        tanggal, jam, tempat, nama = self.parts(ke)
        wrong: list[tuple[Any, Any]] = []
        if tanggal.data is None and not tanggal.errors:
            wrong.append((tanggal, _("Pilih tanggalnya.")))
        elif tanggal.data is not None:
            wrong.append((tanggal, rules.check_day(tanggal.data, today())))
        if jam.data is None and not jam.errors:
            wrong.append((jam, _("Pilih jamnya.")))
        if not tempat.data:
            wrong.append((tempat, _("Pilih tempatnya.")))
        elif tempat.data == OTHER and not nama.data:
            wrong.append((nama, _("Tulis nama tempatnya.")))
        elif tempat.data != OTHER and nama.data:
            wrong.append((nama, _("Pilih Tempat lain pada daftar, atau kosongkan isian ini.")))
        wrong = [(field, sentence) for field, sentence in wrong if sentence is not None]
        for field, sentence in wrong:
            field.errors = [*field.errors, str(sentence)]
        return not wrong

    @property
    def slots(self) -> list[Waktu]:
        """The times, once the form fits."""
        return [self._waktu(ke) for ke in self.numbers if self.is_used(ke)]

    def _waktu(self, ke: int) -> Waktu:
        tanggal, jam, tempat, nama = self.parts(ke)
        start = datetime.combine(tanggal.data, jam.data.replace(second=0), WITA).astimezone(UTC)
        is_other = tempat.data == OTHER
        return Waktu(
            start,
            start + queries.duration(),
            None if is_other else self._places[tempat.data],
            nama.data if is_other else "",
        )

    def take_free(self, chosen: str) -> bool:
        """Put a free time, as its button names it (`1:2026-12-10T10:30`), into the form; False when it is none."""
        ke, _colon, text = chosen.partition(":")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return False
        if ke not in {str(number) for number in self.numbers}:
            return False
        tanggal, jam, _tempat, _nama = self.parts(int(ke))
        tanggal.data, jam.data = moment.date(), moment.time()
        for field, value in ((tanggal, moment.strftime("%Y-%m-%d")), (jam, moment.strftime("%H:%M"))):
            field.raw_data = [value]
        return True

    def offer(self, ke: int, kosong: Sequence[datetime]) -> None:
        self.kosong_ke, self.kosong = ke, kosong

    @property
    def tawaran(self) -> list[tuple[str, datetime]]:
        """The free times as buttons: value and moment."""
        return [(f"{self.kosong_ke}:{to_wita(one):%Y-%m-%dT%H:%M}", one) for one in self.kosong]


def _add_times(form: type[WaktuForm]) -> None:
    for ke in range(1, form.count + 1):
        tanggal, jam, tempat, nama = _LABELS[ke]
        given: dict[str, Any] = {
            "tanggal": DateField(tanggal, [Optional()]),
            "jam": TimeField(jam, [Optional()], format=HOURS),
            "tempat": SelectField(tempat, [Optional()], default=""),
            "nama_tempat": StringField(nama, [Optional(), at_most(MAX_TEMPAT)]),
        }
        for name, field in given.items():
            setattr(form, f"{name}_{ke}", field)


class UsulForm(WaktuForm):
    """The PPKSD's method, papers and times."""

    count = MOST_SLOTS
    metode = RadioField(
        _l("Metode Penandatanganan"), [Chosen()], choices=[SelectChoice(*one) for one in METODE.items()]
    )
    naskah = RadioField(_l("Naskah"), validate_choice=False)

    @property
    def is_desk(self) -> bool:
        return self.metode.data == Metode.DESK

    @property
    def jenis(self) -> list[JenisNaskah]:
        """The chosen papers; a text that names none is none."""
        known = JenisNaskah._value2member_map_
        return [JenisNaskah(one) for one in (self.naskah.data or "").split(",") if one in known]

    def fits(self) -> bool:
        """Desk to desk needs no time: what is wrong with one does not matter then."""
        if not self.is_desk:
            return super().fits()
        self.validate()
        for ke in self.numbers:
            for field in self.parts(ke):
                field.errors = []
        return not self.metode.errors


class RevisiForm(WaktuForm):
    """Protokol's other time."""

    catatan = TextAreaField(
        _l("Catatan"), [Optional(), at_most(MAX_CATATAN)], description=_l("Dibaca PPKSD.")
    )


_add_times(UsulForm)
_add_times(RevisiForm)


class AlasanForm(Form):
    """An act that needs a reason."""

    seen = HiddenField()
    alasan = TextAreaField(
        _l("Alasan"),
        [Filled(_l("Tulis alasannya.")), at_most(MAX_CATATAN)],
        description=_l("Dibaca PPKSD."),
    )


class JawabForm(Form):
    """One press: approving a time, accepting a revision."""

    seen = HiddenField()
    usulan = HiddenField()


def paper_key(jenis: Sequence[JenisNaskah]) -> str:
    """Papers as the form's choice carries them."""
    return ",".join(one.value for one in jenis)
