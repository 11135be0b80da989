"""The table of events of the three stages of discussion: which is heard by whom, in which words. Data only.

A mail goes where the person must act or the case has moved; what colleagues do is a line of the inbox.
"""

from flask_babel import lazy_gettext as _l

from app.jejak.models import Peristiwa
from app.notifikasi import pendengar
from app.notifikasi.kabar import NOBODY, Kabar, make
from app.notifikasi.kabar import journey_mail as _mail
from app.notifikasi.models import Sebagai
from app.permohonan.alur import PARA_PPKSD, Status
from app.permohonan.operations import HAT_NAMES

HOLDING = ("perlu_perbaikan", "tidak_setuju")  # values of pembahasan.models.Sikap that hold a stage
NOTED = "setuju_catatan"
_PPKSD_NAMES = frozenset(HAT_NAMES[hat] for hat in PARA_PPKSD)


def by_ppksd(peristiwa: Peristiwa) -> bool:
    """The applying side did it."""
    return peristiwa.peran in _PPKSD_NAMES


def by_city(peristiwa: Peristiwa) -> bool:
    return not by_ppksd(peristiwa)


def is_holding(peristiwa: Peristiwa) -> bool:
    """An opinion that keeps the stage open until the papers are mended."""
    return peristiwa.data.get("sikap") in HOLDING


def is_objection_of_city(peristiwa: Peristiwa) -> bool:
    return is_holding(peristiwa) and by_city(peristiwa)


def is_objection_of_ppksd(peristiwa: Peristiwa) -> bool:
    return is_holding(peristiwa) and by_ppksd(peristiwa)


def is_note_of_city(peristiwa: Peristiwa) -> bool:
    """An agreement with a note, which is answered though it holds nothing."""
    return peristiwa.data.get("sikap") == NOTED and by_city(peristiwa)


def is_plain(peristiwa: Peristiwa) -> bool:
    """What asks nothing of the contacts."""
    return not (is_objection_of_city(peristiwa) or is_note_of_city(peristiwa))


def is_for_all(peristiwa: Peristiwa) -> bool:
    """A message for all parties. One that does not say so is taken for internal."""
    return peristiwa.data.get("is_internal") is False


def is_last_stage(peristiwa: Peristiwa) -> bool:
    """Nothing is left to be agreed on; next comes the schedule."""
    return peristiwa.data.get("berikutnya") == Status.DISEPAKATI.value


def has_next_stage(peristiwa: Peristiwa) -> bool:
    return not is_last_stage(peristiwa)


_STAGE_DONE = _l("Tahap %(tahap)s disepakati; %(berikutnya)s dimulai.")
_ALL_AGREED = _l("Semua naskah disepakati; berikutnya jadwal penandatanganan.")
_STAGE_MAIL = _mail(
    _l("%(kode)s: tahap disepakati, tahap berikutnya dimulai"),
    _l("Dokumen tahap yang selesai dikunci dan tetap dapat dibaca."),
)
_AGREED_MAIL = _mail(
    _l("%(kode)s: semua naskah disepakati"),
    _l("PPKSD memilih cara penandatanganan dan mengusulkan jadwalnya."),
)
_UPLOADED = _l("%(pelaku)s mengunggah %(nama)s.")
_UPLOADED_MAIL = _mail(
    _l("%(kode)s: dokumen baru menunggu pendapat"), _l("Baca dokumennya, lalu beri pendapat atas versi itu.")
)
_SAID_OF_YOURS = _l("%(pelaku)s berpendapat atas naskah Anda: %(sikap)s.")
_NOTED_SUBJECT = _l("%(kode)s: naskah Anda mendapat catatan yang harus dijawab")
_WROTE = _l("%(pelaku)s menulis pesan.")

PEMBAHASAN: dict[str, tuple[Kabar, ...]] = {
    "naskah.diunggah": (
        make(Sebagai.PPKSD, "upload", _UPLOADED, bila=by_ppksd),
        make(
            Sebagai.PPKSD,
            "file-earmark-diff",
            _l("%(pelaku)s mengunggah usulan perubahan: %(nama)s."),
            _mail(
                _l("%(kode)s: Pemerintah Kota mengusulkan perubahan naskah"),
                _l("Bandingkan dengan naskah Anda, lalu setujui atau unggah versi berikutnya."),
            ),
            bila=by_city,
        ),
        make(Sebagai.ADMIN, "upload", _UPLOADED, _UPLOADED_MAIL, bila=by_ppksd),
        make(Sebagai.ADMIN, "file-earmark-diff", _UPLOADED, bila=by_city),
        make(Sebagai.TKKSD, "upload", _UPLOADED, _UPLOADED_MAIL, bila=by_ppksd),
        make(Sebagai.TKKSD, "file-earmark-diff", _UPLOADED, bila=by_city),
    ),
    "naskah.diunduh": NOBODY,
    "naskah.dikembalikan": (
        make(
            Sebagai.PPKSD,
            "arrow-counterclockwise",
            _l("Naskah Anda dikembalikan untuk diperbaiki."),
            _mail(
                _l("%(kode)s: naskah Anda perlu diperbaiki"),
                _l("Baca alasannya, perbaiki naskahnya, lalu unggah versi baru."),
            ),
        ),
        make(
            Sebagai.TKKSD, "arrow-counterclockwise", _l("%(pelaku)s mengembalikan naskah untuk diperbaiki.")
        ),
    ),
    "pendapat.diberikan": (
        make(
            Sebagai.PPKSD,
            "chat-square-quote",
            _SAID_OF_YOURS,
            _mail(
                _NOTED_SUBJECT,
                _l("Tanggapi catatannya dan unggah versi baru."),
            ),
            bila=is_objection_of_city,
        ),
        make(
            Sebagai.PPKSD,
            "chat-square-quote",
            _SAID_OF_YOURS,
            _mail(
                _NOTED_SUBJECT,
                _l("Tanggapi catatannya; naskahnya sudah disetujui dan tidak perlu diunggah ulang."),
            ),
            bila=is_note_of_city,
        ),
        make(
            Sebagai.PPKSD,
            "chat-square-quote",
            _l("%(pelaku)s berpendapat atas naskah: %(sikap)s."),
            bila=is_plain,
        ),
        *(
            make(
                sebagai,
                "chat-square-quote",
                _l("%(pelaku)s keberatan atas naskah: %(sikap)s."),
                _mail(
                    _l("%(kode)s: PPKSD keberatan atas naskah"),
                    _l("Baca alasannya, lalu bicarakan atau unggah usulan perubahan yang baru."),
                ),
                bila=is_objection_of_ppksd,
            )
            for sebagai in (Sebagai.ADMIN, Sebagai.TKKSD)
        ),
        make(
            Sebagai.PEMBERI_PENDAPAT,
            "chat-square-quote",
            _l("%(pelaku)s berpendapat atas naskah: %(sikap)s."),
            siapa=pendengar.pemberi_lain,
        ),
    ),
    "pendapat.ditanggapi": (
        make(
            Sebagai.PEMBERI_PENDAPAT,
            "reply",
            _l("%(pelaku)s menanggapi catatan Anda."),
            _mail(
                _l("%(kode)s: catatan Anda ditanggapi"),
                _l("Baca tanggapannya. Pendapat Anda dapat diubah sampai tahapnya ditutup."),
            ),
        ),
    ),
    # A message never sends a mail: it is read in the inbox and on the case. An internal one stays in the city.
    "pesan.dikirim": (
        make(Sebagai.PPKSD, "chat-left-text", _WROTE, bila=is_for_all),
        make(Sebagai.ADMIN, "chat-left-text", _WROTE, siapa=pendengar.admin_bukan_pihak),
        make(Sebagai.TKKSD, "chat-left-text", _WROTE),
        make(
            Sebagai.PROTOKOL,
            "chat-left-text",
            _WROTE,
            siapa=pendengar.protokol_bila_menjadwal,
            bila=is_for_all,
        ),
    ),
    "pesan.ditarik": NOBODY,
    "surat.dicatat": (
        make(Sebagai.PPKSD, "envelope-paper", _l("%(pelaku)s mencatat surat penawaran.")),
        make(Sebagai.ADMIN, "envelope-paper", _l("%(pelaku)s mencatat surat penawaran.")),
    ),
    "induk.dipilih": NOBODY,
    "permohonan.ditugaskan": (
        make(
            Sebagai.DITUGASKAN,
            "person-check",
            _l("%(pelaku)s menugaskan Anda pada perkara ini."),
            _mail(
                _l("%(kode)s: Anda ditugaskan"),
                _l("Baca permohonan dan dokumennya; pendapat Anda diminta pada setiap versi."),
            ),
        ),
    ),
    "permohonan.pengampu_diubah": (
        make(
            Sebagai.PENGAMPU,
            "building-check",
            _l("Perangkat daerah Anda menjadi pengampu perkara ini."),
            _mail(
                _l("%(kode)s: perangkat daerah Anda menjadi pengampu"),
                _l("Baca permohonan dan dokumennya; Anda dapat mengikuti perkara ini sampai selesai."),
            ),
        ),
    ),
    "permohonan.tahap_ditutup": tuple(
        row
        for sebagai in (Sebagai.PPKSD, Sebagai.ADMIN, Sebagai.TKKSD)
        for row in (
            make(sebagai, "check-circle-fill", _STAGE_DONE, _STAGE_MAIL, bila=has_next_stage),
            make(sebagai, "check-circle-fill", _ALL_AGREED, _AGREED_MAIL, bila=is_last_stage),
        )
    )
    + tuple(
        make(Sebagai.PEMBERI_PENDAPAT, "check-circle-fill", words, siapa=pendengar.pendukung_tahap, bila=when)
        for words, when in ((_STAGE_DONE, has_next_stage), (_ALL_AGREED, is_last_stage))
    ),
    "permohonan.dihentikan": (
        make(
            Sebagai.PPKSD,
            "x-octagon-fill",
            _l("Permohonan Anda ditolak dalam pembahasan."),
            _mail(
                _l("%(kode)s: permohonan Anda ditolak"),
                _l(
                    "Permohonan tetap dapat dibaca. Bila alasannya sudah teratasi, Anda dapat mengajukan yang baru."
                ),
            ),
        ),
        make(Sebagai.ADMIN, "x-octagon-fill", _l("%(pelaku)s menolak permohonan dalam pembahasan.")),
        make(Sebagai.TKKSD, "x-octagon-fill", _l("%(pelaku)s menolak permohonan dalam pembahasan.")),
    ),
}
