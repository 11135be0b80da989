"""How the tab Jadwal is drawn: which forms this reader gets, fresh or as they came back. Decides and changes nothing."""

from typing import Any

from flask import g, render_template

from app.penjadwalan import kartu, queries
from app.penjadwalan.forms import AlasanForm, JawabForm, RevisiForm, UsulForm, paper_key
from app.penjadwalan.kartu import Jadwal
from app.penjadwalan.models import Metode
from app.permohonan import perkara
from app.permohonan.models import Permohonan


def show(
    permohonan: Permohonan,
    usul: UsulForm | None = None,
    revisi: RevisiForm | None = None,
    alih: AlasanForm | None = None,
    batal: AlasanForm | None = None,
    jawab: JawabForm | None = None,
) -> str:
    """The tab; a form that came back stands there as it was filled in."""
    jadwal = kartu.jadwal_of(permohonan, g.user)
    returned = next((form for form in (usul, revisi, alih, batal, jawab) if form is not None), None)
    kosong = getattr(jawab, "kosong", ())
    drawn: dict[str, Any] = {
        "usul": (usul or _fresh_proposal(jadwal)) if jadwal.boleh("usulkan_jadwal") else None,
        "revisi": (revisi or _fresh_time(RevisiForm)) if jadwal.boleh("revisi_jadwal") else None,
        "alih": (alih or _fresh_reason("alih")) if jadwal.boleh("alihkan_jadwal") else None,
        "batal": (batal or _fresh_reason("batal")) if jadwal.boleh("batalkan_jadwal") else None,
    }
    for key in ("usul", "revisi"):
        if kosong and drawn[key] is not None:
            drawn[key].offer(1, kosong)
    for form in drawn.values():
        if form is not None:
            form.seen.data = str(jadwal.ttd.putaran if jadwal.ttd else 0)
    is_lost = returned is not None and returned is not jawab and returned not in drawn.values()
    return render_template(
        "penjadwalan/jadwal.html",
        **perkara.frame(permohonan, g.user, "jadwal"),
        **drawn,
        jadwal=jadwal,
        usul_kembali=usul is not None,
        galat=returned if returned is not None and returned.errors else None,
        tak_terkirim=_typed(returned) if is_lost else "",
        words=kartu,
        lama=int(queries.duration().total_seconds() // 60),
        pilihan=[(paper_key(one), kartu.paper_names(one)) for one in jadwal.pilihan] if drawn["usul"] else [],
    )


def _typed(form: Any) -> str:
    """What a person wrote in a form that is not drawn any more."""
    for name in ("catatan", "alasan"):
        if name in form and form[name].data:
            return str(form[name].data)
    return ""


def _fresh_proposal(jadwal: Jadwal) -> UsulForm:
    form = _fresh_time(UsulForm)
    form.metode.data = Metode.TATAP_MUKA.value
    form.naskah.data = paper_key(jadwal.pilihan[0]) if jadwal.pilihan else ""
    return form


def _fresh_time(kind: Any) -> Any:
    return kind(formdata=None)


def _fresh_reason(key: str) -> AlasanForm:
    return AlasanForm(formdata=None, prefix=f"{key}-")
