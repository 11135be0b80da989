"""That a person took a copy of her own data is recorded, like every other act with personal data."""

from app.akun.models import Pengguna
from app.akun.rules import acting_role
from app.jejak.operations import record


def note_copy(*, actor: Pengguna, bentuk: str) -> None:
    """`bentuk`: json or pdf."""
    data = {"bentuk": bentuk}
    record("akun.data_diunduh", actor=actor, objek=actor, peran=acting_role(actor), data=data)
