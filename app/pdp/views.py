"""The pages about one's own data, and those of the data officer. Each stands in a file of its topic."""

from typing import Any

from app.pdp import kontak as _kontak  # noqa: F401  # names contacts who consented
from app.pdp import menyala as _menyala  # noqa: F401  # tells how it stands
from app.pdp import tasks as _tasks  # noqa: F401  # the worker knows its jobs
from app.pdp.views_data_saya import DataSayaView
from app.pdp.views_pejabat import PermintaanDataView
from app.pdp.views_pelanggaran import PelanggaranView
from app.pdp.views_teks import KabarLayananView, PrivasiView, TeksPersetujuanView

PAGES: tuple[type[Any], ...] = (
    PrivasiView,
    DataSayaView,
    PermintaanDataView,
    PelanggaranView,
    TeksPersetujuanView,
    KabarLayananView,
)
MASTER: tuple[tuple[type[Any], Any], ...] = ()  # screens of Flask-AppBuilder with their labels
