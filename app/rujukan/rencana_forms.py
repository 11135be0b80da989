"""The forms in which Admin edits a draft of a plan of stages. What is lawful is judged by rencana_rules.py."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, StopValidation

from app.kit.forms import Filled, Form, at_most
from app.rujukan.models_rencana import (
    AturanSyarat,
    JabatanTim,
    JenisHari,
    PihakPendapat,
    RencanaSlot,
    RencanaTahap,
    TahapBahas,
)
from app.rujukan.rencana_beda import IMAGES
from app.rujukan.rencana_rules import BOTH_PPKSD, MOST_DAYS, MOST_PEOPLE, Susunan, Syarat

NOBODY, ANYBODY, PICTURE = "", 0, "gambar"
BENTUK: dict[str, Any] = {"pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX", PICTURE: _l("Gambar (JPG, PNG)")}


class Listed:
    """One of the choices, or several; says in our words when there is none or another one."""

    field_flags = {"required": True}

    def __init__(self, when_none: Any = None) -> None:
        self.when_none = _l("Pilih salah satu.") if when_none is None else when_none

    def __call__(self, form: Any, field: Any) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        known = [choice.value for choice in field.iter_choices()]
        if not chosen or chosen == [None]:
            raise StopValidation(str(self.when_none))
        if any(value not in known for value in chosen):
            raise StopValidation(str(_l("Pilih salah satu dari daftar.")))


class SeenForm(Form):
    """A form that carries what its page showed."""

    seen = HiddenField()


def _number(label: Any, most: int, *more: Any, **options: Any) -> IntegerField:
    """A count from 1 on; may stay empty unless one of `more` says otherwise."""
    in_range = NumberRange(1, most, message=_l("Tulis bilangan antara %(min)s dan %(max)s."))
    keys = {"inputmode": "numeric"}
    return IntegerField(label, [*more, Optional(), in_range], render_kw=keys, **options)


class PapersForm(SeenForm):
    """Which agreements are drafted; the choices are those of the category."""

    susunan = RadioField(_l("Naskah yang disusun"), [Listed()], validate_choice=False)

    def offer(self, orders: tuple[Susunan, ...]) -> "PapersForm":
        self.susunan.choices = [SelectChoice(order.value, order.label) for order in orders]
        return self


class PublishForm(SeenForm):
    catatan = TextAreaField(
        _l("Catatan versi"),
        [at_most(500)],
        description=_l("Apa yang berubah dan mengapa; tampil bersama versi ini."),
        render_kw={"rows": 3},
    )


# --- who must agree ----------------------------------------------------------------------------
class NeededBy:
    """A number is written when the rule beside it counts people."""

    def __init__(self, pihak: PihakPendapat) -> None:
        self.rule = f"{pihak}_aturan"

    def __call__(self, form: Any, field: Field) -> None:
        is_blank = not field.raw_data or not str(field.raw_data[0]).strip()
        if is_blank and form[self.rule].data == AturanSyarat.SEKURANGNYA:
            field.errors[:] = []  # that a blank is no number need not be said as well
            raise StopValidation(str(_l("Tulis berapa orang yang harus setuju.")))


def only_with_rule(form: Any, field: Field) -> None:
    """Nobody is named among those of whom nothing is asked."""
    if field.data and not form.tkksd_aturan.data:
        raise StopValidation(
            str(_l("Jabatan hanya dapat diminta bila persetujuan anggota TKKSD diperlukan."))
        )


def _rule_words(pihak: PihakPendapat, tahap: TahapBahas) -> Iterator[SelectChoice]:
    yield SelectChoice(NOBODY, _l("Tidak diperlukan"))
    if pihak is PihakPendapat.PPKSD and tahap is TahapBahas.PENAWARAN:
        return
    yield SelectChoice(AturanSyarat.SEKURANGNYA.value, _l("Paling sedikit"))
    if pihak is PihakPendapat.TKKSD:
        yield SelectChoice(AturanSyarat.SEMUA.value, _l("Semua yang ditugaskan"))
    if pihak is PihakPendapat.PPKSD:
        yield SelectChoice(AturanSyarat.SEMUA.value, _l("Kedua PPKSD"))


COUNTED = _l("Diisi bila memilih “Paling sedikit”.")


class StageForm(SeenForm):
    """Until when a stage is answered and who must agree before it closes."""

    tenggat_hari = _number(
        _l("Tenggat jawaban, dalam hari"), MOST_DAYS, description=_l("Kosongkan bila tanpa tenggat.")
    )
    tenggat_jenis = RadioField(
        _l("Cara menghitung hari"),
        [Listed()],
        validate_choice=False,
        choices=[SelectChoice(day.value, day.label) for day in JenisHari],
    )
    admin_aturan = RadioField(_l("Admin"), [Listed()], validate_choice=False)
    admin_jumlah = _number(
        _l("Jumlah Admin"), MOST_PEOPLE, NeededBy(PihakPendapat.ADMIN), description=COUNTED
    )
    tkksd_aturan = RadioField(_l("Anggota TKKSD"), [Listed()], validate_choice=False)
    tkksd_jumlah = _number(
        _l("Jumlah anggota TKKSD"), MOST_PEOPLE, NeededBy(PihakPendapat.TKKSD), description=COUNTED
    )
    tkksd_jabatan = SelectField(
        _l("Harus termasuk"),
        [Listed(), only_with_rule],
        coerce=int,
        validate_choice=False,
        description=_l("Seorang dengan jabatan ini harus ada di antara yang setuju."),
    )
    ppksd_aturan = RadioField(_l("PPKSD"), [Listed()], validate_choice=False)
    ppksd_jumlah = _number(_l("Jumlah PPKSD"), BOTH_PPKSD, NeededBy(PihakPendapat.PPKSD), description=COUNTED)

    def offer(self, tahap: RencanaTahap, jabatan: Mapping[int, JabatanTim]) -> "StageForm":
        """Give the choices of this stage; a retired position is offered where it already stands."""
        for pihak in PihakPendapat:
            self[f"{pihak}_aturan"].choices = list(_rule_words(pihak, tahap.tahap))
        self.tkksd_jabatan.choices = [
            SelectChoice(ANYBODY, _l("Siapa saja")),
            *(SelectChoice(key, row.nama) for key, row in jabatan.items()),
        ]
        return self

    def syarat(self, jabatan: Mapping[int, JabatanTim]) -> dict[PihakPendapat, Syarat | None]:
        """What the valid form asks of each hat."""
        wanted: dict[PihakPendapat, Syarat | None] = {}
        for pihak in PihakPendapat:
            rule = self[f"{pihak}_aturan"].data
            named = jabatan.get(self.tkksd_jabatan.data) if pihak is PihakPendapat.TKKSD else None
            is_counted = rule == AturanSyarat.SEKURANGNYA
            count = self[f"{pihak}_jumlah"].data if is_counted else 1
            wanted[pihak] = Syarat(AturanSyarat(rule), count, named) if rule else None
        return wanted


def stage_values(tahap: RencanaTahap) -> dict[str, Any]:
    """What the form of a stage shows first."""
    values: dict[str, Any] = {
        "tenggat_hari": tahap.tenggat_hari,
        "tenggat_jenis": tahap.tenggat_jenis.value,
        "tkksd_jabatan": ANYBODY,
    }
    present = {row.pihak: row for row in tahap.syarat}
    for pihak in PihakPendapat:
        row = present.get(pihak)
        values[f"{pihak}_aturan"] = row.aturan.value if row else NOBODY
        values[f"{pihak}_jumlah"] = row.jumlah if row and row.aturan is AturanSyarat.SEKURANGNYA else None
        if row and row.jabatan_id:
            values["tkksd_jabatan"] = row.jabatan_id
    return values


# --- one document ------------------------------------------------------------------------------
class DocumentForm(SeenForm):
    nama = StringField(
        _l("Nama dokumen"), [Filled(), at_most(120)], description=_l("Seperti yang dibaca pemohon.")
    )
    kode = StringField(
        _l("Kode"),
        [Filled(), at_most(40)],
        description=_l("Nama pendek yang tetap sama dari versi ke versi, misalnya surat_penawaran."),
        render_kw={"spellcheck": "false", "autocapitalize": "none"},
    )
    petunjuk = TextAreaField(
        _l("Petunjuk"),
        [at_most(500)],
        description=_l("Dibaca pemohon di atas tombol unggah."),
        render_kw={"rows": 3},
    )
    bentuk = SelectMultipleField(
        _l("Bentuk berkas yang diterima"),
        [Listed(_l("Pilih sedikitnya satu bentuk berkas."))],
        validate_choice=False,
        choices=[SelectChoice(key, word) for key, word in BENTUK.items()],
    )
    is_wajib = BooleanField(
        _l("Wajib"), description=_l("Tahap tidak dapat diputuskan sebelum dokumen ini diunggah.")
    )
    is_pokok = BooleanField(
        _l("Dokumen pokok"),
        description=_l("Pendapat diberikan atas dokumen ini. Setiap tahap mempunyai tepat satu, dan wajib."),
    )

    def kinds(self) -> list[str]:
        """The kinds of files as they are stored."""
        chosen = list(self.bentuk.data or ())
        return [kind for kind in chosen if kind != PICTURE] + (list(IMAGES) if PICTURE in chosen else [])


def document_values(slot: RencanaSlot) -> dict[str, Any]:
    """What the form of a document shows first."""
    plain = [kind for kind in slot.bentuk if kind not in IMAGES]
    return {
        "nama": slot.nama,
        "kode": slot.kode,
        "petunjuk": slot.petunjuk,
        "bentuk": plain + ([PICTURE] if set(slot.bentuk) & set(IMAGES) else []),
        "is_wajib": slot.is_wajib,
        "is_pokok": slot.is_pokok,
    }
