"""Numbers as people type and paste them (30k, 1.2M, 5 %, $0.25), and as they are shown to the last digit."""

from __future__ import annotations

import re
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError

FACTORS: dict[str, int | Decimal] = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "%": Decimal("0.01")}
_NUMBER = re.compile(r"\$?\s*+([+-]?[0-9]{0,18}(?:\.[0-9]{0,30})?(?:e[+-]?[0-9]{1,2})?)\s*+([kmb%]?)", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
LARGE = 10**15
"""From here on digits say less than a power of ten."""
HINT = "write a number such as 1500, 0.25, 30k, 1.2M or 5%"


class NotANumber(ShortlistError):
    """A text that is no number."""


def parse_number(text: str) -> int | float:
    """The number that a text means.

    Raises `NotANumber` for anything that two people could read differently: `1,234` is a thousand to one and a
    little more than one to the other.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None or not _DIGIT.search(match[1].lower().split("e")[0]):
        if re.search(r"[0-9][,_' ][0-9]", text):
            raise NotANumber(f"{HINT}; a point marks decimals, and no comma or space groups digits")
        raise NotANumber(HINT)
    digits, suffix = match[1].lower(), match[2].lower()
    value = Decimal(digits) * FACTORS[suffix]
    if value == value.to_integral_value() and ("." not in digits or suffix) and abs(value) < 10**18:
        return int(value)
    return float(value)


def number_text(value: float, share: bool = False) -> str:
    """A number as it may be typed again; a share as a percentage."""
    exact = Decimal(repr(value))
    if abs(value) >= LARGE:
        return repr(value)
    if share:
        return f"{(exact * 100).normalize():f}%"
    return f"{exact.normalize():f}"


def number_shown(value: float, unit: str) -> str:
    """A number as it is read: digits grouped, shares as percentages, with its unit."""
    if abs(value) >= LARGE:
        return f"{value:g} {unit}".strip()
    if unit == "share":
        return f"{number_text(value, share=True)[:-1]} %"
    if value == 1:
        # `searches` -> `search`, `tokens/s` -> `token/s`; `s` and `ms` stay.
        unit = re.sub(r"^(\w+ch)es\b|^(\w{2,}[^\Ws])s\b", r"\1\2", unit)
    return f"{Decimal(repr(value)).normalize():,f} {unit}".strip()
