"""What counts once counts once, also for two who use it at the same moment on two connections."""

import time
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from app.akun import operations, operations_kabar, operations_masuk, operations_pendaftaran, queries
from app.akun.identitas import JenisIdentitas, Kewarganegaraan
from app.akun.models import Pengguna, TujuanTautan
from app.akun.models_pendaftaran import Pendaftaran, Pintu
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.kit.crypto import encrypt, new_token
from tests.akun.test_bersamaan import at_once, person  # noqa: F401  - the fixture
from tests.akun.test_faktor import set_up

EMAIL = "ayu@example.org"


def slowly(act):
    """The other one comes before this one has been kept."""

    def run():
        result = act()
        time.sleep(0.3)
        return result

    return run


def code_of_the_app(cast):
    secret, _codes = set_up(cast.pemohon)
    code = pyotp.TOTP(secret).now()
    return lambda: operations_masuk.check_code(person(EMAIL), code).account is not None


def recovery_code(cast):
    _secret, codes = set_up(cast.pemohon)
    return lambda: operations_masuk.check_code(person(EMAIL), codes[0]).account is not None


def mailed_code(cast):
    code, _row = operations_kabar.new_code(cast.pemohon)
    use = operations_kabar.use_mailed_code
    return lambda: operations_masuk.check_code(person(EMAIL), code, use=use).account is not None


def link_of_a_mail(cast):
    token = operations.new_password_link(cast.pemohon)

    def use():
        tautan = queries.link_by_token(token, TujuanTautan.ATUR_SANDI, now())
        return bool(tautan and operations.set_password(tautan, "kuda-besi-hujan"))

    return use


def two_links_of_one_account(cast):
    tokens = [operations.new_password_link(cast.pemohon) for _n in range(2)]

    def use():
        tautan = queries.link_by_token(tokens.pop(), TujuanTautan.ATUR_SANDI, now())
        return bool(tautan and operations.set_password(tautan, "kuda-besi-hujan"))

    return use


def activation(cast):
    token, sidik = new_token()
    row = Pendaftaran(
        pintu=Pintu.WARGA,
        nama="Rina Contoh",
        email="rina@example.org",
        sandi="scrypt:x",
        kewarganegaraan=Kewarganegaraan.WNI,
        jenis_identitas=JenisIdentitas.KTP,
        nomor_sandi=encrypt("6472014101800077"),
        nomor_sidik="x" * 64,
        nomor_samar="6472…0077",
        token_sidik=sidik,
        expires_at=now() + timedelta(days=1),
    )
    db.session.add(row)
    return lambda: bool(operations_pendaftaran.activate(token))


@pytest.mark.parametrize(
    "made",
    [code_of_the_app, recovery_code, mailed_code, link_of_a_mail, two_links_of_one_account, activation],
)
def test_it_counts_once_for_two_at_the_same_moment(committed, cast, at_once, made):  # noqa: F811
    use = made(cast)
    db.session.commit()
    answers = at_once(slowly(use), slowly(use))
    assert [answer is True for answer in answers].count(True) == 1, answers
    # The other one was told, it did not fail.
    assert not any(one is None or isinstance(one, Exception) for one in answers), answers
    if made is activation:
        assert db.session.scalar(select(func.count()).where(Pengguna.email == "rina@example.org")) == 1
    if made is recovery_code:
        used = select(func.count()).where(Peristiwa.jenis == "akun.kode_pemulihan_dipakai")
        assert db.session.scalar(used) == 1
