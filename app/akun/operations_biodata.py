"""Biodata: what a person says of herself, and who may read her NIK. A NIK is stored encrypted and never shown whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.akun import rules
from app.akun.identitas import JenisIdentitas
from app.akun.models import Biodata, JenisKelamin, Pengguna
from app.akun.models_pendaftaran import Identitas
from app.akun.nik import Nik, NumberRefused, mask_nik, read_nik, warn_nik
from app.akun.operations_akun import rename
from app.akun.queries_pendaftaran import identity_of, number_owner_id
from app.akun.unique import refuse_second
from app.extensions import db
from app.jejak.operations import record
from app.kit.clock import today
from app.kit.crypto import decrypt, encrypt, keyed_hash
from app.kit.errors import Refused, Stale

NIK_TAKEN = _l("NIK ini sudah dipakai akun lain. Bila ini NIK Anda, hubungi Bagian Kerja Sama.")
STALE = _l("Data ini sudah diubah di tempat lain sejak Anda membukanya.")


@dataclass(frozen=True)
class Saved:
    """The biodata, and sentences on what in the NIK disagrees with the rest: to look at, not to refuse."""

    biodata: Biodata
    warnings: list[Any]


def save_biodata(*, actor: Pengguna, isian: Mapping[str, Any], seen: int) -> Saved:
    """A person's own biodata (guide, section 4). The account's name follows `nama_lengkap`.

    `isian`: the columns by name, `wilayah` as a row; `nik` is the number typed, or None to keep the stored one (that of
    the biodata, else of the registration). Only who registered with another identity may be without. `seen` is the
    version that the form showed (0: none yet). Raises Stale, Refused (field nik).
    """
    biodata = db.session.get(Biodata, actor.id, with_for_update={"key_share": True}, populate_existing=True)
    if (biodata.versi if biodata is not None else 0) != seen:
        raise Stale(STALE)
    values = dict(isian)
    identity = identity_of(actor)
    nik = _nik_for(actor, values.pop("nik"), biodata, identity)
    if nik is not None and (biodata is None or _stored_nik(biodata, None) != nik.number):
        values |= {
            "nik_sandi": encrypt(nik.number),
            "nik_sidik": keyed_hash(nik.number, "nik"),
            "nik_samar": mask_nik(nik.number),
        }
    if biodata is None:
        with refuse_second(NIK_TAKEN, "nik"):
            biodata = Biodata(pengguna=actor, **values)
            db.session.add(biodata)
        changed = sorted(values)
    else:
        changed = sorted(name for name, value in values.items() if getattr(biodata, name) != value)
        with refuse_second(NIK_TAKEN, "nik"):
            for name in changed:
                setattr(biodata, name, values[name])
    if identity is not None and nik is not None:
        _follow(identity, biodata)
    if changed:
        rename(actor, values["nama_lengkap"])
        _record_saved(actor, changed)
    return Saved(biodata, _warnings(nik, actor, biodata) if nik is not None else [])


def _nik_for(
    actor: Pengguna, typed: str | None, biodata: Biodata | None, identity: Identitas | None
) -> Nik | None:
    number = typed or _stored_nik(biodata, identity)
    if number is None:
        if rules.may_lack_nik(identity):
            return None
        raise Refused(_l("Isian ini wajib diisi."), "nik")
    try:
        nik = read_nik(number, today())
    except NumberRefused as refusal:
        raise Refused(refusal.sentence, "nik") from None
    if number_owner_id(keyed_hash(nik.number, "nik")) not in (None, actor.id):
        raise Refused(NIK_TAKEN, "nik")
    return nik


def _stored_nik(biodata: Biodata | None, identity: Identitas | None) -> str | None:
    """The NIK that we know: of the biodata, else the one with which the person registered."""
    if biodata is not None and biodata.nik_sandi is not None:
        return decrypt(biodata.nik_sandi)
    if identity is not None and identity.jenis is JenisIdentitas.KTP:
        return decrypt(identity.nomor_sandi)
    return None


def _follow(identity: Identitas, biodata: Biodata) -> None:
    """Who registered with a KTP and mends the NIK has one number, not two."""
    if identity.jenis is JenisIdentitas.KTP and biodata.nik_sidik and biodata.nik_sandi and biodata.nik_samar:
        with refuse_second(NIK_TAKEN, "nik"):
            identity.nomor_sandi, identity.nomor_sidik = biodata.nik_sandi, biodata.nik_sidik
            identity.nomor_samar = biodata.nik_samar


def _record_saved(actor: Pengguna, changed: list[str]) -> None:
    """The journal keeps which fields changed, never what they say: it cannot forget."""
    names = sorted({"nik" if name.startswith("nik_") else name for name in changed})
    record(
        "biodata.disimpan", actor=actor, objek=actor, peran=rules.acting_role(actor), data={"isian": names}
    )


def _warnings(nik: Nik, actor: Pengguna, biodata: Biodata) -> list[Any]:
    is_female = biodata.jenis_kelamin is JenisKelamin.PEREMPUAN
    return warn_nik(nik, is_female=is_female, area=biodata.wilayah.kode, nip=actor.nip)


def reveal_nik(biodata: Biodata, *, actor: Pengguna, alasan: str) -> str:
    """Admin reads a whole NIK for a reason, and the journal says so. Raises Refused (field alasan)."""
    refusal = rules.why_not_reveal_nik(actor, alasan)
    if refusal is not None:
        raise Refused(refusal, "alasan")
    record(
        "biodata.nik_dilihat",
        actor=actor,
        objek=biodata.pengguna,
        peran=rules.acting_role(actor),
        catatan=alasan.strip(),
    )
    if biodata.nik_sandi is not None:
        return decrypt(biodata.nik_sandi)
    identity = identity_of(biodata.pengguna)
    if identity is None:
        raise Refused(_l("Orang ini tidak mempunyai NIK."))
    return decrypt(identity.nomor_sandi)
