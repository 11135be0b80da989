"""How UU PDP stands, for the page of what is switched on: whether somebody is in charge, and whether a term has passed."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.kit.clock import now
from app.kit.keadaan import Keadaan, register_keadaan
from app.pdp import queries


def _lines() -> list[Keadaan]:
    count, late = len(queries.officers()), queries.count_overdue(now())
    notice = queries.notice_in_force(now())
    return [
        Keadaan(
            _("Pejabat PDP yang aktif"),
            str(count),
            count > 0,
            "/users/list/",
            "" if count else _("Tidak ada; tugasnya jatuh pada Admin (UU 27/2022 pasal 53)."),
        ),
        Keadaan(
            _("Permintaan data yang lewat tenggat"),
            str(late),
            None,
            peringatan=_("Tenggatnya 3×24 jam.") if late else "",
        ),
        Keadaan(
            _("Pemberitahuan privasi"),
            _("Versi %(n)s", n=notice.versi) if notice is not None else "–",
            notice is not None,
            "/privasi",
        ),
    ]


register_keadaan(_l("Pelindungan data pribadi"), 70, _lines)
