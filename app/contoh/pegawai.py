"""A few ASN of the example city, without accounts: their first sign-in can be tried with the mail in var/surat."""

from datetime import date

from sqlalchemy import select

from app.contoh.cerita import LOKUS_OPD
from app.extensions import db
from app.kit.clock import now
from app.pegawai.models import Pegawai, Sumber
from app.rujukan.models import OPD

# NIP, name, office, unit, position, e-mail; all invented.
ASN = (
    (
        "198906172014032005",
        "Wulan Contoh, S.H.",
        "",
        "Bagian Kerja Sama",
        "Analis Kerja Sama",
        "asn@example.org",
    ),
    (
        "197808092003121004",
        "Yusuf Contoh, S.T.",
        LOKUS_OPD,
        "",
        "Kepala Bidang Persampahan",
        "asn-lokus@example.org",
    ),
    (
        "199211302022211007",
        "Zahra Contoh, S.Kom.",
        "",
        "Dinas Contoh",
        "Pranata Komputer",
        "asn-pppk@example.org",
    ),
    ("198001152005011003", "Umar Contoh", "", "Kelurahan Contoh", "Sekretaris Kelurahan", ""),
)


def load_pegawai() -> None:
    """Put the examples into the directory. Never commits."""
    office = db.session.scalar(select(OPD.id).where(OPD.nama == LOKUS_OPD))
    for nip, nama, opd, unit, jabatan, email in ASN:
        db.session.add(
            Pegawai(
                nip=nip,
                nama=nama,
                lahir_on=date(int(nip[:4]), int(nip[4:6]), int(nip[6:8])),
                opd_id=office if opd else None,
                unit=unit,
                jabatan=jabatan,
                email=email,
                sumber=Sumber.CSV,
                synced_at=now(),
            )
        )
