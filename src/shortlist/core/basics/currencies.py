"""Which currency a text speaks of: prices here are in US dollars, and no rate is known."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
