"""The newest prices of genai-prices, fetched on request: the only use of the network, and never without being asked.

What was fetched is kept as it came, with its day, and takes the place of the package's own prices from then on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from pathlib import Path

    from genai_prices.types import Provider
from pathlib import Path

SCHEMA = 1
LIMIT = 32_000_000
"""Bytes of the prices at most; they are below two million."""
FEWEST = 10
"""Providers that a list of prices has at least; one with fewer is not the list."""
PATIENCE_S = 20.0

_location: Path | None = None
"""Where prices that were fetched lie: said once at the start, read when the catalogue is first searched."""

Get = Callable[[str], bytes]
"""Fetches an address; raises `ShortlistError` with the reason where it cannot."""


def use(path: Path) -> None:
    """Let the catalogue look there for prices that were fetched."""
    global _location
    _location = path


def location() -> Path | None:
    """Where prices that were fetched may lie."""
    return _location


class Fetched(NamedTuple):
    providers: list[Provider]
    fetched_on: date
    address: str

    @property
    def offerings(self) -> int:
        return sum(len(provider.models) for provider in self.providers)


def fetch(today: date, get: Get | None = None) -> tuple[Fetched, bytes]:
    """The newest prices, and the bytes to keep them as. Raises `ShortlistError` and has changed nothing then."""
    from genai_prices.update_prices import DEFAULT_UPDATE_URL

    data = (get or over_the_network)(DEFAULT_UPDATE_URL)
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise ShortlistError("what came is no JSON; the prices stay as they are") from None
    providers = _understood(raw)
    kept = {"schema": SCHEMA, "fetched_on": today.isoformat(), "address": DEFAULT_UPDATE_URL, "providers": raw}
    return Fetched(providers, today, DEFAULT_UPDATE_URL), json.dumps(kept, ensure_ascii=True).encode("ascii")


def over_the_network(address: str) -> bytes:
    """The bytes at an address, by the HTTP client that genai-prices itself uses."""
    import httpx2

    found = b""
    try:
        with httpx2.stream("GET", address, timeout=PATIENCE_S, follow_redirects=True) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                found += piece
                if len(found) > LIMIT:
                    raise ShortlistError(
                        f"what came is larger than {LIMIT // 1_000_000} MB; the prices stay as they are"
                    )
    except httpx2.HTTPError as error:
        why = shown(str(error)) or type(error).__name__
        raise ShortlistError(f"the prices could not be fetched ({why}); those that are here stay in use") from None
    return found


def fetched(since: date) -> tuple[Fetched | None, str]:
    """The prices that were fetched after a day, or None; and why there are none that can be used, where some lie."""
    path = location()
    if path is None or not path.is_file():
        return None, ""
    try:
        kept = kept_values(path)
        day = date.fromisoformat(kept["fetched_on"])
        if day <= since:
            return None, ""
        return Fetched(_understood(kept["providers"]), day, str(kept.get("address", ""))), ""
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ShortlistError):
        told = f"{shown(str(path))}: cannot be used; the package's own prices are. Fetch them anew, or delete the file."
        return None, told


def kept_values(path: Path) -> dict[str, Any]:
    """What was fetched and kept in a file. Raises `OSError`, `ValueError` or `RecursionError` where it is not that."""
    with path.open("rb") as file:
        data = file.read(LIMIT + 1)
    kept = json.loads(data) if len(data) <= LIMIT else None
    if not isinstance(kept, dict) or kept.get("schema") != SCHEMA:
        raise ValueError
    return kept


def _understood(raw: Any) -> list[Provider]:
    """Raw prices as the package understands them; it offers no public way in but its own download."""
    from genai_prices.types import _providers_from_raw

    if not isinstance(raw, list) or len(raw) < FEWEST:
        raise ShortlistError("what came is no list of providers; the prices stay as they are")
    try:
        return _providers_from_raw(raw)
    except Exception as error:  # whatever a newer format does to an older reader
        why = type(error).__name__
        raise ShortlistError(f"what came is not understood ({why}); a newer genai-prices may be needed") from None
