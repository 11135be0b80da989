"""The pages of this package under one name; each stands in a file of its topic. Signing in is in security.py."""

from typing import Any

from app.akun.rules import is_superadmin
from app.akun.views_faktor import FaktorView, KodeMasukView
from app.akun.views_gabung import GabungInstansiView
from app.akun.views_instansi import InstansiView
from app.akun.views_keadaan import KeadaanView
from app.akun.views_kunci import KunciMasukView, KunciView
from app.akun.views_pendaftaran import DaftarView
from app.akun.views_pengaturan import PengaturanView
from app.akun.views_pengguna import PenggunaBaruView, PeranView
from app.akun.views_sesi import SesiView
from app.akun.views_surat_instansi import SuratInstansiView
from app.akun.views_tautan import TautanView
from app.akun.views_ulang import SandiBaruView, UlangMasukView
from app.akun.views_undangan import UndanganView
from app.akun.views_verifikasi_instansi import VerifikasiInstansiView

__all__ = ["PAGES", "InstansiView", "is_superadmin"]

PAGES: tuple[type[Any], ...] = (
    PengaturanView,
    DaftarView,
    UndanganView,
    TautanView,
    KodeMasukView,
    FaktorView,
    KunciMasukView,
    KunciView,
    SesiView,
    UlangMasukView,
    SandiBaruView,
    SuratInstansiView,
    VerifikasiInstansiView,
    GabungInstansiView,
    PenggunaBaruView,
    PeranView,
    KeadaanView,
)
