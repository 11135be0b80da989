"""The doors of a case on its way from offer to agreement: at each step those who are not asked are turned away."""

from typing import Any

from tests.browser import acts_penandatanganan as tanda
from tests.browser.perkara import Perkara
from tests.browser.pintu import REFUSED, STRANGER, Pintu, check_closed, form_of
from tests.papers import pdf


def only_the_assigned_decide(p: Perkara) -> None:
    """The very form that lies before the member; and what is Admin's or the applicant's alone."""
    opinion = form_of(p.tkksd, f"{p.alamat}/pendapat", sikap="setuju", alasan="")
    paper = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": pdf(f"{p.kode} bukan Anda")}
    into_offer = Pintu(f"{p.alamat}/dokumen/penawaran/surat_penawaran", {"terlihat": "1", "berkas": paper})
    back = Pintu(
        f"{p.alamat}/kembalikan", {"kembali-alasan": "x", "kembali-terakhir": opinion.form["terakhir"]}
    )
    end = Pintu(f"{p.alamat}/hentikan", {"henti-alasan": "x", "yakin": "1"})
    say = Pintu(f"{p.alamat}/pembahasan", {"isi": "Halo", "tampak": "pihak"})
    outside = (p.asing, p.hukum, p.protokol)
    tries: list[Any] = [
        (one, STRANGER, who) for one in (opinion, into_offer, back, end, say) for who in outside
    ]
    tries += [(one, REFUSED, p.tkksd) for one in (into_offer, back, end)]
    tries += [(one, REFUSED, who) for one in (opinion, back, end) for who in (p.ppksd1, p.ppksd2)]
    tries += [(into_offer, REFUSED, p.admin)]
    check_closed(p.admin, p.kode, tries)


def only_protokol_answers(p: Perkara) -> None:
    """Approving, another time, turning to desk: neither the applicant nor Admin nor the team."""
    page = p.protokol.page
    address = page.locator("form[action$='/setujui']").first.get_attribute("action") or ""
    approve = form_of(p.protokol, address)
    desk = form_of(p.protokol, address.replace("/setujui", "/alihkan"), **{"alih-alasan": "x"})
    when = {"tanggal_1": tanda.signing_day(4).isoformat(), "jam_1": "09:00", "tempat_1": "lain"}
    revise = form_of(p.protokol, address.replace("/setujui", "/revisi"), **when, nama_tempat_1="Rumah Kami")
    tries: list[Any] = [(one, STRANGER, p.asing) for one in (approve, desk, revise)]
    inside = (p.ppksd1, p.ppksd2, p.admin, p.tkksd)
    tries += [(one, (403,), who) for one in (approve, desk, revise) for who in inside]
    check_closed(p.admin, p.kode, tries)


def only_ppksd_accepts(p: Perkara) -> None:
    address = p.ppksd2.page.locator("form[action$='/terima']").get_attribute("action") or ""
    accept = form_of(p.ppksd2, address)
    again = form_of(p.ppksd2, f"{p.alamat}/jadwal/usulkan", metode="desk")
    tries: list[Any] = [(accept, STRANGER, p.asing), (again, STRANGER, p.asing)]
    tries += [(one, (403,), who) for one in (accept, again) for who in (p.admin, p.tkksd, p.protokol)]
    approve = Pintu(address.replace("/terima", "/setujui"), accept.form)
    check_closed(p.admin, p.kode, [*tries, (approve, REFUSED, p.protokol)])


def only_admin_validates(p: Perkara) -> None:
    address = p.admin.page.locator("form[action$='/validasi']").get_attribute("action") or ""
    good = form_of(p.admin, address, paraf="y", meterai="y", stempel="y")
    back = form_of(p.admin, address.replace("/validasi", "/kembalikan"), alasan="x")
    tries: list[Any] = [(one, STRANGER, p.asing) for one in (good, back)]
    inside = (p.ppksd1, p.ppksd2, p.tkksd, p.protokol)
    check_closed(p.admin, p.kode, tries + [(one, REFUSED, who) for one in (good, back) for who in inside])
