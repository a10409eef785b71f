"""Numbers as people type and paste them (30k, 1.2M, 5 %, $0.25), and as they are shown to the last digit.

Prices are in US dollars, and no rate is known: a text that speaks of another currency is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from shortlist.core.basics.errors import ShortlistError

FACTORS: dict[str, int | Decimal] = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "%": Decimal("0.01")}
NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "na", "unknown", "null", "none"})
"""Cells that hold no figure."""
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
    return f"{Decimal(repr(value)).normalize():,f} {unit_of(value, unit)}".strip()


def unit_of(value: float, unit: str) -> str:
    """A unit in the form that goes with a number: of 1 `searches` is `search`, `tokens/s` is `token/s`; `s` stays."""
    return re.sub(r"^(\w+ch)es\b|^(\w{2,}[^\Ws])s\b", r"\1\2", unit) if value == 1 else unit


CURRENCIES: Mapping[str, str] = {
    r"€|\beuros?\b|\beur\b": "EUR",
    r"£|\bgbp\b": "GBP",
    r"₹|\binr\b|\brupees?\b": "INR",
    r"₩|\bkrw\b": "KRW",
    r"\bcny\b|\brmb\b|\bcn¥|元|人民币": "CNY",
    r"\bjpy\b|円": "JPY",
    r"¥|￥|\byen\b": "yen or yuan",
    r"\bchf\b": "CHF",
    r"\bcad\b|\bca\$|\bc\$": "CAD",
    r"\baud\b|\ba\$": "AUD",
    r"\bsgd\b|\bs\$": "SGD",
    r"\bhkd\b|\bhk\$": "HKD",
    r"\bbrl\b|\br\$": "BRL",
    r"₽|\brub\b": "RUB",
    r"\bsek\b|\bnok\b|\bdkk\b": "crowns",
}
"""Signs of currencies other than the US dollar."""
_CENTS = re.compile(r"¢|\bcents?\b|\busc\b", re.IGNORECASE)


def currency_of(text: str) -> str:
    """The currency that a text names other than the US dollar; empty where it names none."""
    folded = text.casefold()
    return next((name for sign, name in CURRENCIES.items() if re.search(sign, folded)), "")


def in_cents(text: str) -> bool:
    """Whether a text says that prices are in US cents."""
    return not currency_of(text) and _CENTS.search(text) is not None


GROUPED = re.compile(r"\$?\s*[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\s*[kmb%]?", re.IGNORECASE)
"""Digits in threes throughout, as this application itself shows them."""
SHARES = ("", "share", "%")
"""Units of which a percentage may be meant; of a figure without a unit it is known from its metric."""
EXAMPLES = "1500, 0.25, 30k or 1.2M"
_BEHIND = re.compile(
    r"\$?\s*+[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3}(?![0-9]))++|[0-9]++)?(?:\.[0-9]*+)?(?:\s*+[kmb%](?!\w))?\s*+(?P<rest>[^\W_].*)",
    re.IGNORECASE,
)
"""A number that can be read, and what was typed behind it: its unit, or a second number."""
_SPACED = re.compile(r"[0-9]{3}(?: [0-9]{3})*")


def typed_number(text: str, unit: str) -> int | float:
    """The number that a person typed for a field of a unit.

    Commas may stand where they can only group digits: `1,200` reads as it is shown elsewhere. Raises `NotANumber` for
    other commas, for what stands behind the number, and for a percentage of what is no share.
    """
    typed = text.strip()
    if typed.endswith("%") and unit not in SHARES:
        raise NotANumber(f"a percentage is for shares alone, and this is in {unit}; write it as {EXAMPLES}")
    if unit == "%":
        typed = typed.rstrip("% ")
    if "," not in typed or GROUPED.fullmatch(typed):
        try:
            return parse_number(typed.replace(",", ""))
        except NotANumber:
            raise NotANumber(_why_no_number(typed, unit)) from None
    raise NotANumber(_why_no_number(typed, unit))


def _why_no_number(typed: str, unit: str) -> str:
    """What is wrong with a text that was typed for a number, and how it is written."""
    # Where no percentage is meant, the advice names none.
    advice = HINT if unit in SHARES else f"write a number such as {EXAMPLES}"
    behind = _BEHIND.fullmatch(typed)
    if behind is not None and _DIGIT.search(typed[: behind.start("rest")]):
        rest = behind["rest"]
        if _SPACED.fullmatch(rest):
            return f"no space groups digits; {advice}"
        why = f"leave out “{rest}”"
        if rest[0].isdecimal():
            why += ": one number is asked for"
        elif unit not in SHARES:
            why += f": the number alone, in {unit}"
        return f"{why}; {advice}"
    if "," in typed:
        return "a comma may only group digits in threes, as in 1,200; a point marks decimals"
    return advice
