"""Figures beneath each other: the points in one line, trailing zeros kept, the unit left to the heading."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from shortlist.core.basics.unknown import Unknown
from shortlist.core.basics.words import LEAST_USD, TOO_LARGE, said, usd, usd_decimals

DIGITS = 3
"""Digits that the smallest figure of a row keeps."""
MOST_DIGITS = 4
"""Digits of the largest that are enough; beside it a much smaller figure is told to the cent, or as less than one."""
MOST_DECIMALS = 7
"""More zeros than that nobody counts."""
CENTS = 2
MINUS = "−"
ASCII_MINUS = re.compile(r"(?<![\w.-])-(?=[<$]{0,2}[0-9])")
"""A hyphen that stands for less than nothing: not that of a name, a day or an option."""


def true_minus(text: str) -> str:
    """What the core and the exports say of a figure, with the minus of all screens: `−$0.05 (−18 %)`."""
    return ASCII_MINUS.sub(MINUS, text)


def amount_text(value: Unknown) -> str:
    """An amount in USD with the digits that sentences give it, so that it reads the same wherever it stands; less the
    sign of the dollar, which the heading has, and with the zeros at its end, as others stand above and beneath. `?`
    where it is unknown."""
    told = true_minus(said(value, usd).replace("$", ""))
    if value is None or not LEAST_USD <= abs(value) < 1:
        return told
    return told + "0" * (usd_decimals(abs(value)) - len(told.partition(".")[2]))


def decimals_of(values: Iterable[float | None]) -> int:
    """How many decimals figures of one kind are written with, so that the smallest keeps three digits.

    From a hundred on none, up to a cent two, below that as many as it takes: 0.229 three, 43.72 two, 1,672 none. Where
    the largest is thousands of times the smallest, no more than cents, or than four digits of the largest take.
    """
    sizes = [abs(value) for value in values if value is not None and math.isfinite(value) and value != 0]
    if not sizes:
        return 0
    least, most = min(sizes), max(sizes)
    if least >= 10 ** (DIGITS - 1):
        return 0
    if least >= 1:
        return CENTS
    enough = max(CENTS, MOST_DIGITS - 1 - math.floor(math.log10(most)))
    return min(MOST_DECIMALS, enough, DIGITS - 1 - math.floor(math.log10(least)))


def figure_text(value: float, decimals: int) -> str:
    """A figure with so many decimals: `6,204.85`; one that would read as nothing says that it is less."""
    if not math.isfinite(value):
        return TOO_LARGE
    text = f"{value:,.{decimals}f}"
    if value != 0 and float(text.replace(",", "")) == 0:
        text = f"{'-' if value < 0 else ''}<{10**-decimals:.{decimals}f}"
    return true_minus(text)


def on_the_point(texts: Sequence[str]) -> list[str]:
    """Texts padded at their ends, so that right-aligned their decimal points stand beneath each other.

    Words and signs without a digit stand where whole numbers end.
    """
    longest = max((_decimals(text) for text in texts), default=0)
    return [text + " " * (longest - _decimals(text)) for text in texts]


def _decimals(text: str) -> int:
    """The columns from the point on."""
    point = text.rfind(".")
    return len(text) - point if point >= 0 and text[point + 1 :].isdigit() else 0
