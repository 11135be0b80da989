"""One cast for all tests. Ask for `cast` (with `session` or `committed`) and name the person: `cast.admin`."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.akun import roles
from app.akun.models import Instansi, Pengguna
from tests import factories


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
    superadmin: Pengguna
    universitas: Instansi
    perusahaan: Instansi

    @property
    def people(self) -> dict[str, Pengguna]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Pengguna)}


def make_cast() -> Cast:
    person = factories.make_pengguna
    pemohon = person("Ayu Contoh", roles.PEMOHON, email="ayu@example.org")
    ppksd2 = person("Bima Contoh", roles.PEMOHON, email="bima@example.org")
    rekan = person("Rekan Contoh", roles.PEMOHON, email="rekan@example.org")
    asing = person("Asing Contoh", roles.PEMOHON, email="asing@example.org")
    for applicant in (pemohon, ppksd2, rekan, asing):
        factories.make_biodata(applicant)
    return Cast(
        pemohon=pemohon,
        ppksd2=ppksd2,
        rekan=rekan,
        asing=asing,
        baru=person("Baru Contoh", roles.PEMOHON, email="baru@example.org"),
        admin=person("Dewi Contoh", roles.ADMIN, email="dewi@example.org"),
        admin2=person("Darma Contoh", roles.ADMIN, email="darma@example.org"),
        tkksd=person("Eka Contoh", roles.TKKSD, email="eka@example.org"),
        hukum=person("Citra Contoh", roles.TKKSD, email="citra@example.org"),
        bapperida=person("Fajar Contoh", roles.TKKSD, email="fajar@example.org"),
        protokol=person("Gita Contoh", roles.PROTOKOL, email="gita@example.org"),
        lokus=person("Hari Contoh", roles.LOKUS, email="hari@example.org"),
        pimpinan=person("Indah Contoh", roles.PIMPINAN, email="indah@example.org"),
        superadmin=person("Joko Contoh", roles.SUPERADMIN, email="joko@example.org"),
        universitas=factories.make_instansi("Universitas Contoh Mahakam", pemohon, ppksd2, rekan),
        perusahaan=factories.make_instansi(
            "PT Contoh Maju", asing, jenis=factories.JenisPemohon.PERUSAHAAN
        ),
    )


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Any:
    """The cast, in the database that the test already asked for (`session` when it did not)."""
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed").flush()
        everybody = make_cast()
        from app.extensions import db

        db.session.commit()
        return everybody
    request.getfixturevalue("session")
    return make_cast()
