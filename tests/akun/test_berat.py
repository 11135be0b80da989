"""Heavy acts ask again who one is: the table names pages that exist, and no act of weight stands outside it."""

from datetime import timedelta

import pytest

from app.akun.models_masuk import Sesi
from app.akun.ulang import BERAT
from app.kit.clock import now

# Whoever does one of these gives away what others must be able to rely on.
WEIGHTY = (
    "PendapatView.pendapat",
    "VerifikasiView.langkah",
    "PenandatangananView.validasi",
    "UserDBModelView.edit",
    "UserDBModelView.nik",
    "UserDBModelView.faktor",
    "PengaturanSistemView.index",
    "KerjaSamaView.unduh_daftar",
    "DataSayaView.salinan",
    "PermintaanDataView.hapus",
    "PelanggaranView.beritahukan",
    "PenyediaView.ubah",
    "AturanKlaimView.edit",
    "KlienSsoView.rahasia",
    "UsulanPeranView.putus",
    "AkunPegawaiView.putus",
    "ImporPegawaiView.terapkan",
    "SumberPegawaiView.index",
    "GabungInstansiView.gabung",
    "VerifikasiInstansiView.setujui",
)


def test_every_page_of_the_table_exists(app):
    assert set(BERAT) - set(app.view_functions) == set()


@pytest.mark.parametrize("endpoint", WEIGHTY)
def test_an_act_of_weight_stands_in_the_table(endpoint):
    assert endpoint in BERAT


def test_whoever_proved_herself_too_long_ago_merges_nothing_before_she_has_done_it_again(
    session, cast, browse
):
    browser = browse(cast.admin)
    browser.get(f"/instansi/{cast.perusahaan.id}/gabung?ke={cast.universitas.id}")
    session.query(Sesi).filter_by(pengguna_id=cast.admin.id).update({"proved_at": now() - timedelta(days=2)})
    page = browser.submit("Gabungkan", {"Nama instansi yang digabung": cast.perusahaan.nama}, status=401)
    assert page.has("Kata Sandi")
    assert cast.perusahaan.is_active
