"""Role × step × status: who may take which step where a case stands. The table here is read beside the law."""

import pytest
from sqlalchemy import update

from app.extensions import db
from app.permohonan import rules
from app.permohonan.alur import LANGKAH, Status
from app.permohonan.models import Permohonan
from tests import factories

PEOPLE = (
    "pemohon",
    "ppksd2",
    "rekan",
    "asing",
    "admin",
    "tkksd",
    "protokol",
    "lokus",
    "pimpinan",
    "superadmin",
)
PPKSD = {"pemohon", "ppksd2"}
KOTA = {"admin", "tkksd", "protokol"}
BAHAS = {"penawaran", "penyusunan_kb", "penyusunan_pks"}
SUSUN = {"penyusunan_kb", "penyusunan_pks"}
JADWAL = {"disepakati", "penjadwalan", "menunggu_penandatanganan"}
# step -> who may take it, and where the case then stands
EXPECTED: dict[str, tuple[set[str], set[str]]] = {
    "kirim": ({"pemohon"}, {"draf"}),
    "kirim_ulang": ({"pemohon"}, {"perlu_perbaikan"}),
    "hapus": ({"pemohon"}, {"draf"}),
    "tarik": (
        {"pemohon"},
        {"menunggu_verifikasi", "perlu_perbaikan", *BAHAS, "disepakati", "penjadwalan"},
    ),
    "setujui": ({"admin"}, {"menunggu_verifikasi"}),
    "minta_perbaikan": ({"admin"}, {"menunggu_verifikasi"}),
    "tolak": ({"admin"}, {"menunggu_verifikasi"}),
    "unggah": (PPKSD, BAHAS),
    "unggah_tandingan": (KOTA, SUSUN),
    "catat_surat": ({*PPKSD, "admin"}, {"penawaran"}),
    "tulis_pesan": ({*PPKSD, *KOTA}, {*BAHAS, *JADWAL}),
    "beri_pendapat": (KOTA, BAHAS),
    "setujui_naskah": (PPKSD, SUSUN),
    "tanggapi": (PPKSD, BAHAS | {"disepakati", "penjadwalan", "menunggu_penandatanganan"}),
    "kembalikan": ({"admin"}, BAHAS),
    "tugaskan": ({"admin"}, {*BAHAS, *JADWAL}),
    "pakai_induk": ({"admin"}, {"penawaran", "disepakati", "penjadwalan", "menunggu_penandatanganan"}),
    "hentikan": ({"admin"}, BAHAS),
    "lanjut_kb": (set(), set()),
    "lanjut_pks": (set(), set()),
    "sepakati": (set(), set()),
    "usulkan_jadwal": (PPKSD, {"disepakati", "penjadwalan"}),
    "pilih_desk": (PPKSD, {"disepakati", "penjadwalan"}),
    "setujui_jadwal": ({"protokol"}, {"penjadwalan"}),
    "revisi_jadwal": ({"protokol"}, {"penjadwalan"}),
    "alihkan_jadwal": ({"protokol"}, {"penjadwalan"}),
    "terima_revisi": (PPKSD, {"penjadwalan"}),
    "batalkan_jadwal": ({"protokol", "admin"}, {"penjadwalan", "menunggu_penandatanganan"}),
    "catat_penandatanganan": ({*PPKSD, "admin"}, {"menunggu_penandatanganan"}),
    "kembalikan_penandatanganan": ({"admin"}, {"menunggu_penandatanganan"}),
    "validasi_penandatanganan": ({"admin"}, {"menunggu_penandatanganan"}),
    "mulai_berlaku": (set(), set()),
    "habis_berlaku": (set(), set()),
}


def test_the_table_here_names_every_step():
    assert set(EXPECTED) == set(LANGKAH)


@pytest.mark.parametrize("step", sorted(EXPECTED))
def test_each_step_is_open_to_these_people_in_these_stages_and_to_nobody_else(cast, step):
    case = factories.make_submitted(cast.pemohon, cast.ppksd2)
    people, statuses = EXPECTED[step]
    open_to = set()
    for status in Status:
        # Placed without a step: the question is only what the rules say there.
        moment = None if status is Status.DRAF else case.status_since
        values = {"status": status, "submitted_at": moment}
        db.session.execute(update(Permohonan).where(Permohonan.id == case.id).values(**values))
        db.session.expire(case)
        for name in PEOPLE:
            if rules.why_not(getattr(cast, name), case, step) is None:
                open_to.add((name, status.value))
    assert open_to == {(name, status) for name in people for status in statuses}


def test_a_closed_step_always_says_why(cast):
    case = factories.make_draft(cast.pemohon)
    for step in LANGKAH:
        for name in PEOPLE:
            sentence = rules.why_not(getattr(cast, name), case, step)
            assert sentence is None or str(sentence).endswith(".")
