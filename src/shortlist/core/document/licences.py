"""What a licence's name says about the freedom to use: only names that are known to restrict use are told."""

from __future__ import annotations

import re

RESTRICTED: tuple[tuple[str, str], ...] = (
    (r"\bnc\b|non[- ]?commercial|non[- ]?production", "it forbids commercial use"),
    (r"\brail\b|openrail", "it lists uses that are forbidden"),
    (r"\bllama", "it limits large services and forbids listed uses"),
    (r"\bgemma\b", "it forbids listed uses"),
    (r"\b(?:research|academic|evaluation)[ -](?:only|use|public|licen)", "it is for research or evaluation"),
    (r"\bbusl\b|business source|\bsspl\b|commons clause", "it forbids offering it as a service"),
    (r"acceptable use|restricted use|personal use", "it limits what it may be used for"),
    (r"community licen[cs]e", "it limits who may use it"),
    (r"\bproprietary\b|all rights reserved", "it grants no open rights"),
)
"""Patterns of licence names, and why none of them meets the Open Source Definition (points 5 and 6)."""


def restriction(licence: str) -> str | None:
    """Why a licence restricts use, by its name; None where the name is not known to."""
    name = licence.casefold().replace("_", "-")
    return next((why for pattern, why in RESTRICTED if re.search(pattern, name)), None)
