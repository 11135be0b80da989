"""Where the directory joins the account pages: cards, locked fields, the first password, what is switched on."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.akun.models import Pengguna
from app.akun.sambungan import (
    KartuPengaturan,
    Kunci,
    register_kartu,
    register_kunci_isian,
    register_sandi_pertama,
)
from app.kit import settings
from app.kit.formats import waktu
from app.kit.keadaan import Keadaan, register_keadaan
from app.pegawai import queries
from app.pegawai import settings as own
from app.pegawai.operations_ikut import fixed_fields
from app.pegawai.operations_masuk import door

LOCKED = _l("Dari direktori ASN. Bila keliru, minta bagian kepegawaian memperbaikinya.")


def locked_fields(account: Pengguna) -> Kunci | None:
    """What the biodata of somebody in the directory takes from there."""
    pegawai = queries.of_account(account) if account.nip else None
    return Kunci(fixed_fields(pegawai), LOCKED) if pegawai is not None else None


def _switched_on() -> list[Keadaan]:
    people, accounts = queries.count_people()
    mode = settings.get(own.BIRTH_PASSWORD)
    sumber = queries.source()
    source_page = url_for("SumberPegawaiView.index")
    last = waktu(sumber.last_ok_at) if sumber is not None and sumber.last_ok_at else _("belum pernah")
    has_fault = sumber is not None and "sebab" in sumber.hasil
    return [
        Keadaan(
            _("Orang dalam direktori"),
            _("%(n)s orang, %(akun)s mempunyai akun", n=people, akun=accounts),
            None,
            url_for("ImporPegawaiView.index"),
        ),
        Keadaan(
            _("Tanggal lahir sebagai kata sandi pertama"),
            # Whether it is on stands beside it already.
            settings.REGISTRY[own.BIRTH_PASSWORD].choices[mode]  # type: ignore[index]
            if mode != own.OFF
            else _("Masuk pertama hanya dengan tautan lewat email."),
            mode != own.OFF,
            url_for("PengaturanSistemView.index"),
            peringatan=_no_network(mode),
        ),
        Keadaan(
            _("Sistem kepegawaian"),
            _("Terakhir berhasil: %(waktu)s", waktu=last),
            sumber is not None and sumber.is_aktif,
            source_page,
            peringatan=_("Pengambilan terakhir gagal.") if has_fault else "",
        ),
    ]


def _no_network(mode: str) -> Any:
    if mode == own.BY_NETWORK and not settings.get(own.NETWORKS):
        return _("Belum ada jaringan yang disebut: tidak seorang pun dapat memakainya.")
    return ""


register_kunci_isian(locked_fields)
register_sandi_pertama(door)
register_keadaan(_l("Direktori ASN"), 40, _switched_on)
for _kartu in (
    KartuPengaturan(
        "can_index",
        "ImporPegawaiView",
        "ImporPegawaiView.index",
        "person-lines-fill",
        _l("Impor ASN"),
        _l("Perbarui direktori ASN dari berkas CSV, dengan pratinjau."),
        20,
    ),
    KartuPengaturan(
        "can_index",
        "UsulanPeranView",
        "UsulanPeranView.index",
        "person-badge",
        _l("Usulan peran ASN"),
        _l("Setujui atau tolak peran menurut perangkat daerah dan jabatan."),
        21,
    ),
    KartuPengaturan(
        "can_index",
        "AkunPegawaiView",
        "AkunPegawaiView.index",
        "link-45deg",
        _l("Cocokkan akun ASN"),
        _l("Akun yang mungkin milik seorang ASN dan menunggu keputusan."),
        22,
    ),
    KartuPengaturan(
        "can_index",
        "SumberPegawaiView",
        "SumberPegawaiView.index",
        "database",
        _l("Sistem kepegawaian"),
        _l("Alamat, token, dan pemetaan untuk mengambil direktori ASN dengan sendirinya."),
        61,
    ),
):
    register_kartu(_kartu)
