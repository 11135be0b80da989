"""The roles and which page each may open: one short anchored row per view, read by FAB from FAB_ROLES.

`docs/peran.md` and the page for Admin are printed from this table. Which rows a person sees is not said here
(that is `visible_to`), nor what may be done now (that is each package's `rules.py`).
"""

SUPERADMIN = "Superadmin"
ADMIN = "Admin"
TKKSD = "TKKSD"
PROTOKOL = "TKKSD Protokol"
LOKUS = "TKKSD Lokus"
PIMPINAN = "Pimpinan"
PEMOHON = "Pemohon"

ALL = (SUPERADMIN, ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN, PEMOHON)
STAFF = (SUPERADMIN, ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN)
TEAM = (TKKSD, PROTOKOL)

# Views of reference rows and texts that Admin keeps in Flask-AppBuilder's screens.
MASTER = (
    "UrusanView",
    "WilayahView",
    "OPDView",
    "KategoriView",
    "UsulanKategoriView",
    "HariLiburView",
    "PaktaIntegritasView",
    "HalamanView",
    "DokumenInformasiView",
    "TanyaJawabView",
    "InstansiView",
)
MENU_ADMIN = ("Data induk", "Pengaturan", *MASTER)


def _row(views: str | tuple[str, ...], permissions: str = "can_.*") -> list[str]:
    """One anchored FAB row: FAB matches patterns by prefix, so an open pattern would give more than it says."""
    names = (views,) if isinstance(views, str) else views
    view = f"^({'|'.join(names)})$"
    permission = f"^({permissions})$"
    if len(view) > 250 or len(permission) > 100:
        raise ValueError(f"FAB drops a role with a pattern this long, silently: {view}")
    return [view, permission]


# Pages about oneself, for everybody who has signed in.
_OWN = [
    _row(("TugasView", "NotifikasiView"), "can_index"),
    _row("PengaturanView"),
    # Cases that one may see; whose step it is, the rules of the case say.
    _row(("PermohonanView", "VerifikasiView")),
    _row("TandaTerimaView", "can_unduh"),
]

FAB_ROLES: dict[str, list[list[str]]] = {
    ADMIN: [
        *_OWN,
        *[_row(view, "can_.*|nonaktifkan|aktifkan") for view in MASTER],
        *[_row(name, "menu_access") for name in MENU_ADMIN],
        _row("UserDBModelView", "can_list|can_show|can_edit|can_nik"),
        _row(("PenggunaBaruView", "PeranView"), "can_baru|can_index"),
        _row("PengaturanSistemView", "can_index"),
        _row("Pengguna", "menu_access"),
    ],
    TKKSD: _OWN,
    PROTOKOL: _OWN,
    LOKUS: _OWN,
    PIMPINAN: _OWN,
    PEMOHON: [*_OWN, _row(("IsianView", "PetugasView", "PeriksaView"))],
}
