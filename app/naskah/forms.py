"""The form that puts a version into one slot. Its file is judged by the operation, from its content."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, TextAreaField

from app.kit import storage
from app.kit.forms import Form, at_most
from app.naskah.queries import Dokumen

MAX_CATATAN = 2000
MAX_DIGITS = 6


class UnggahForm(Form):
    """File and note of a new version, with the number of the newest one that the page showed."""

    berkas = FileField(_l("Berkas"), [FileRequired(_l("Pilih berkas yang akan diunggah."))])
    catatan = TextAreaField(
        _l("Catatan Versi"),
        [at_most(MAX_CATATAN)],
        description=_l("Apa yang berubah, dibaca semua pihak."),
    )
    terlihat = HiddenField()

    def prepare(self, dokumen: Dokumen) -> "UnggahForm":
        """For one slot: ids of its own (a page has several forms), what it takes, and what it shows now."""
        slot = dokumen.slot
        for field in (self.berkas, self.catatan, self.terlihat):
            field.id = f"{field.name}-{slot.kode}"
        kinds = ", ".join(kind.upper() for kind in sorted(slot.bentuk))
        limit = storage.max_upload() // storage.MEGABYTE
        self.berkas.description = _l("%(bentuk)s, paling besar %(n)s MB.", bentuk=kinds, n=limit)
        self.berkas.render_kw = {"accept": ",".join(storage.KINDS[kind][1] for kind in sorted(slot.bentuk))}
        self.terlihat.data = str(dokumen.terbaru.nomor if dokumen.terbaru else 0)
        return self

    @property
    def seen(self) -> int:
        """The number that the page showed; a text that is none is no version that ever was."""
        text = self.terlihat.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else -1

    @property
    def upload(self) -> FileStorage:
        """The file; call only after `validate`."""
        assert isinstance(self.berkas.data, FileStorage)
        return self.berkas.data
