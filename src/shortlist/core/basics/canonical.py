"""The canonical form of plain data, and its digest: the same content gives the same digest, however it is laid out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json


def digest_of(data: object) -> str:
    """The SHA-256 of plain data as canonical JSON: keys sorted, no spaces, ASCII."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_told)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _told(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no canonical form of a {type(value).__name__}")
