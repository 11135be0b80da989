"""What the data officer of the example city has on her desk: two open requests, two answered ones, a closed breach."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from app.akun.models import Pengguna
from app.kit.clock import now
from app.pdp import operations, operations_pelanggaran
from app.pdp.models import JenisPermintaan

Act = tuple[datetime, int, Callable[[], object]]

# Who asks what, how many hours ago; then hours until it was taken up and until it was answered.
PERMINTAAN: tuple[tuple[str, JenisPermintaan, str, float, float | None, tuple[float, str] | None], ...] = (
    (
        "dua-koperasi@example.org",
        JenisPermintaan.AKSES,
        "Saya ingin tahu data apa yang disimpan tentang saya dan siapa yang melihatnya.",
        24 * 26,
        3,
        (20, "Seluruhnya dapat Anda unduh di halaman Data saya, sebagai PDF dan JSON."),
    ),
    (
        "satu-kab@example.org",
        JenisPermintaan.KOREKSI,
        "Mohon nama saya pada tanda terima lama diganti dengan gelar yang baru.",
        24 * 12,
        5,
        (30, ""),
    ),
    (
        "dua-yayasan@example.org",
        JenisPermintaan.AKSES,
        "Mohon penjelasan untuk apa nomor telepon saya dipakai.",
        31,
        4,
        None,
    ),
    (
        "dua-badan@example.org",
        JenisPermintaan.KOREKSI,
        "Jabatan saya sudah berubah; mohon diperbaiki pada biodata saya.",
        7,
        None,
        None,
    ),
)
REFUSAL = (
    "Tanda terima menyatakan keadaan waktu itu dan tidak diubah. Gelar baru dapat Anda tulis di Biodata."
)
KEBOCORAN = {
    "judul": "Surel dengan daftar kontak terkirim ke alamat yang salah",
    "data_terungkap": "Nama, jabatan, dan alamat email dua petugas penghubung.",
    "cara": "Salah memilih penerima saat meneruskan surel.",
    "jumlah": 2,
    "akibat": "Kemungkinan surel yang tidak diharapkan.",
    "penanganan": "Penerima diminta menghapus surel dan sudah menyatakan telah menghapusnya.",
    "pemulihan": "Daftar kontak tidak lagi dikirim lewat surel.",
}


def acts(people: Mapping[str, Pengguna]) -> list[Act]:
    """(moment, place, act) of all of it; nothing is done here."""
    officer = people["pdp@example.org"]
    found: list[Act] = []
    for email, jenis, isi, hours_ago, begun, ended in PERMINTAAN:
        found += _request(people[email], officer, jenis, isi, hours_ago, begun, ended)
    return found + _breach(officer)


def _request(
    asker: Pengguna,
    officer: Pengguna,
    jenis: JenisPermintaan,
    isi: str,
    hours_ago: float,
    begun: float | None,
    ended: tuple[float, str] | None,
) -> list[Act]:
    start, made = now() - timedelta(hours=hours_ago), []

    def ask() -> None:
        made.append(operations.ask(actor=asker, jenis=jenis, isi=isi))

    steps: list[Act] = [(start, 0, ask)]
    if begun is not None:
        steps.append((start + timedelta(hours=begun), 1, lambda: operations.begin(made[0], actor=officer)))
    if ended is not None:
        after, answer = ended
        end = operations.finish if answer else operations.refuse
        steps.append(
            (
                start + timedelta(hours=after),
                2,
                lambda: end(made[0], actor=officer, jawaban=answer or REFUSAL),
            )
        )
    return steps


def _breach(officer: Pengguna) -> list[Act]:
    known, made = now() - timedelta(days=41), []

    def note() -> None:
        isian = {**KEBOCORAN, "happened_at": known - timedelta(hours=2)}
        made.append(operations_pelanggaran.note(actor=officer, known_at=known, isian=isian))

    def tell() -> None:
        emails = ("satu-badan@example.org", "dua-badan@example.org")
        operations_pelanggaran.add_people(made[0], actor=officer, emails=emails)
        operations_pelanggaran.notify_people(made[0], actor=officer)

    def report() -> None:
        operations_pelanggaran.note_authority(made[0], actor=officer, bukti="100.3.7/17/PDP/2026")

    return [
        (known + timedelta(hours=1), 0, note),
        (known + timedelta(hours=9), 1, tell),
        (known + timedelta(hours=30), 2, report),
        (known + timedelta(days=6), 3, lambda: operations_pelanggaran.close(made[0], actor=officer)),
    ]
