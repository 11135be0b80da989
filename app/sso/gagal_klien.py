"""The one calm page for whatever goes wrong at or with a provider: a sentence and a number. The log has the detail.

Neither holds a token, a code, a state or a secret: the detail is made of our own words only.
"""

from secrets import token_hex
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _

from app.kit.clock import today
from app.sso.http_klien import ProviderFault
from app.sso.models_klien import PenyediaSso

OK, BAD, FORBIDDEN, BAD_GATEWAY = 200, 400, 403, 502
# What the provider does wrong or does not do at all; everything else is an answer that we do not believe.
AWAY = frozenset(
    ("lama", "putus", "besar", "bukan_json", "dialihkan", "ditolak", "alamat", "issuer", "menolak")
)


def failed(penyedia: PenyediaSso, fault: ProviderFault) -> Any:
    """The page, and a line in the log under the same number."""
    nomor = f"{today():%Y-%m-%d}-{token_hex(3).upper()}"
    current_app.logger.warning(
        "sso %s penyedia=%s sebab=%s rinci=%s", nomor, penyedia.kode, fault.sebab, fault.rinci
    )
    sentence, status = _say(penyedia, fault.sebab)
    return _page(penyedia, sentence, nomor), status


def refused(penyedia: PenyediaSso, sentence: Any) -> Any:
    """The provider did well, but we do not let this person in; no number, there is nothing to look up."""
    return _page(penyedia, sentence, ""), FORBIDDEN


def _page(penyedia: PenyediaSso, sentence: Any, nomor: str) -> str:
    return render_template("sso/klien/gagal.html", penyedia=penyedia, kalimat=sentence, nomor=nomor)


def _say(penyedia: PenyediaSso, sebab: str) -> tuple[str, int]:
    nama = penyedia.nama
    if sebab == "batal":
        return _("Anda membatalkannya di %(nama)s. Tidak ada yang berubah.", nama=nama), OK
    if sebab == "state":
        return (
            _(
                "Permintaan masuk ini sudah dipakai, dimulai lebih dari sepuluh menit yang lalu, atau berasal dari "
                "peramban lain. Mulai lagi dari awal."
            ),
            BAD,
        )
    if sebab in AWAY:
        return (
            _(
                "%(nama)s sedang tidak dapat dihubungi, atau menjawab dengan cara yang tidak kami kenal. Coba lagi "
                "beberapa menit lagi.",
                nama=nama,
            ),
            BAD_GATEWAY,
        )
    return (
        _("Jawaban atas nama %(nama)s tidak dapat dipastikan keasliannya, jadi tidak dipakai.", nama=nama),
        BAD_GATEWAY,
    )
