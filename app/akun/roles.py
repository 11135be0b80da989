"""The roles and which page each may open: one short anchored row per view, read by FAB from FAB_ROLES.

`docs/peran.md` and the page for Admin are printed from this table. Which rows a person sees is not said here
(that is `visible_to`), nor what may be done now (that is each package's `rules.py`).
"""

from app.kit.fab_roles import anchored

SUPERADMIN = "Superadmin"
ADMIN = "Admin"
TKKSD = "TKKSD"
PROTOKOL = "TKKSD Protokol"
LOKUS = "TKKSD Lokus"
PIMPINAN = "Pimpinan"
PEMOHON = "Pemohon"
PEJABAT_PDP = "Pejabat PDP"

ALL = (SUPERADMIN, ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN, PEJABAT_PDP, PEMOHON)
STAFF = (SUPERADMIN, ADMIN, TKKSD, PROTOKOL, LOKUS, PIMPINAN)
OFFICE = (*STAFF, PEJABAT_PDP)  # who works for the city, also without a view of the cases
TEAM = (TKKSD, PROTOKOL)

# Views of reference rows and texts that Admin keeps in Flask-AppBuilder's screens.
MASTER = (
    "UrusanView",
    "WilayahView",
    "OPDView",
    "KategoriView",
    "UsulanKategoriView",
    "RencanaView",
    "HariLiburView",
    "HariTertutupView",
    "JabatanTimView",
    "PejabatView",
    "TempatView",
    "PaktaIntegritasView",
    "HalamanView",
    "DokumenInformasiView",
    "TanyaJawabView",
    "InstansiView",
    "PegawaiView",
    "AturanPeranAsnView",
)
MENU_ADMIN = ("Data induk", "Pengaturan", *MASTER)


# Pages about oneself, for everybody who has signed in.
_OWN = [
    anchored(("TugasView", "NotifikasiView"), "can_index"),
    anchored("PengaturanView"),
    anchored(("FaktorView", "KunciView", "SesiView", "UlangMasukView", "SandiBaruView")),
    anchored("AkunSsoView"),
    anchored("AplikasiView"),
    anchored("OidcView", "can_izin|can_keluar_ya"),
    anchored("DataSayaView"),
    anchored("SuratInstansiView"),
    # Cases that one may see; whose step it is, the rules of the case say.
    anchored(("PermohonanView", "VerifikasiView")),
    anchored("AlihTugasView"),
    anchored("TandaTerimaView", "can_unduh"),
    anchored("DokumenView"),
    anchored(("PendapatView", "PenugasanView")),
    anchored("PesanView"),
    anchored(("JadwalView", "PenandatangananView")),
    anchored("KerjaSamaView", "can_index|can_unduh|can_unduh_koreksi"),
]
# And for everybody of the city.
_STAFF = [*_OWN, anchored("KalenderView", "can_index|can_langganan")]

# The data officer's pages; Admin gets in only where there is no officer (app/pdp/gerbang.py).
_DATA_OFFICE = anchored(("PermintaanDataView", "PelanggaranView", "TeksPersetujuanView", "KabarLayananView"))

FAB_ROLES: dict[str, list[list[str]]] = {
    ADMIN: [
        *_STAFF,
        *[anchored(view, "can_.*|nonaktifkan|aktifkan") for view in MASTER],
        anchored("KerjaSamaView", "can_rilis|can_tarik|can_koreksi|can_unduh_daftar"),
        *[anchored(name, "menu_access") for name in MENU_ADMIN],
        anchored("UserDBModelView", "can_list|can_show|can_edit|can_nik"),
        anchored(("PenggunaBaruView", "PeranView"), "can_baru|can_index"),
        anchored("PengaturanSistemView", "can_index"),
        anchored("RencanaTahapView"),
        anchored(("VerifikasiInstansiView", "GabungInstansiView")),
        anchored("Pengguna", "menu_access"),
        anchored(("ImporPegawaiView", "UsulanPeranView", "AkunPegawaiView")),
        _DATA_OFFICE,
    ],
    TKKSD: _STAFF,
    PROTOKOL: _STAFF,
    LOKUS: _STAFF,
    PIMPINAN: [*_STAFF, anchored("KerjaSamaView", "can_unduh_daftar")],
    PEJABAT_PDP: [*_OWN, _DATA_OFFICE],
    PEMOHON: [*_OWN, anchored(("IsianView", "PetugasView", "PeriksaView"))],
}
