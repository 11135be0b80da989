"""The tab Pembahasan as a page: which stage, filter and page of it, and the form with what it begins with.

Draws only: what may be read stands in pesan_queries.py, what may be done in rules_pesan.py.
"""

from flask import g, render_template, request, url_for

from app.pembahasan import percakapan, pesan_queries, rules_pesan
from app.pembahasan.babak import AFTER, Babak, babak_of, choose
from app.pembahasan.forms_pesan import ACCEPT, INTERNAL, PIHAK, PesanForm
from app.pembahasan.models import Pesan
from app.pembahasan.percakapan import Saring
from app.pembahasan.pesan_operations import Titipan
from app.permohonan import rules as perkara
from app.permohonan.alur import Hak
from app.permohonan.models import Permohonan
from app.permohonan.perkara import frame

MAX_QUOTED = 400


def filter_of(permohonan: Permohonan) -> Saring:
    """The filter of the address, as far as this reader has it."""
    text = request.args.get("saring", "")
    return next((one for one in percakapan.filters_for(permohonan, g.user) if one == text), Saring.SEMUA)


def show(permohonan: Permohonan, form: PesanForm | None = None, files: tuple[Titipan, ...] = ()) -> str:
    """The tab; with a form that came back, as it was filled in, on the newest stage."""
    parts = babak_of(permohonan)
    babak = choose(parts, request.args.get("tahap")) if form is None else choose(parts, None)
    before = percakapan.read_place(request.args.get("sebelum")) if form is None else None
    saring = filter_of(permohonan) if form is None else Saring.SEMUA
    can_send = rules_pesan.why_not_write(g.user, permohonan) is None
    narrowed = perkara.why_not_by_right(g.user, permohonan, Hak.KOMENTAR)
    is_newest = babak is not None and babak is parts[-1] and before is None
    if form is None and can_send and is_newest:
        form = _fresh(permohonan, babak)
    return render_template(
        "pembahasan/percakapan.html",
        babak=babak,
        babak_semua=parts,
        saring=saring,
        chips=_chips(permohonan, babak, saring),
        percakapan=percakapan.latest(permohonan, g.user, babak, saring, before) if babak else None,
        is_lanjutan=before is not None,
        form=form,
        can_send=can_send,
        hak_kurang=narrowed if is_newest else None,
        berkas_tersimpan=files,
        accept=ACCEPT,
        dapat_internal=rules_pesan.may_write_internal(g.user, permohonan),
        **frame(permohonan, g.user, "pembahasan"),
    )


def _chips(permohonan: Permohonan, babak: Babak | None, saring: Saring) -> list[tuple[str, str, bool]]:
    """The filters with their counts: (words, address, whether in force)."""
    if babak is None:
        return []
    found = percakapan.counts(permohonan, g.user, babak)
    return [
        (
            f"{percakapan.SARING[one]} {found[one]}",
            url_for(
                "PesanView.index",
                kode=permohonan.kode,
                tahap=babak.kode,
                saring=one.value if one is not Saring.SEMUA else None,
            ),
            one is saring,
        )
        for one in percakapan.filters_for(permohonan, g.user)
    ]


def _fresh(permohonan: Permohonan, babak: Babak | None) -> PesanForm:
    """An empty form; the choice of readers is the one taken last, an answer begins with what it answers."""
    form = PesanForm(formdata=None)
    has_choice = rules_pesan.may_write_internal(g.user, permohonan)
    prepare(form, permohonan, babak)
    if has_choice and pesan_queries.wrote_internal_last(permohonan, g.user):
        form.tampak.data = INTERNAL
    _quote(form, permohonan, has_choice)
    return form


def prepare(form: PesanForm, permohonan: Permohonan, babak: Babak | None) -> None:
    versions = pesan_queries.versions_of(permohonan, babak.tahap if babak is not None else None)
    form.prepare(versions, rules_pesan.may_write_internal(g.user, permohonan))
    form.kunci.data = form.key
    if not form.babak.data and babak is not None:
        form.babak.data = babak.kode


def _quote(form: PesanForm, permohonan: Permohonan, has_choice: bool) -> None:
    text = request.args.get("balas", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return
    pesan = pesan_queries.find_message(permohonan, g.user, int(text))
    if pesan is None or pesan.ditarik_at is not None:
        return
    shown = pesan.isi if len(pesan.isi) <= MAX_QUOTED else f"{pesan.isi[:MAX_QUOTED]}…"
    lines = [f"{pesan.penulis.nama}:", *shown.splitlines()]
    form.isi.data = "\n".join(f"> {line}" for line in lines) + "\n\n"
    form.balas.data = str(pesan.id)
    if has_choice:
        form.tampak.data = INTERNAL if pesan.is_internal else PIHAK


def part_of(pesan: Pesan) -> str:
    return pesan.tahap.tahap.value if pesan.tahap is not None else AFTER


def place_of(pesan: Pesan) -> str:
    """The address at which a message can be read."""
    kode = pesan.permohonan.kode
    return url_for("PesanView.index", kode=kode, tahap=part_of(pesan), _anchor=f"pesan-{pesan.id}")
