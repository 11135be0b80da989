"""One cast for all tests. Ask for `cast` (with `session` or `committed`) and name the person: `cast.admin`."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.akun import roles
from app.akun.models import Instansi, Pengguna
from app.extensions import db
from app.rujukan.models import JenisPemohon
from tests import factories
from tests.states import kept


@dataclass
class Cast:
    """Everybody, and the two institutions."""

    pemohon: Pengguna  # Ayu runs the university's account and files
    ppksd2: Pengguna  # Bima, of the same university
    rekan: Pengguna  # Rekan, of the same university, no contact of any case
    asing: Pengguna  # a stranger, of another institution
    baru: Pengguna  # has an account and nothing else
    admin: Pengguna
    admin2: Pengguna
    tkksd: Pengguna
    hukum: Pengguna
    bapperida: Pengguna
    protokol: Pengguna
    lokus: Pengguna
    pimpinan: Pengguna
    pejabat_pdp: Pengguna  # the data officer
    superadmin: Pengguna
    universitas: Instansi
    perusahaan: Instansi

    @property
    def people(self) -> dict[str, Pengguna]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Pengguna)}


@kept
def make_cast() -> Cast:
    """Everybody in one flush: nearly every test asks for the cast."""
    known, samarinda = factories.all_roles(), factories.samarinda()

    def person(nama: str, role: str, email: str) -> Pengguna:
        return factories.build_pengguna(nama, [known[role]], email)

    with db.session.no_autoflush:
        pemohon = person("Ayu Contoh", roles.PEMOHON, "ayu@example.org")
        ppksd2 = person("Bima Contoh", roles.PEMOHON, "bima@example.org")
        rekan = person("Rekan Contoh", roles.PEMOHON, "rekan@example.org")
        asing = person("Asing Contoh", roles.PEMOHON, "asing@example.org")
        for applicant in (pemohon, ppksd2, rekan, asing):
            factories.build_biodata(applicant, samarinda)
        everybody = Cast(
            pemohon=pemohon,
            ppksd2=ppksd2,
            rekan=rekan,
            asing=asing,
            baru=person("Baru Contoh", roles.PEMOHON, "baru@example.org"),
            admin=person("Dewi Contoh", roles.ADMIN, "dewi@example.org"),
            admin2=person("Darma Contoh", roles.ADMIN, "darma@example.org"),
            tkksd=person("Eka Contoh", roles.TKKSD, "eka@example.org"),
            hukum=person("Citra Contoh", roles.TKKSD, "citra@example.org"),
            bapperida=person("Fajar Contoh", roles.TKKSD, "fajar@example.org"),
            protokol=person("Gita Contoh", roles.PROTOKOL, "gita@example.org"),
            lokus=person("Hari Contoh", roles.LOKUS, "hari@example.org"),
            pimpinan=person("Indah Contoh", roles.PIMPINAN, "indah@example.org"),
            pejabat_pdp=person("Lestari Contoh", roles.PEJABAT_PDP, "lestari@example.org"),
            superadmin=person("Joko Contoh", roles.SUPERADMIN, "joko@example.org"),
            universitas=factories.build_instansi(
                "Universitas Contoh Mahakam",
                (pemohon, ppksd2, rekan),
                samarinda,
                JenisPemohon.PERGURUAN_TINGGI,
            ),
            perusahaan=factories.build_instansi(
                "PT Contoh Maju", (asing,), samarinda, JenisPemohon.PERUSAHAAN
            ),
        )
    db.session.flush()
    return everybody


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Any:
    """The cast, in the database that the test already asked for (`session` when it did not)."""
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed").flush()
        everybody = make_cast()
        db.session.commit()
        return everybody
    request.getfixturevalue("session")
    return make_cast()
