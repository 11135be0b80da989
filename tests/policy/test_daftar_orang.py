"""Lists of the pages about people ask the same however long they are."""

from datetime import timedelta

import pytest

from app.extensions import db
from app.kit.clock import now
from app.pdp import operations as permintaan
from app.pdp import operations_pelanggaran as pelanggaran
from app.pdp.models import JenisPermintaan
from app.sso.models_klien import PenyediaSso
from tests import factories
from tests.counting import counted
from tests.pdp.test_pelanggaran import ISIAN
from tests.sso.aplikasi import Aplikasi

MORE = 4


def a_request(app, cast, n):
    asker = factories.make_pengguna(f"Penanya {n}", "Pemohon", email=f"tanya{n}@example.org")
    row = permintaan.ask(actor=asker, jenis=JenisPermintaan.AKSES, isi="Mohon salinan")
    if n % 2:
        permintaan.begin(row, actor=cast.pejabat_pdp)


def a_breach(app, cast, n):
    known_at = now() - timedelta(hours=n + 1)
    row = pelanggaran.note(actor=cast.pejabat_pdp, known_at=known_at, isian=ISIAN)
    pelanggaran.add_people(row, actor=cast.pejabat_pdp, emails=[f"orang{n}@example.org"])


def an_application(app, cast, n):
    Aplikasi(app, cast.superadmin)


def a_provider(app, cast, n):
    db.session.add(
        PenyediaSso(
            kode=f"uji{n}",
            nama=f"SSO {n}",
            label_tombol=f"Masuk {n}",
            issuer=f"https://sso{n}.example.org",
            client_id="x",
            rahasia_sandi="",
            scopes="openid",
            is_aktif=False,
        )
    )


@pytest.mark.parametrize(
    ("who", "address", "made"),
    [
        ("pejabat_pdp", "/pdp/permintaan", a_request),
        ("pejabat_pdp", "/pdp/pelanggaran", a_breach),
        ("pejabat_pdp", "/tugas", a_request),
        ("superadmin", "/sso/klien", an_application),
        ("superadmin", "/sso/penyedia", a_provider),
    ],
)
def test_a_longer_list_asks_no_more(app, browse, cast, who, address, made):
    made(app, cast, 1)
    made(app, cast, 2)
    db.session.commit()
    browser = browse(getattr(cast, who))
    browser.get(address)
    with counted() as few:
        browser.get(address)
    for n in range(3, 3 + MORE):
        made(app, cast, n)
    db.session.commit()
    with counted() as many:
        browser.get(address)
    assert len(many) <= len(few), "\n".join(many)
