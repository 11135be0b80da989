"""The form of a signing's record, made for the papers of one signing, and the two small forms of Admin's answer.

A file that was chosen once need not be chosen again when the form comes back: its fingerprint goes along, sealed for
this signing and a day, so that nobody names a file of the store by typing one.
"""

from datetime import date
from typing import Any, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from app.akun.models import Pengguna
from app.kit import storage
from app.kit.clock import to_wita, today
from app.kit.content import MEGABYTE
from app.kit.errors import Refused
from app.kit.forms import Filled, Form, at_most, whole_number
from app.kit.storage import Berkas
from app.penjadwalan import nomor
from app.penjadwalan.models import Penandatanganan, Pihak
from app.penjadwalan.ttd_rules import Galat, Isi, IsiNaskah, agreed_on, faults, field_of, papers
from app.rujukan.models_rencana import JenisNaskah, Pejabat
from app.rujukan.queries_rencana import active_pejabat

KEPT_SECONDS = 24 * 3600
KEPT = "_tersimpan"  # the field that carries a file which was uploaded before
MAX_NAME, MAX_NUMBER, MAX_ALASAN = 200, 120, 2000
PDF = {"accept": ".pdf,application/pdf"}


class CatatForm(Form):
    """What every record has; `form_for` adds the fields of each paper."""

    ditandatangani_on = DateField(_l("Tanggal penandatanganan"), [Filled()])
    tempat = StringField(_l("Tempat penandatanganan"), [Filled(), at_most(MAX_NAME)])
    pejabat = SelectField(
        _l("Pejabat penanda tangan"),
        [Filled(_l("Pilih pejabat yang menandatangani untuk Pemerintah Kota."))],
        description=_l(
            "Hanya Perjanjian Kerja Sama yang dapat ditandatangani pejabat lain dengan surat kuasa."
        ),
    )
    kuasa_nomor = StringField(
        _l("Nomor surat kuasa"),
        [at_most(MAX_NUMBER)],
        description=_l("Wajib bila yang menandatangani bukan Wali Kota."),
    )
    kuasa_berkas = FileField(
        _l("Surat kuasa (PDF)"),
        description=_l("Wajib bila yang menandatangani bukan Wali Kota."),
        render_kw=PDF,
    )
    mitra_nama = StringField(_l("Nama penanda tangan"), [Filled(), at_most(MAX_NAME)])
    mitra_jabatan = StringField(_l("Jabatan penanda tangan"), [Filled(), at_most(MAX_NAME)])
    mitra_kuasa_nomor = StringField(_l("Nomor surat kuasa mitra"), [at_most(MAX_NUMBER)])
    mitra_kuasa_berkas = FileField(_l("Surat kuasa mitra (PDF)"), render_kw=PDF)
    paraf = BooleanField(_l("Paraf ada di setiap halaman"))
    meterai = BooleanField(_l("Meterai terpasang"))
    stempel = BooleanField(_l("Stempel kedua pihak ada"))
    seen = HiddenField()

    jenis: tuple[JenisNaskah, ...] = ()
    ttd: Penandatanganan
    pejabat_rows: dict[str, Pejabat]

    # --- files -----------------------------------------------------------------------------------------------------
    @property
    def file_names(self) -> list[str]:
        return ["kuasa_berkas", "mitra_kuasa_berkas", *(field_of(one, "berkas") for one in self.jenis)]

    def kept(self, name: str) -> dict[str, str] | None:
        """The file that this field carries along: its fingerprint and its name; None when there is none of ours."""
        return _unseal(self[name + KEPT].data or "", self.ttd)

    def mark_needed_files(self) -> None:
        """A scan must be chosen, unless it came along."""
        for jenis in self.jenis:
            name = field_of(jenis, "berkas")
            self[name].flags.required = self.kept(name) is None

    def carry(self, name: str, berkas: Berkas | None, shown: str = "") -> None:
        """From now on this field has this file, also when the form comes back."""
        if berkas is not None:
            self[name + KEPT].data = _seal(berkas, shown or berkas.nama, self.ttd)

    def take_files(self, actor: Pengguna) -> dict[str, Berkas]:
        """Keep what was chosen, and find again what came along; a file that is no good is said beside its field."""
        found: dict[str, Berkas] = {}
        for name in self.file_names:
            upload = self[name].data
            if getattr(upload, "filename", ""):
                try:
                    found[name] = storage.save_upload(upload, {"pdf"}, actor)
                    self.carry(name, found[name], storage.display_name(upload.filename))
                except Refused as refusal:
                    self[name].errors = [*self[name].errors, str(refusal.message)]
                continue
            kept = self.kept(name)
            again = _find_again(kept, actor) if kept is not None else None
            if again is not None:
                found[name] = again
        return found

    def tell_too_large(self, together: int) -> None:
        """The files were thrown away: together they were too large for one sending (`together`, in bytes)."""
        most = storage.max_upload()
        for name in self.file_names:
            upload = self[name].data
            if not getattr(upload, "filename", ""):
                continue
            if getattr(upload.stream, "size", 0) > most:
                said = _l("Berkas terlalu besar. Paling besar %(n)s MB.", n=most // MEGABYTE)
            else:
                said = _l("Pilih lagi berkas ini; tadi tidak ikut terkirim.")
            self[name].errors = [str(said)]
        self.form_errors.append(
            str(
                _l(
                    "Berkas-berkas ini bersama-sama terlalu besar untuk sekali kirim (paling besar %(n)s MB). "
                    "Yang Anda ketik masih ada; pilih pindaian yang lebih kecil, lalu kirim sekali lagi.",
                    n=together // MEGABYTE,
                )
            )
        )

    # --- content ---------------------------------------------------------------------------------------------------
    def isi(self, files: dict[str, Berkas]) -> Isi:
        """What was filled in, as the operation takes it."""
        return Isi(
            ditandatangani_on=self.ditandatangani_on.data,
            tempat=self.tempat.data or "",
            pejabat=self.pejabat_rows.get(self.pejabat.data or ""),
            kuasa_nomor=one_line(self.kuasa_nomor.data),
            kuasa_berkas=files.get("kuasa_berkas"),
            mitra_nama=self.mitra_nama.data or "",
            mitra_jabatan=self.mitra_jabatan.data or "",
            mitra_kuasa_nomor=one_line(self.mitra_kuasa_nomor.data),
            mitra_kuasa_berkas=files.get("mitra_kuasa_berkas"),
            is_paraf=self.paraf.data,
            is_meterai=self.meterai.data,
            is_stempel=self.stempel.data,
            naskah=[self._paper(one, files) for one in self.jenis],
        )

    def _paper(self, jenis: JenisNaskah, files: dict[str, Berkas]) -> IsiNaskah:
        return IsiNaskah(
            jenis=jenis,
            nomor_kota=one_line(self[field_of(jenis, "nomor_kota")].data),
            nomor_mitra=one_line(self[field_of(jenis, "nomor_mitra")].data),
            berlaku_from=self[field_of(jenis, "berlaku_from")].data,
            berlaku_until=self[field_of(jenis, "berlaku_until")].data,
            berkas=files.get(field_of(jenis, "berkas")),
        )

    def fits(self, files: dict[str, Berkas], first_on: date | None) -> bool:
        """Whether all is well; every sentence stands at its field, each field has at most one of ours."""
        own = {name: list(self[name].errors) for name in self.file_names}
        self.validate()
        for name, errors in own.items():
            self[name].errors = errors
        for fault in faults(self.ttd, self.isi(files), first_on):
            self.say(fault)
        return not self.errors

    def say(self, fault: Galat) -> None:
        field = self[fault.field]
        if not field.errors:
            field.errors = [str(fault.kalimat)]


def one_line(text: Any) -> str:
    """A number as people mean it: single blanks, none around."""
    return " ".join(str(text or "").split())


def form_for(ttd: Penandatanganan, *, is_fresh: bool = False) -> CatatForm:
    """The form for the papers of one signing. `is_fresh`: not as sent, but as recorded before or as proposed."""
    rows = papers(ttd)
    fields: dict[str, Any] = {"jenis": tuple(row.jenis for row in rows)}
    for row in rows:
        fields |= _paper_fields(row.jenis)
    for name in ("kuasa_berkas", "mitra_kuasa_berkas", *(field_of(row.jenis, "berkas") for row in rows)):
        fields[name + KEPT] = HiddenField()
    kind = type("CatatFormFor", (CatatForm,), fields)
    form = cast(CatatForm, kind(formdata=None) if is_fresh else kind())
    form.ttd = ttd
    officials = list(active_pejabat())
    if ttd.pejabat not in officials:
        officials.append(ttd.pejabat)
    form.pejabat_rows = {str(row.id): row for row in officials}
    form.pejabat.choices = [SelectChoice(key, str(row)) for key, row in form.pejabat_rows.items()]
    if is_fresh:
        _fill(form)
    return form


def _paper_fields(jenis: JenisNaskah) -> dict[str, Any]:
    """Numbers, term and scan of one paper, named after its kind."""
    kode = jenis.value.upper()
    return {
        field_of(jenis, "nomor_kota"): StringField(
            _l("Nomor Kota untuk %(naskah)s", naskah=kode), [Filled(), at_most(MAX_NUMBER)]
        ),
        field_of(jenis, "nomor_mitra"): StringField(
            _l("Nomor Mitra untuk %(naskah)s", naskah=kode), [Filled(), at_most(MAX_NUMBER)]
        ),
        field_of(jenis, "berlaku_from"): DateField(_l("Berlaku Sejak (%(naskah)s)", naskah=kode), [Filled()]),
        field_of(jenis, "berlaku_until"): DateField(
            _l("Berlaku Sampai (%(naskah)s)", naskah=kode), [Filled()]
        ),
        field_of(jenis, "berkas"): FileField(_l("Pindaian %(naskah)s (PDF)", naskah=kode), render_kw=PDF),
    }


def _fill(form: CatatForm) -> None:
    """As it was recorded and sent back; else what can be proposed."""
    ttd = form.ttd
    day = ttd.ditandatangani_on or _proposed_day(ttd)
    form.ditandatangani_on.data = day
    form.tempat.data = ttd.tempat_ttd or (ttd.slot.nama_tempat if ttd.slot else "")
    form.pejabat.data = str(ttd.pejabat_id)
    form.paraf.data, form.meterai.data, form.stempel.data = ttd.is_paraf, ttd.is_meterai, ttd.is_stempel
    for row in ttd.pihak:
        prefix = "" if row.pihak is Pihak.KOTA else "mitra_"
        form[f"{prefix}kuasa_nomor"].data = row.kuasa_nomor
        form.carry(f"{prefix}kuasa_berkas", row.kuasa_berkas)
        if row.pihak is Pihak.MITRA:
            form.mitra_nama.data, form.mitra_jabatan.data = row.nama, row.jabatan
    rows = papers(ttd)
    proposed = nomor.propose(day or today(), len(rows))
    for row, number in zip(rows, proposed, strict=True):
        form[field_of(row.jenis, "nomor_kota")].data = row.nomor_kota or number
        form[field_of(row.jenis, "nomor_mitra")].data = row.nomor_mitra
        form[field_of(row.jenis, "berlaku_from")].data = row.berlaku_from or day
        form[field_of(row.jenis, "berlaku_until")].data = row.berlaku_until
        form.carry(field_of(row.jenis, "berkas"), row.berkas)


def _proposed_day(ttd: Penandatanganan) -> date | None:
    """The day of the confirmed slot, when it has come; desk to desk nothing is proposed but today."""
    if ttd.slot is None:
        return today()
    day = to_wita(cast(Any, ttd.slot.rentang.lower)).date()
    return day if (agreed_on(ttd.permohonan) or day) <= day <= today() else None


# --- files that come along -------------------------------------------------------------------------------------------
def _sealer(ttd: Penandatanganan) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"penandatanganan-{ttd.id}")


def _seal(berkas: Berkas, shown: str, ttd: Penandatanganan) -> str:
    return _sealer(ttd).dumps([berkas.sidik, shown])


def _unseal(text: str, ttd: Penandatanganan) -> dict[str, str] | None:
    try:
        sidik, nama = _sealer(ttd).loads(text, max_age=KEPT_SECONDS)
    except (BadSignature, ValueError):
        return None
    return {"sidik": str(sidik), "nama": str(nama)}


def _find_again(kept: dict[str, str], actor: Pengguna) -> Berkas | None:
    """The row of a content that lies in the store; a refused form had undone the row, never the content."""
    try:
        with storage.open_stored(Berkas(sidik=kept["sidik"])) as stream:
            return storage.store(stream, kept["nama"], "pdf", actor)
    except FileNotFoundError:  # the store was emptied meanwhile: it is asked for again
        return None


# --- Admin's answer --------------------------------------------------------------------------------------------------
class ValidasiForm(Form):
    """The checklist, as Admin sees it on the signed papers."""

    paraf = BooleanField(_l("Paraf ada di setiap halaman"))
    meterai = BooleanField(_l("Meterai terpasang"))
    stempel = BooleanField(_l("Stempel kedua pihak ada"))
    seen = HiddenField()


class KembalikanForm(Form):
    """Why a record goes back."""

    alasan = TextAreaField(
        _l("Yang harus diperbaiki"),
        [Filled(_l("Tulis apa yang harus diperbaiki.")), at_most(MAX_ALASAN)],
        description=_l("Dibaca pemohon dan petugas yang mencatat."),
    )
    seen = HiddenField()


def seen_version(text: str | None) -> int:
    """The version that a page showed; a text that is none is older than any."""
    return int(whole_number(text, -1))
