"""A case under an agreement that already stands."""

from app.extensions import db
from app.kerjasama.models import IndukPerkara, KerjaSama
from app.kit.clock import now, today
from app.kit.storage import save_upload
from app.rujukan.models_rencana import JenisNaskah
from tests import factories, papers


def make_umbrella(cast):
    """A Kesepakatan Bersama in force with the university."""
    older = factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)
    row = KerjaSama(
        kode="KB-2026-9001",
        jenis=JenisNaskah.KB,
        judul=older.judul,
        kategori=older.kategori,
        permohonan=older,
        instansi=older.instansi,
        instansi_nama=older.instansi_nama,
        nomor_kota="1",
        nomor_mitra="2",
        ditandatangani_on=today(),
        tempat="Balai Kota",
        berlaku_from=today(),
        berlaku_until=today().replace(year=today().year + 1),
        berkas=save_upload(papers.upload(papers.pdf()), ["pdf"], cast.admin),
    )
    db.session.add(row)
    db.session.flush()
    return row


def put_under(permohonan, cast):
    """Choose it for this case."""
    row = make_umbrella(cast)
    db.session.add(
        IndukPerkara(permohonan_id=permohonan.id, kerja_sama=row, oleh_id=cast.admin.id, chosen_at=now())
    )
    db.session.flush()
    return row
