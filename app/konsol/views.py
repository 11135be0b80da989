"""The screens of the console: which table, which columns, in which words. Nothing can be changed on any of them."""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from app.akun.models import Pengguna
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.formats import ukuran
from app.kit.storage import Berkas
from app.konsol.models import Pekerjaan
from app.konsol.readonly import FirstPage, ReadOnly, code, moment, pretty, short, state_badge, total_text
from app.notifikasi.models import StatusSurel, Surel

JOB_EVENTS = {
    "deferred": (_l("Masuk antrean"), "inbox", ""),
    "started": (_l("Mulai dikerjakan"), "play-circle-fill", "proses"),
    "deferred_for_retry": (_l("Dicoba lagi nanti"), "arrow-repeat", "giliran"),
    "failed": (_l("Gagal"), "exclamation-triangle-fill", "bahaya"),
    "succeeded": (_l("Selesai"), "check-circle-fill", "baik"),
    "cancelled": (_l("Dibatalkan"), "slash-circle", ""),
    "abort_requested": (_l("Diminta berhenti"), "stop-circle", "giliran"),
    "aborted": (_l("Dihentikan"), "stop-circle", "bahaya"),
    "scheduled": (_l("Dijadwalkan"), "calendar-event", ""),
    "retried": (_l("Diulang"), "arrow-repeat", "giliran"),
}


class JejakKonsol(ReadOnly):
    """The journal, newest first, each link of its chain with its fingerprint."""

    about = _l("Semua peristiwa yang dicatat aplikasi, berantai dengan sidik SHA-256.")
    column_list = ("id", "at", "jenis", "pelaku_nama", "peran", "objek_nama")
    column_details_list = (
        "id", "at", "jenis", "pelaku_nama", "peran", "objek_tipe", "objek_id", "objek_nama", "catatan", "data", "sidik_lalu",
        "sidik",
    )  # fmt: skip
    column_searchable_list = ("jenis", "pelaku_nama", "objek_nama", "catatan")
    column_sortable_list = ("id", "at", "jenis")
    column_labels = {
        "id": _l("Nomor"),
        "at": _l("Waktu"),
        "jenis": _l("Peristiwa"),
        "pelaku_nama": _l("Pelaku"),
        "peran": _l("Sebagai"),
        "objek_tipe": _l("Jenis objek"),
        "objek_id": _l("Nomor objek"),
        "objek_nama": _l("Objek"),
        "catatan": _l("Catatan"),
        "data": _l("Data"),
        "sidik_lalu": _l("Sidik sebelumnya"),
        "sidik": _l("Sidik"),
    }
    column_formatters = {"at": moment, "objek_nama": short, "jenis": code}
    column_formatters_detail = {
        "at": moment,
        "data": pretty,
        "sidik": code,
        "sidik_lalu": code,
        "jenis": code,
    }


class PekerjaanKonsol(ReadOnly):
    """Jobs of the queue and what happened to each."""

    about = _l("Pekerjaan latar: surel, pengingat, dan tugas berkala.")
    state_column = "status"
    alarm = "failed"
    states = {
        "todo": ("Menunggu", _l("Menunggu")),
        "doing": ("Berjalan", _l("Sedang dikerjakan")),
        "succeeded": ("Selesai", _l("Selesai")),
        "failed": ("Gagal", _l("Gagal")),
        "cancelled": ("Dibatalkan", _l("Dibatalkan")),
        "aborted": ("Diakhiri lebih awal", _l("Dihentikan")),
    }
    column_list = ("id", "task_name", "status", "attempts", "scheduled_at")
    column_details_list = (
        "id", "task_name", "queue_name", "status", "attempts", "scheduled_at", "abort_requested", "lock", "args",
    )  # fmt: skip
    column_searchable_list = ("task_name", "queue_name")
    column_sortable_list = ("id", "task_name", "attempts", "scheduled_at")
    column_labels = {
        "id": _l("Nomor"),
        "task_name": _l("Pekerjaan"),
        "queue_name": _l("Antrean"),
        "status": _l("Keadaan"),
        "attempts": _l("Percobaan"),
        "scheduled_at": _l("Dijadwalkan"),
        "abort_requested": _l("Diminta berhenti"),
        "lock": _l("Kunci"),
        "args": _l("Data"),
    }
    column_formatters = {"status": state_badge, "scheduled_at": moment, "task_name": code}
    column_formatters_detail = {
        "status": state_badge,
        "scheduled_at": moment,
        "task_name": code,
        "args": pretty,
        "abort_requested": lambda view, context, item, column: (
            _("Ya") if item.abort_requested else _("Tidak")
        ),
    }

    def details_load(self) -> Sequence[Any]:
        return (selectinload(Pekerjaan.kejadian),)

    def timeline(self, item: Pekerjaan) -> list[dict[str, Any]]:
        """Newest first."""
        found = []
        for event in reversed(item.kejadian):
            word, icon, tone = JOB_EVENTS.get(event.type, (event.type, "dot", ""))
            found.append({"ikon": icon, "nada": tone, "judul": word, "ket": "", "isi": "", "pada": event.at})
        return found


class SurelKonsol(ReadOnly):
    """Mails: to whom, about what, whether they left, and why not."""

    about = _l("Surel keluar. Isinya tidak disimpan; yang gagal menyebut sebabnya.")
    state_column = "status"
    alarm = StatusSurel.GAGAL.value
    states = {
        StatusSurel.ANTRE.value: ("Menunggu", _l("Menunggu")),
        StatusSurel.MENGIRIM.value: ("Berjalan", _l("Sedang dikirim")),
        StatusSurel.TERKIRIM.value: ("Terkirim", _l("Terkirim")),
        StatusSurel.GAGAL.value: ("Gagal", _l("Gagal")),
        StatusSurel.BATAL.value: ("Dibatalkan", _l("Dibatalkan")),
    }
    column_list = ("id", "created_at", "kepada", "subjek", "status", "galat")
    column_details_list = (
        "id", "created_at", "kepada", "subjek", "bahasa", "status", "percobaan", "galat", "sent_at", "peristiwa",
    )  # fmt: skip
    column_searchable_list = ("kepada", "subjek", "galat")
    column_sortable_list = ("id", "created_at", "kepada")
    column_labels = {
        "id": _l("Nomor"),
        "created_at": _l("Dibuat"),
        "kepada": _l("Kepada"),
        "subjek": _l("Perihal"),
        "bahasa": _l("Bahasa"),
        "status": _l("Keadaan"),
        "percobaan": _l("Percobaan"),
        "galat": _l("Galat"),
        "sent_at": _l("Terkirim pada"),
        "peristiwa": _l("Peristiwa"),
    }
    column_formatters = {"status": state_badge, "created_at": moment, "galat": short}
    column_formatters_detail = {"status": state_badge, "created_at": moment, "sent_at": moment, "galat": code}

    def details_load(self) -> Sequence[Any]:
        return (joinedload(Surel.peristiwa),)


class BerkasKonsol(ReadOnly):
    """Stored files: what they are, never where they lie or what they hold."""

    about = _l("Berkas yang tersimpan, dikenali dari sidik SHA-256 isinya.")
    column_list = ("id", "created_at", "nama", "jenis", "ukuran")
    column_details_list = ("id", "created_at", "nama", "jenis", "ukuran", "sidik", "pengunggah_id")
    column_searchable_list = ("nama", "sidik")
    column_sortable_list = ("id", "created_at", "nama", "ukuran")
    column_labels = {
        "id": _l("Nomor"),
        "created_at": _l("Disimpan"),
        "nama": _l("Nama"),
        "jenis": _l("Jenis"),
        "ukuran": _l("Ukuran"),
        "sidik": _l("Sidik"),
        "pengunggah_id": _l("Diunggah oleh"),
    }
    column_formatters = {
        "created_at": moment,
        "ukuran": lambda view, context, item, column: ukuran(item.ukuran),
        "nama": short,
    }
    column_formatters_detail = {
        "created_at": moment,
        "ukuran": lambda view, context, item, column: ukuran(item.ukuran),
        "sidik": code,
        "pengunggah_id": lambda view, context, item, column: name_of(item.pengunggah_id),
    }


def name_of(key: int | None) -> str:
    """The name of an account by its key."""
    person = db.session.get(Pengguna, key) if key is not None else None
    return person.nama if person is not None else "–"


def init_app(app: Flask) -> None:
    """Put the console at /konsol/. Endpoints begin with `konsol_`, so that they meet no other blueprint."""
    first = FirstPage(name=_l("Konsol"), url="/konsol", endpoint="konsol", template="konsol/index.html")
    admin = Admin(app, name="Konsol", url="/konsol", endpoint="konsol", index_view=first)
    admin.add_views(
        JejakKonsol(Peristiwa, _l("Jejak"), "konsol_jejak"),
        PekerjaanKonsol(Pekerjaan, _l("Pekerjaan"), "konsol_pekerjaan"),
        SurelKonsol(Surel, _l("Surel"), "konsol_surel"),
        BerkasKonsol(Berkas, _l("Berkas"), "konsol_berkas"),
    )
    app.jinja_env.globals["konsol_total"] = total_text
