"""Writing one mail: what its templates are told, in the language of the person, at the moment when it is sent.

One-use links are made here, so that none ever stands in the database or in a job. Sending is the business of pos.py.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import flask_mail
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.akun import operations as akun
from app.akun.models import Pengguna, TujuanTautan, UndanganInstansi
from app.akun.queries import link_by_token
from app.akun.rules import invitation_state
from app.extensions import db
from app.jejak.models import Peristiwa
from app.kit.clock import now
from app.notifikasi import (
    surat_instansi,
    surat_masuk,
    surat_pdp,
    surat_pegawai,
    surat_pendaftaran,
    surat_sso,
    tabel,
)
from app.notifikasi.models import Sebagai, Surel
from app.penjadwalan import ical
from app.penjadwalan.models import KeadaanJadwal, Penandatanganan
from app.permohonan import kata, rincian
from app.permohonan.alur import Giliran
from app.permohonan.models import JawabanPetugas, Permohonan, Petugas
from app.permohonan.models_alih import AlihTugas, JawabanAlih
from app.permohonan.queries import visible_to

Values = dict[str, Any]
APPLICANTS = (Sebagai.PPKSD, Sebagai.PPKSD1, Sebagai.PPKSD2)


def write(surel: Surel) -> flask_mail.Message | None:
    """The finished message; None when there is nothing to say any more (cancelled, gone, no longer theirs to know).

    May write to the database (a one-use link): the caller commits before sending.
    """
    kabar = tabel.find(surel.peristiwa, surel.sebagai)
    if kabar is None or kabar.surat is None:
        return None
    if surel.pengguna is not None and not surel.pengguna.active:
        return None
    with force_locale(surel.bahasa):
        values = _CONTENT[surel.peristiwa.objek_tipe](surel)
        if values is None:
            return None
        values = _common(surel) | values
        subject = one_line(str(kabar.surat.subjek) % {"kode": "", "instansi": "", **values})
        values |= {
            "subjek": subject,
            "sebab": tabel.SEBAB[surel.sebagai],
            "kalimat": tabel.sentence(kabar, surel.peristiwa),
            "ajakan": kabar.surat.ajakan,
        }
        message = _message(surel, subject, kabar.surat.templat, values)
        if kabar.surat.undangan:
            _attach_invitation(message, surel.peristiwa)
        for name, kind, content in surat_pdp.letters(surel):
            message.attach(name, kind, content)
        return message


def _message(surel: Surel, subject: str, template: str, values: Values) -> flask_mail.Message:
    environment = current_app.jinja_env  # not render_template(): there is no request and no visitor here
    name = one_line(surel.pengguna.nama) if surel.pengguna else ""
    message = flask_mail.Message(
        subject=subject,
        recipients=[(name, surel.kepada) if name else surel.kepada],
        body=re.sub(r"\n{3,}", "\n\n", environment.get_template(f"{template}.txt").render(values)).strip()
        + "\n",
        html=environment.get_template(f"{template}.html").render(values),
        reply_to=current_app.config["KONTAK_EMAIL"],
        extra_headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": surel.bahasa,
        },
    )
    # The same at each attempt: should one arrive twice after all, programs can tell.
    message.msgId = f"<surel.{surel.id}@{urlsplit(current_app.config['PUBLIC_URL']).hostname or 'localhost'}>"
    return message


def _attach_invitation(message: flask_mail.Message, peristiwa: Peristiwa) -> None:
    """The time of the signing as a calendar file, as it stands when the mail is sent; none without a time."""
    signing = db.session.get(Penandatanganan, peristiwa.data.get("ttd_id") or 0)
    if signing is None or signing.permohonan_id != peristiwa.objek_id:
        return
    file = ical.invitation(signing)
    if file is not None:
        method = "CANCEL" if signing.keadaan is KeadaanJadwal.BATAL else "REQUEST"
        kind = f'text/calendar; charset="utf-8"; method={method}'
        message.attach(f"penandatanganan-{signing.id}.ics", kind, file)


def one_line(text: str) -> str:
    """Names and titles in a header: no line breaks, no control characters, which could become headers of their own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def address(path: str) -> str:
    """The full address of a path, as people outside type it."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _common(surel: Surel) -> Values:
    return {
        "nama": surel.pengguna.nama if surel.pengguna else "",
        "kepada": surel.kepada,
        "bahasa": surel.bahasa,
        "pelaku": surel.peristiwa.pelaku_nama,
        "at": surel.peristiwa.at,
        "jenis": surel.peristiwa.jenis,
        "catatan": surel.peristiwa.catatan,
        "kontak": current_app.config["KONTAK_EMAIL"],
        "alamat": address,
    }


# -- what each kind of thing tells ------------------------------------------------------------------------------


def _permohonan(surel: Surel) -> Values | None:
    """A case, as far as the person may still see it."""
    if surel.sebagai is Sebagai.PPKSD2_LAMA:
        return _case_of_before(surel)
    if surel.sebagai is Sebagai.PENERIMA:
        return _handed_over(surel)
    permohonan = db.session.scalar(
        select(Permohonan)
        .where(Permohonan.id == surel.peristiwa.objek_id, visible_to(surel.pengguna))
        .options(joinedload(Permohonan.kategori))
    )
    if permohonan is None or _needs_nobody(surel, permohonan):
        return None
    asked = surel.peristiwa.data.get("permintaan", [])
    return {
        "kode": permohonan.kode,
        "permohonan": permohonan,
        "judul": kata.title_of(permohonan),
        "instansi": permohonan.instansi_nama,
        "tautan": address(f"/permohonan/{permohonan.kode}"),
        "rincian": "; ".join(rincian.details(surel.peristiwa)),
        "keadaan": kata.status_of(permohonan),
        "giliran": _turn(surel, permohonan),
        "permintaan": [
            {
                "isian": kata.ISIAN.get(one["isian"], one["isian"]),
                "alasan": kata.ALASAN.get(one["alasan"], one["alasan"]),
                "catatan": one.get("catatan", ""),
            }
            for one in asked
        ],
    }


def _turn(surel: Surel, permohonan: Permohonan) -> Any:
    """Whose turn it is, in the words of the reader's side; nothing when the case is over."""
    if permohonan.giliran is Giliran.SELESAI:
        return ""
    return (kata.GILIRAN_PEMOHON if surel.sebagai in APPLICANTS else kata.GILIRAN)[permohonan.giliran]


def _needs_nobody(surel: Surel, permohonan: Permohonan) -> bool:
    """What the mail asks or tells is over before it left.

    A paper was uploaded and the city is not asked: another required one is missing, or it was decided meanwhile. An
    hour was confirmed and called off since: the mail of that says so.
    """
    if surel.peristiwa.jenis == "jadwal.disetujui":
        signing = db.session.get(Penandatanganan, surel.peristiwa.data.get("ttd_id") or 0)
        return signing is not None and signing.keadaan is KeadaanJadwal.BATAL
    is_call = surel.peristiwa.jenis == "naskah.diunggah" and surel.sebagai not in APPLICANTS
    return is_call and permohonan.giliran not in (Giliran.TKKSD, Giliran.ADMIN)


def _case_of_before(surel: Surel) -> Values:
    """What the person knew of the case when it was still theirs to see; no link, it would lead nowhere."""
    return {
        "kode": surel.peristiwa.objek_nama.split(" ")[0],
        "judul": surel.peristiwa.objek_nama.partition(" ")[2],
    }


def _handed_over(surel: Surel) -> Values | None:
    """A contact's place offered to a person: as long as it is; she sees no more of the case before she has taken it."""
    permohonan = db.session.get(Permohonan, surel.peristiwa.objek_id)
    offer = db.session.get(AlihTugas, surel.peristiwa.data.get("alih_id") or 0)
    if permohonan is None or offer is None or offer.kepada_id != surel.pengguna_id:
        return None
    is_waiting = offer.jawaban is JawabanAlih.MENUNGGU
    if surel.peristiwa.jenis == "permohonan.alih_diminta" and not is_waiting:
        return None
    is_mine = offer.jawaban is JawabanAlih.DITERIMA
    return {
        "kode": permohonan.kode,
        "judul": kata.title_of(permohonan),
        "instansi": permohonan.instansi_nama,
        "tempat": f"PPKSD-{offer.ke}",
        "lama": offer.dari.nama,
        "tautan": address(f"/permohonan/{permohonan.kode}{'/alih' if is_waiting else ''}")
        if is_waiting or is_mine
        else "",
        "is_menunggu": is_waiting,
    }


def _undangan(surel: Surel) -> Values | None:
    """An invitation into an institution: to the invited, with a fresh link; to those who lead it, without."""
    undangan = db.session.get_one(UndanganInstansi, surel.peristiwa.objek_id)
    values: Values = {"instansi": undangan.instansi.nama, "pengundang": undangan.pengundang.nama}
    if surel.sebagai is Sebagai.PENGELOLA:
        return values | {"tautan": address("/pengaturan/instansi")}
    if invitation_state(undangan, now()) != "terbuka" or _is_outdated(surel):
        return None
    cases = db.session.scalars(
        select(Permohonan)
        .join(Petugas, Petugas.permohonan_id == Permohonan.id)
        .where(Petugas.undangan_id == undangan.id, Petugas.jawaban == JawabanPetugas.MENUNGGU)
        .order_by(Permohonan.id)
    )
    return values | {
        "judul": [kata.title_of(case) for case in cases],
        "tautan": address(f"/undangan/{akun.new_invitation_link(undangan)}"),
        "sampai": undangan.expires_at,
    }


def _is_outdated(surel: Surel) -> bool:
    """Whether the same invitation was sent again since: a link made now would end the newer one."""
    event = surel.peristiwa
    newer = select(Peristiwa.id).where(
        Peristiwa.objek_tipe == event.objek_tipe,
        Peristiwa.objek_id == event.objek_id,
        Peristiwa.jenis == event.jenis,
        Peristiwa.id > event.id,
    )
    return db.session.scalar(select(newer.exists())) or False


def _akun(surel: Surel) -> Values | None:
    """An account. Whoever must prove to be its owner gets a one-use link."""
    pengguna, event = surel.pengguna, surel.peristiwa
    if pengguna is None:
        return None
    until = event.data.get("sampai")
    values: Values = {
        "tautan": address("/masuk"),
        "email_lama": event.data.get("lama", ""),
        "email_baru": event.data.get("baru", event.data.get("email", "")),
        "sampai": datetime.fromisoformat(until) if until else None,
    }
    more = surat_masuk.of_account(surel, pengguna)
    if more is None:
        return None
    values |= more
    if event.jenis in ("akun.dibuat", "akun.sandi_lupa"):
        if surel.kepada.lower() != pengguna.email.lower():
            return None  # the address was replaced since: who reads the old one must not set the password
        token = akun.new_password_link(pengguna)
        return values | _one_use("/atur-sandi", token, TujuanTautan.ATUR_SANDI)
    if event.jenis == "akun.email_diminta":
        token = akun.new_email_link(pengguna, surel.kepada)
        return values | _one_use("/ganti-email", token, TujuanTautan.GANTI_EMAIL)
    return values


def _one_use(path: str, token: str, tujuan: TujuanTautan) -> Values:
    link = link_by_token(token, tujuan, now())
    return {"tautan": address(f"{path}/{token}"), "sampai": link.expires_at if link else None}


_CONTENT: dict[str, Callable[[Surel], Values | None]] = {
    Permohonan.__tablename__: _permohonan,
    UndanganInstansi.__tablename__: _undangan,
    Pengguna.__tablename__: _akun,
    **surat_pendaftaran.CONTENT,
    **surat_masuk.CONTENT,
    **surat_pegawai.CONTENT,
    **surat_sso.CONTENT,
    **surat_instansi.CONTENT,
    **surat_pdp.CONTENT,
}
