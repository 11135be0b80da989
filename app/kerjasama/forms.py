"""The form of a correction beside a signed file."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, TextAreaField

from app.kerjasama.rules import MAX_KOREKSI
from app.kit.forms import Filled, Form, at_most


class KoreksiForm(Form):
    """What is wrong in the signed file and what is right; perhaps with a letter that says so."""

    teks = TextAreaField(
        _l("Koreksi"),
        [Filled(_l("Tulis apa yang keliru di naskah dan bagaimana yang benar.")), at_most(MAX_KOREKSI)],
        description=_l(
            "Sebut bagian naskah yang keliru dan bunyi yang benar. Naskah bertanda tangan tidak diganti."
        ),
    )
    berkas = FileField(_l("Berita acara atau surat (PDF)"), render_kw={"accept": ".pdf,application/pdf"})
