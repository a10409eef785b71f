"""Where prices that were fetched on request lie; said once at the start, read when the catalogue is first searched."""

from __future__ import annotations

from pathlib import Path

_location: Path | None = None


def use(path: Path) -> None:
    """Let the catalogue look there."""
    global _location
    _location = path


def location() -> Path | None:
    """Where fetched prices may lie."""
    return _location
