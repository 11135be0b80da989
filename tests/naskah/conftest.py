"""A case in Penawaran, one in its first drafting stage, and how to put a version into a slot."""

from typing import Any

import pytest

from app.naskah.models import VersiNaskah
from app.naskah.operations import upload_version
from app.permohonan.models import Permohonan
from app.permohonan.operations import lock
from app.permohonan.rules import open_stage
from app.permohonan.tahap_operations import close_stage
from app.rujukan.models_rencana import RencanaSlot
from tests import factories
from tests.papers import pdf, upload


@pytest.fixture
def case(session: Any, cast: Any) -> Permohonan:
    """In Penawaran, without documents."""
    return factories.make_approved(cast.pemohon, cast.ppksd2, cast.admin)


@pytest.fixture
def drafting(case: Permohonan, cast: Any) -> Permohonan:
    """In the first drafting stage; the documents of Penawaran are locked."""
    factories.make_stage_documents(case, cast.pemohon)
    close(case, cast.admin)
    return case


def close(permohonan: Permohonan, actor: Any) -> None:
    """The open stage closes, as when its opinions are all there."""
    lock(permohonan)
    close_stage(permohonan, actor=actor)


def slot_of(permohonan: Permohonan, kode: str) -> RencanaSlot:
    tahap = open_stage(permohonan)
    assert tahap is not None
    return next(slot for slot in tahap.rencana_tahap.slot if slot.kode == kode)


def put(
    permohonan: Permohonan,
    actor: Any,
    content: bytes | None = None,
    kode: str = "surat_penawaran",
    name: str = "surat.pdf",
    **given: Any,
) -> VersiNaskah:
    """A version into a slot of the open stage."""
    slot = slot_of(permohonan, kode)
    return upload_version(permohonan, actor=actor, slot=slot, upload=upload(content or pdf(), name), **given)
