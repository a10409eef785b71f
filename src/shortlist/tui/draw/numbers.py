"""Numbers as they are typed into a field: its unit says what a percentage or a comma may mean."""

from __future__ import annotations

import re

from shortlist.core.basics.numbers import NotANumber, parse_number

GROUPED = re.compile(r"\$?\s*[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\s*[kmb%]?", re.IGNORECASE)
"""Digits in threes throughout, as this application itself shows them."""
SHARES = ("", "share", "%")
"""Units of which a percentage may be meant; of a figure without a unit it is known from its metric."""
EXAMPLES = "1500, 0.25, 30k or 1.2M"


def typed_number(text: str, unit: str) -> int | float:
    """The number that a person typed for a field of a unit.

    Commas may stand where they can only group digits: `1,200` reads as it is shown elsewhere. Raises `NotANumber` for
    other commas, and for a percentage of what is no share.
    """
    typed = text.strip()
    if typed.endswith("%") and unit not in SHARES:
        raise NotANumber(f"a percentage is for shares alone, and this is in {unit}; write it as {EXAMPLES}")
    if unit == "%":
        typed = typed.rstrip("% ")
    if "," not in typed:
        try:
            return parse_number(typed)
        except NotANumber:
            if unit in SHARES:
                raise
            # Where no percentage is meant, the advice names none.
            raise NotANumber(f"write a number such as {EXAMPLES}") from None
    if not GROUPED.fullmatch(typed):
        raise NotANumber("a comma may only group digits in threes, as in 1,200; a point marks decimals")
    return parse_number(typed.replace(",", ""))
