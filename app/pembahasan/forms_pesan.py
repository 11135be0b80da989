"""The form of a message, and files that wait in it, sealed, while a person is asked whether to share. No rule here."""

import json
import re
from secrets import token_urlsafe
from typing import Any

from cryptography.fernet import InvalidToken
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, MultipleFileField, RadioField, SelectChoice, SelectField, TextAreaField

from app.akun.models import Pengguna
from app.extensions import db
from app.kit.crypto import decrypt, encrypt
from app.kit.forms import Filled, Form, whole_number
from app.kit.storage import Berkas
from app.naskah.models import VersiNaskah
from app.pembahasan import rules_pesan
from app.pembahasan.pesan_operations import Titipan
from app.permohonan.models import Permohonan

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
PIHAK, INTERNAL = "pihak", "internal"
ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


class PesanForm(Form):
    """Text, who may read it, what it is about, files. Which choices there are, `prepare` says."""

    isi = TextAreaField(
        _l("Tulis Pesan"), [Filled(rules_pesan.KOSONG)], id="pesan"
    )  # `isi` is the page itself
    tampak = RadioField(
        _l("Siapa yang dapat membaca?"),
        choices=[SelectChoice(PIHAK, _l("Semua pihak")), SelectChoice(INTERNAL, _l("Internal"))],
        default=PIHAK,
    )
    versi = SelectField(_l("Tentang versi"), default="", validate_choice=False)
    lampiran = MultipleFileField(_l("Lampiran"))
    kunci = HiddenField()
    babak = HiddenField()
    balas = HiddenField()
    titipan = HiddenField()

    def prepare(self, versions: list[VersiNaskah], has_choice: bool) -> None:
        """Offer these versions; without `has_choice` everybody reads the message and the form does not ask."""
        self.versi.choices = [SelectChoice("", _l("Tanpa versi"))]
        self.versi.choices += [SelectChoice(str(one.id), str(one)) for one in versions]
        if not has_choice:
            del self.tampak

    @property
    def key(self) -> str:
        """The token of this form; a text that is none gets one of its own."""
        text = self.kunci.data or ""
        return text if KEY.fullmatch(text) else token_urlsafe(24)

    @property
    def is_internal(self) -> bool:
        return "tampak" in self and self.tampak.data == INTERNAL

    @property
    def uploads(self) -> list[Any]:
        return [one for one in self.lampiran.data or [] if getattr(one, "filename", "")]

    def number(self, name: str) -> int | None:
        """The id in a field; None when there is none."""
        found: int | None = whole_number(self[name].data, None)
        return found

    def fits(self) -> bool:
        """Whether the form can be sent; the sentences stand at the fields."""
        is_good = self.validate()
        sentence = rules_pesan.check_text(self.isi.data or "")
        if sentence is not None:
            self.isi.errors = [str(sentence)]
            is_good = False
        return is_good


def seal(files: list[Titipan], permohonan: Permohonan, user: Pengguna) -> str:
    """Stored files as a text that only this person can send on, and only into this case; empty without files."""
    if not files:
        return ""
    return encrypt(json.dumps([user.id, permohonan.id, [[one.berkas.id, one.nama] for one in files]]))


def unseal(text: str | None, permohonan: Permohonan, user: Pengguna) -> list[Titipan]:
    """The files again; none when the text was not sealed by us for this person and this case."""
    if not text:
        return []
    try:
        person, case, rows = json.loads(decrypt(text))
    except (InvalidToken, ValueError):
        return []
    if (person, case) != (user.id, permohonan.id):
        return []
    found = ((db.session.get(Berkas, id), name) for id, name in rows)
    return [Titipan(berkas, name) for berkas, name in found if berkas is not None]
