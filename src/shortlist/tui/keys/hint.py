"""A key hint: what stands in the line of keys at the bottom."""

from __future__ import annotations

from typing import NamedTuple


class Hint(NamedTuple):
    """A key and what it does here; clicking it does the same."""

    key: str
    label: str
    action: str
