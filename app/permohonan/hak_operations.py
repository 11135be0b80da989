"""What PPKSD-2 may do on a case, as PPKSD-1 sets it (F7). What each right opens is said in alur.LANGKAH."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.jejak.operations import record
from app.kit.errors import Refused
from app.permohonan import rules, rules_alih
from app.permohonan.alur import Hak
from app.permohonan.models import JawabanPetugas, Permohonan
from app.permohonan.operations import lock
from app.permohonan.sambungan import keberatan_of, penghubung_berubah


def set_hak(permohonan: Permohonan, *, actor: Pengguna, hak: Hak) -> bool:
    """PPKSD-1 widens or narrows what PPKSD-2 may do from now on; answers False when it is so already.

    Who may agree to papers no more: her agreement in the open stage counts no more, and the stage may close. Her
    objection goes on counting instead: while it is her last word on the open stage, of whichever version, the right to
    agree is not taken from her, so that nobody ends an objection but who made it, or who takes her place and speaks
    anew. Raises Refused (field `hak`).
    """
    lock(permohonan)
    sentence = rules_alih.why_not_set_hak(actor, permohonan)
    if sentence is not None:
        raise Refused(sentence, "hak")
    kedua = rules.petugas_ke(permohonan, 2)
    assert kedua is not None  # the rule
    if kedua.hak is hak:
        return False
    could_sign = rules.is_signer(kedua)
    objection = why_not_narrow(permohonan) if could_sign and not hak.covers(Hak.TANDA_TANGAN) else None
    if objection is not None:
        raise Refused(objection, "hak")
    kedua.hak = hak
    if kedua.pengguna is None or kedua.jawaban is not JawabanPetugas.DITERIMA:
        return True  # nobody has the task yet: it goes with the question
    data = {"pengguna_id": kedua.pengguna_id, "nama": kedua.pengguna.nama, "hak": hak.value}
    record("permohonan.hak_diubah", actor=actor, objek=permohonan, peran="PPKSD-1", data=data)
    if could_sign and not rules.is_signer(kedua):
        penghubung_berubah(permohonan, kedua.pengguna, actor, "PPKSD-1")
    return True


def why_not_narrow(permohonan: Permohonan) -> Any:
    """None when the right to agree may be taken from PPKSD-2 now; else the sentence of her objection."""
    kedua = rules.petugas_ke(permohonan, 2)
    is_asked = kedua is not None and kedua.pengguna is not None and rules.is_signer(kedua)
    return keberatan_of(permohonan, kedua.pengguna) if is_asked else None  # type: ignore[union-attr,arg-type]


def hak_named(text: str) -> Hak:
    """The right with this code. Raises Refused (field `hak`) for anything else."""
    if text not in Hak._value2member_map_:
        raise Refused(_l("Pilih salah satu hak."), "hak")
    return Hak(text)
