"""The whole menu and every registered view on one screen.

FAB's menu decides by role (`akun/roles.py`) who sees an entry; the side bar of staff pages is printed from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app.akun import views as akun
from app.akun.roles import PEJABAT_PDP, SUPERADMIN
from app.akun.rules import has_role
from app.informasi import views as informasi
from app.kerjasama import views as kerjasama
from app.naskah import views as naskah
from app.notifikasi import views as notifikasi
from app.pdp import views as pdp
from app.pegawai import views as pegawai
from app.pembahasan import views as pembahasan
from app.penjadwalan import views as penjadwalan
from app.permohonan import views as permohonan
from app.rujukan import views as rujukan
from app.sso import views as sso
from app.statistik import views as statistik

# Pages of their own: address and guard stand in the class, nothing stands in FAB's menu.
PAGES = (
    *akun.PAGES,
    *pegawai.PAGES,
    *sso.PAGES,
    *pdp.PAGES,
    rujukan.PengaturanSistemView,
    rujukan.RencanaTahapView,
    *permohonan.PAGES,
    *naskah.PAGES,
    *pembahasan.PAGES,
    *penjadwalan.PAGES,
    *kerjasama.PAGES,
    notifikasi.TugasView,
    notifikasi.NotifikasiView,
    notifikasi.SurelView,
    informasi.InformasiView,
    informasi.TanyaJawabPublikView,
    informasi.LacakView,
    statistik.StatistikView,
)

# Screens of Flask-AppBuilder for rows without a life, in the order of the side bar.
MASTER: tuple[tuple[type, Any], ...] = (
    (akun.InstansiView, _l("Instansi")),
    *pegawai.MASTER,
    (rujukan.UrusanView, _l("Urusan")),
    (rujukan.KategoriView, _l("Kategori")),
    (rujukan.UsulanKategoriView, _l("Usulan kategori")),
    (rujukan.RencanaView, _l("Rencana tahapan")),
    (rujukan.WilayahView, _l("Wilayah")),
    (rujukan.OPDView, _l("Perangkat daerah")),
    (rujukan.HariLiburView, _l("Hari libur")),
    (rujukan.HariTertutupView, _l("Hari tertutup")),
    (rujukan.JabatanTimView, _l("Jabatan dalam TKKSD")),
    (rujukan.PejabatView, _l("Pejabat penanda tangan")),
    (rujukan.TempatView, _l("Tempat penandatanganan")),
    (rujukan.PaktaIntegritasView, _l("Pakta integritas")),
    *sso.MASTER,
    *pdp.MASTER,
    (informasi.HalamanView, _l("Halaman")),
    (informasi.DokumenInformasiView, _l("Regulasi dan format")),
    (informasi.TanyaJawabView, _l("Tanya jawab")),
)


def register(appbuilder: AppBuilder) -> None:
    """Register every view once."""
    for view in PAGES:
        appbuilder.add_view_no_menu(view)
    for screen, label in MASTER:
        appbuilder.add_view(screen, screen.__name__, label=label, category="Data induk")


@dataclass
class Entry:
    """One line of the side bar."""

    label: Any
    url: str
    icon: str
    is_current: bool = False
    count: int = 0
    children: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    label: Any
    icon: str
    endpoint: str
    view: str
    permission: str
    prefix: str | tuple[str, ...]
    count: Callable[[Any], int] | None = None
    roles: tuple[str, ...] = ()  # empty: whoever may open it


# Pages without a line of their own light up the line from which one comes to them.
DATA_INDUK = ("/data-induk", "/instansi/", "/pegawai/impor", "/pegawai/usulan", "/pegawai/akun")
PENGATURAN = ("/pengaturan", "/sso/penyedia", "/sso/klien", "/pegawai/sumber")

SIDEBAR: tuple[_Line, ...] = (
    _Line(
        _l("Tugas saya"),
        "inbox",
        "TugasView.index",
        "TugasView",
        "can_index",
        "/tugas",
        notifikasi.count_tugas,
    ),
    _Line(_l("Permohonan"), "files", "PermohonanView.index", "PermohonanView", "can_index", "/permohonan"),
    _Line(_l("Kalender"), "calendar3", "KalenderView.index", "KalenderView", "can_index", "/kalender"),
    _Line(_l("Kerja sama"), "diagram-3", "KerjaSamaView.index", "KerjaSamaView", "can_index", "/kerja-sama"),
    _Line(_l("Data induk"), "database", "UrusanView.list", "UrusanView", "can_list", DATA_INDUK),
    _Line(
        _l("Pengguna"),
        "people",
        "UserDBModelView.list",
        "UserDBModelView",
        "can_list",
        ("/users", "/pengguna"),
    ),
    _Line(
        _l("Pelindungan data"),
        "shield-lock",
        "PermintaanDataView.index",
        "PermintaanDataView",
        "can_index",
        "/pdp",
        roles=(PEJABAT_PDP, SUPERADMIN),  # Admin stands in where there is no officer, and has the task then
    ),
    _Line(_l("Pengaturan"), "gear", "PengaturanView.index", "PengaturanView", "can_index", PENGATURAN),
    _Line(_l("Konsol"), "terminal", "konsol.index", "Konsol", "superadmin", "/konsol"),
)


def sidebar(user: Any) -> list[Entry]:
    """The entries this person's roles may open; the reference screens stand under `Data induk`."""
    from flask import current_app

    manager = current_app.appbuilder.sm  # type: ignore[attr-defined]
    entries = []
    for line in SIDEBAR:
        if line.permission == "superadmin":
            if not akun.is_superadmin(user):
                continue
        elif not manager.has_access(line.permission, line.view):
            continue
        if line.roles and not has_role(user, *line.roles):
            continue
        entry = Entry(line.label, url_for(line.endpoint), line.icon, request.path.startswith(line.prefix))
        if line.count is not None:
            entry.count = line.count(user)
        if line.prefix == DATA_INDUK:
            entry.children = _master_entries(manager)
            entry.is_current = entry.is_current or any(child.is_current for child in entry.children)
        entries.append(entry)
    return entries


def _master_entries(manager: Any) -> list[Entry]:
    return [
        Entry(
            label,
            url := url_for(f"{view.__name__}.list"),
            "",
            request.path.startswith(url.removesuffix("list/")),
        )
        for view, label in MASTER
        if manager.has_access("can_list", view.__name__)
    ]


def quick_menu(user: Any) -> list[tuple[Any, str, str]]:
    """What the + button offers: only what this person may open. A visitor is asked to sign in on the way."""
    from flask import current_app

    manager = current_app.appbuilder.sm  # type: ignore[attr-defined]
    entries = []
    if not user.is_authenticated or manager.has_access("can_baru", "IsianView"):
        entries.append((_l("Permohonan baru"), "/permohonan/baru", "file-earmark-plus"))
    if not user.is_authenticated:
        entries.append((_l("Daftar"), "/daftar", "person-plus"))
    entries.append((_l("Pengaturan"), "/pengaturan", "gear"))
    return entries
