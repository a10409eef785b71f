"""Where a candidate can process, against where processing must stay."""

from __future__ import annotations

from functools import lru_cache

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Limits
from shortlist.core.document.vocabulary import Known

EU = "eu"
MEMBER_STATES = frozenset([
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "el", "hu",
    "ie", "it", "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se",
])  # fmt: skip
"""Two-letter codes of the states of the European Union; Greece has two."""
EUROPE = "europe"
OUTSIDE_EU = ("eu-west-2", "eu-central-2", "europe-west2", "europe-west6")
"""London and Zurich, by the names that clouds give them."""
WIDE = frozenset({"europe", "emea", "global"})
"""Places so wide that they may hold any region."""


def region_answer(limits: Limits, candidate: Candidate) -> Known:
    """Whether a candidate can process in one of the scenario's regions."""
    if candidate.regions is None:
        if candidate.self_hosted:
            return "unknown"
        return candidate.capabilities.regional_availability
    if any(lies_within(region, wanted) for region in candidate.regions for wanted in limits.regions):
        return "yes"
    return "no" if WIDE.isdisjoint(map(str.casefold, candidate.regions)) else "unknown"


# Every candidate asks for each of its regions with every edit; the two names alone decide.
@lru_cache(maxsize=4096)
def lies_within(region: str, wanted: str) -> bool:
    """Whether a region is another one or a part of it: `us-east-1` of `us`, `de` of `eu`, London not."""
    place, within = region.casefold(), wanted.casefold()
    if within == EU:
        if any(_part_of(place, outside) for outside in OUTSIDE_EU):
            return False
        return place == EU or place.partition("-")[0] in MEMBER_STATES or place.startswith((f"{EU}-", f"{EUROPE}-"))
    return _part_of(place, within)


def _part_of(place: str, whole: str) -> bool:
    return place == whole or place.startswith(f"{whole}-")
