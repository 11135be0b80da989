"""Who may write, share and withdraw messages of a case. Reads what it is given; neither Flask nor FAB is known here."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.pembahasan.models import Pesan
from app.permohonan import rules as perkara
from app.permohonan.alur import LANGKAH, PARA_ANGGOTA, Hat
from app.permohonan.models import Permohonan

STEP = "tulis_pesan"
MAX_ISI = 10_000
MAX_LAMPIRAN = 10

KOSONG = _l("Tulis pesannya dahulu.")
TERLALU_PANJANG = _l(
    "Pesan paling banyak 10.000 huruf. Bagi menjadi beberapa pesan, atau lampirkan sebagai berkas."
)
BERAKHIR = _l("Pembicaraan perkara ini sudah ditutup, sehingga pesan tidak dapat dikirim lagi.")
BELUM_DIBUKA = _l("Pembahasan dibuka setelah permohonan terverifikasi.")
BUKAN_INTERNAL = _l("Hanya Admin dan TKKSD yang dapat menulis pesan internal.")
BUKAN_MILIK = _l("Pesan hanya dapat ditarik oleh penulisnya atau Admin.")
TAHAP_TERTUTUP = _l("Tahap pesan ini sudah ditutup, sehingga pesannya tidak dapat ditarik lagi.")


def is_writer(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person takes part in the talk of a case at all, whatever hinders them now."""
    return bool(perkara.hats(user, permohonan) & set(LANGKAH[STEP].hats))


def why_not_write(user: Pengguna, permohonan: Permohonan) -> Any:
    """None when this person may send a message now; else a sentence why not."""
    if not is_writer(user, permohonan):
        return perkara.NOT_YOURS
    if permohonan.verified_at is None:
        return BELUM_DIBUKA
    if permohonan.status not in LANGKAH[STEP].dari:
        return BERAKHIR
    return perkara.why_not(user, permohonan, STEP)


def may_write_internal(user: Pengguna, permohonan: Permohonan) -> bool:
    """Whether this person has the choice between all parties and the city alone: Admin and the team, never a party."""
    mine = perkara.hats(user, permohonan)
    return bool(mine & {Hat.ADMIN, *PARA_ANGGOTA}) and not perkara.is_interested(user, permohonan)


def check_text(isi: str) -> Any:
    """None when a text can be sent as it is; else a sentence."""
    if not isi.strip():
        return KOSONG
    return TERLALU_PANJANG if len(isi) > MAX_ISI else None


def why_not_withdraw(user: Pengguna, pesan: Pesan) -> Any:
    """None when this person may withdraw a message now; else a sentence why not.

    One's own while its stage is open; Admin any, as long as the talk of the case goes on.
    """
    return withdrawals(user, pesan.permohonan)(pesan)


def withdrawals(user: Pengguna, permohonan: Permohonan) -> Callable[[Pesan], Any]:
    """The same rule for the messages of one case: what depends on the case alone is asked once."""
    sentence = why_not_write(user, permohonan)
    is_reader = perkara.may_read_internal(user, permohonan)
    is_keeper = Hat.ADMIN in perkara.hats(user, permohonan) and not perkara.is_interested(user, permohonan)
    here = perkara.open_stage(permohonan)
    here_id = here.id if here else None

    def why_not(pesan: Pesan) -> Any:
        if sentence is not None:
            return sentence
        if pesan.is_internal and not is_reader:
            return perkara.NOT_YOURS
        if is_keeper:
            return None
        if pesan.penulis_id != user.id:
            return BUKAN_MILIK
        return None if pesan.tahap_id == here_id else TAHAP_TERTUTUP

    return why_not
