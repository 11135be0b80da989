"""The table of events of scheduling, signing and of agreements: which is heard by whom, in which words. Data only."""

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi.kabar import NOBODY, Kabar, make
from app.notifikasi.kabar import journey_mail as _mail
from app.notifikasi.models import Sebagai

_CONFIRMED = _l("Jadwal penandatanganan sudah pasti.")
_CONFIRMED_MAIL = _mail(
    _l("%(kode)s: jadwal penandatanganan sudah pasti"),
    _l("Berkas kalender terlampir; buka untuk menambahkannya ke kalender Anda."),
    is_for_actor=True,
    undangan=True,
)
_VALID = _l("Penandatanganan divalidasi; naskahnya sah.")
_VALID_MAIL = _mail(
    _l("%(kode)s: naskah kerja sama sah"), _l("Naskah bertanda tangan dapat dibaca pada perkaranya.")
)
_STARTED, _ENDED = _l("Kerja sama mulai berlaku."), _l("Jangka waktu kerja sama berakhir.")
_STARTED_MAIL = _mail(_l("%(kode)s: kerja sama mulai berlaku"))
_ENDED_MAIL = _mail(_l("%(kode)s: jangka waktu kerja sama berakhir"))
_PROPOSED = _l("%(pelaku)s mengusulkan jadwal penandatanganan.")
_REVISED = _l("%(pelaku)s mengusulkan waktu lain untuk penandatanganan.")
_TURNED = _l("Tatap muka ditolak; penandatanganan dialihkan ke desk to desk.")
_CANCELLED = _l("%(pelaku)s membatalkan jadwal penandatanganan.")
_CANCELLED_SUBJECT = _l("%(kode)s: jadwal penandatanganan dibatalkan")
_CANCELLED_MAIL = _mail(_CANCELLED_SUBJECT, _l("PPKSD dapat mengusulkan jadwal yang baru."))
# Whoever got the invitation gets its calling off, also the person who called it off: it stands in their calendar too.
_UNINVITED_MAIL = _mail(
    _CANCELLED_SUBJECT,
    _l(
        "Berkas kalender terlampir menghapus jadwal itu dari kalender Anda. PPKSD dapat mengusulkan jadwal yang baru."
    ),
    is_for_actor=True,
    undangan=True,
)
_DESK = _l("%(pelaku)s memilih desk to desk.")
_RECORDED = _l("%(pelaku)s mencatat penandatanganan.")
_SENT_BACK = _l("Catatan penandatanganan dikembalikan.")
_SENT_BACK_MAIL = _mail(
    _l("%(kode)s: catatan penandatanganan dikembalikan"),
    _l("Baca alasannya, lalu catat kembali dengan benar."),
)


def was_confirmed(peristiwa: Peristiwa) -> bool:
    """The time that was called off had been confirmed: people had an invitation to it."""
    return peristiwa.data.get("is_pasti") is True


def was_tentative(peristiwa: Peristiwa) -> bool:
    return not was_confirmed(peristiwa)


PENANDATANGANAN: dict[str, tuple[Kabar, ...]] = {
    "jadwal.diusulkan": (
        make(Sebagai.PPKSD, "calendar-plus", _PROPOSED),
        make(
            Sebagai.PROTOKOL,
            "calendar-plus",
            _PROPOSED,
            _mail(
                _l("%(kode)s: usulan jadwal penandatanganan menunggu jawaban"),
                _l("Setujui satu waktu, usulkan waktu lain, atau alihkan ke desk to desk."),
            ),
        ),
        make(Sebagai.ADMIN, "calendar-plus", _PROPOSED),
    ),
    "jadwal.disetujui": (
        make(Sebagai.PPKSD, "calendar-check", _CONFIRMED, _CONFIRMED_MAIL),
        make(Sebagai.PROTOKOL, "calendar-check", _CONFIRMED, _CONFIRMED_MAIL),
        make(Sebagai.ADMIN, "calendar-check", _CONFIRMED, _CONFIRMED_MAIL),
        make(Sebagai.TKKSD, "calendar-check", _CONFIRMED),
    ),
    "jadwal.direvisi": (
        make(
            Sebagai.PPKSD,
            "calendar-range",
            _REVISED,
            _mail(
                _l("%(kode)s: Protokol mengusulkan waktu lain"),
                _l("Terima waktu itu, atau usulkan waktu yang lain."),
            ),
        ),
        make(Sebagai.PROTOKOL, "calendar-range", _REVISED),
        make(Sebagai.ADMIN, "calendar-range", _REVISED),
    ),
    "jadwal.dialihkan": (
        make(
            Sebagai.PPKSD,
            "calendar-x",
            _TURNED,
            _mail(
                _l("%(kode)s: penandatanganan dialihkan ke desk to desk"),
                _l("Keputusan ini sudah tetap; Anda tidak perlu menjawab. Naskah ditandatangani bergantian."),
            ),
        ),
        make(Sebagai.PROTOKOL, "calendar-x", _TURNED),
        make(Sebagai.ADMIN, "calendar-x", _TURNED),
    ),
    "jadwal.dibatalkan": (
        *(
            make(sebagai, "calendar-x", _CANCELLED, _UNINVITED_MAIL, bila=was_confirmed)
            for sebagai in (Sebagai.PPKSD, Sebagai.PROTOKOL, Sebagai.ADMIN)
        ),
        make(Sebagai.PPKSD, "calendar-x", _CANCELLED, _CANCELLED_MAIL, bila=was_tentative),
        make(Sebagai.PROTOKOL, "calendar-x", _CANCELLED, _CANCELLED_MAIL, bila=was_tentative),
        make(Sebagai.ADMIN, "calendar-x", _CANCELLED, bila=was_tentative),
    ),
    "jadwal.desk": (
        make(Sebagai.PPKSD, "file-earmark-lock", _DESK),
        make(Sebagai.PROTOKOL, "file-earmark-lock", _DESK),
        make(Sebagai.ADMIN, "file-earmark-lock", _DESK),
    ),
    "penandatanganan.dicatat": (
        make(Sebagai.PPKSD, "pen", _RECORDED),
        make(
            Sebagai.ADMIN,
            "pen",
            _RECORDED,
            _mail(
                _l("%(kode)s: penandatanganan menunggu validasi"),
                _l("Cocokkan catatan dengan naskah bertanda tangan, lalu validasi atau kembalikan."),
            ),
        ),
    ),
    "penandatanganan.dikembalikan": (
        make(Sebagai.PPKSD, "arrow-counterclockwise", _SENT_BACK, _SENT_BACK_MAIL),
        make(Sebagai.PENCATAT, "arrow-counterclockwise", _SENT_BACK, _SENT_BACK_MAIL),
    ),
    "penandatanganan.divalidasi": tuple(
        make(sebagai, "patch-check", _VALID, _VALID_MAIL)
        for sebagai in (Sebagai.PPKSD, Sebagai.ADMIN, Sebagai.TKKSD, Sebagai.PROTOKOL, Sebagai.PENGAMPU)
    ),
    "permohonan.berlaku": (
        make(Sebagai.PPKSD, "play-circle", _STARTED, _STARTED_MAIL),
        make(Sebagai.ADMIN, "play-circle", _STARTED, _STARTED_MAIL),
        make(Sebagai.PENGAMPU, "play-circle", _STARTED, _STARTED_MAIL),
    ),
    "permohonan.berakhir": (
        make(Sebagai.PPKSD, "stop-circle", _ENDED, _ENDED_MAIL),
        make(Sebagai.ADMIN, "stop-circle", _ENDED, _ENDED_MAIL),
        make(Sebagai.PENGAMPU, "stop-circle", _ENDED, _ENDED_MAIL),
    ),
    "kerjasama.dirilis": (
        make(Sebagai.PPKSD, "megaphone", _l("Kerja sama Anda tampil di daftar publik: %(nama)s.")),
    ),
    "kerjasama.ditutup": NOBODY,
    "kerjasama.dikoreksi": NOBODY,
    "rencana.draf_dibuat": NOBODY,
    "rencana.draf_diubah": NOBODY,
    "rencana.draf_dibuang": NOBODY,
    "rencana.diterbitkan": NOBODY,
}
