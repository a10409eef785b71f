"""Numbers as they are shown, and as they may be typed again without losing a digit."""

from __future__ import annotations

from decimal import Decimal

from shortlist.core.numbers import NotANumber, parse_number

LARGE = 10**15
"""From here on digits say less than a power of ten."""


def number_text(value: float, share: bool = False) -> str:
    """A number as it may be typed again; a share as a percentage."""
    exact = Decimal(repr(value))
    if abs(value) >= LARGE:
        return repr(value)
    if share:
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_shown(value: float, unit: str) -> str:
    """A number as it is read: digits grouped, shares as percentages, with its unit."""
    if abs(value) >= LARGE:
        return f"{value:g} {unit}".strip()
    if unit == "share":
        return f"{number_text(value, share=True)[:-1]} %"
    whole, dot, rest = number_text(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{rest} {unit}".strip()


__all__ = ["NotANumber", "number_shown", "number_text", "parse_number"]
