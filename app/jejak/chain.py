"""How one link of the journal is fastened to the one before. Reads only its argument."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def fingerprint(row: Any) -> str:
    """SHA-256 over everything that a row (or its columns) says and the fingerprint of the row before it."""
    content = [
        row.id,
        row.at.isoformat(timespec="microseconds"),
        row.jenis,
        row.pelaku_id,
        row.pelaku_nama,
        row.peran,
        row.objek_tipe,
        row.objek_id,
        row.objek_nama,
        row.data,
        row.catatan,
        row.sidik_lalu,
    ]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
