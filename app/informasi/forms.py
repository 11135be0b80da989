"""Searching, tracking, and what the forms of texts and documents check beyond the type of a column."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, SearchField, StringField, ValidationError

from app.kit.errors import Refused
from app.kit.forms import Filled, Form
from app.kit.storage import MAX_BYTES, check_content, save_upload

KINDS = ("docx", "pdf", "xlsx")
RESERVED = ("unduh",)  # an address of ours below /informasi


class SearchForm(Form):
    """Words to look for; an address that can be kept, so no token."""

    class Meta(Form.Meta):
        csrf = False

    q = SearchField(_l("Cari"))


class LacakForm(Form):
    """The code of a case, as an address that can be kept (the receipt's QR code leads here)."""

    class Meta(Form.Meta):
        csrf = False

    kode = StringField(
        _l("Kode permohonan"),
        [Filled()],
        description=_l("Tertulis pada tanda terima, misalnya KSD-2026-00042-7."),
    )


class Slug:
    """The last part of a page's address."""

    def __call__(self, form: Any, field: Field) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data or ""):
            raise ValidationError(_("Pakai huruf kecil, angka, dan tanda hubung, misalnya tata-cara."))
        if field.data in RESERVED:
            raise ValidationError(_("Alamat ini sudah dipakai oleh sistem. Pilih alamat lain."))


class BerkasField(FileField):
    """An upload that becomes the row's stored file; without a new one the old file stays.

    Judged by its content: a file that is empty, too large or another kind is refused beside the field.
    """

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.render_kw = {"accept": ",".join(f".{kind}" for kind in KINDS)}

    @property
    def upload(self) -> FileStorage | None:
        return self.data if isinstance(self.data, FileStorage) and self.data.filename else None

    def pre_validate(self, form: Any) -> None:
        if self.upload is None:
            return
        content = self.upload.stream.read(MAX_BYTES + 1)
        self.upload.stream.seek(0)
        try:
            check_content(content, KINDS, MAX_BYTES)
        except Refused as refusal:
            raise ValidationError(str(refusal.message)) from refusal

    def populate_obj(self, obj: Any, name: str) -> None:
        if self.upload is not None:
            self.upload.stream.seek(0)
            setattr(obj, name, save_upload(self.upload, KINDS, actor=current_user, max_bytes=MAX_BYTES))


def berkas_field() -> Any:
    """The upload field for the forms of documents; each form needs one of its own."""
    return BerkasField(_l("Berkas"), description=_l("PDF, DOCX, atau XLSX, paling besar 10 MB."))
