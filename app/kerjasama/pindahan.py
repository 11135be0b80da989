"""What moves along when two records of one institution become one: its cases and its agreements."""

from flask_babel import lazy_gettext as _l

from app.akun.pindahan import Pindahan, register_pindahan, register_undangan
from app.kerjasama.models import KerjaSama
from app.permohonan.models import Permohonan, Petugas

register_pindahan(Pindahan(Permohonan.instansi_id, _l("Permohonan")))
register_pindahan(Pindahan(KerjaSama.instansi_id, _l("Kerja sama")))
register_undangan(Petugas.undangan_id)  # who is asked by mail to be PPKSD-2
