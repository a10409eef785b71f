"""Which candidates a row speaks of: by equal ids or by an alias that a person confirmed, never by likeness.

What is merely alike is proposed with its difference, and joins nothing until a person says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.vocabulary import EFFORTS
from shortlist.core.importing.columns import STANDARD
from shortlist.core.importing.rows import ModelRow

Canonical = Callable[[str, str], str | None]
"""The one id, `author/model`, of a provider's model, where a reviewed list knows it."""
NEUTRAL = frozenset(
    ("preview", "latest", "instruct", "chat", "it", "exp", "experimental", "free", "base", "hf", "fp", "bf", "v", "p")
) | frozenset(("b", "a", "thinking", "reasoning", "non", *EFFORTS[1:], "effort"))
"""Words that one name of a model has and another leaves out; a number of four digits or more is a date."""
MOST_PROPOSED = 3
"""Candidates that are proposed for one row at most."""


Words = frozenset[tuple[str, int]]
"""The words of a name, each with how often it stands there."""


class Alias(NamedTuple):
    """What a person confirmed: that a name in files of a format is this model, here."""

    format: str
    name: str
    """The row's id."""
    model: str
    """The candidate's model id, or its own id where it has none."""
    provider: str
    """The candidate's provider; empty where the file speaks of the model wherever it is served."""
    effort: str
    confirmed_on: date


class Proposal(NamedTuple):
    """A likely match, with what differs."""

    candidate: Candidate
    difference: str


def tail(model: str) -> str:
    """A model's id without the author before the slash, in lower case."""
    return model.casefold().rpartition("/")[2]


def words(name: str) -> Words:
    """The words and numbers of a name, each with how often it stands there; brackets and an author left out."""
    # A day is one number, however it is written.
    bare = re.sub(r"(20[0-9]{2})-([01][0-9])-([0-3][0-9])", r"\1\2\3", name)
    bare = tail(re.sub(r"\([^()]*\)|:[a-z]+$", " ", bare))
    return frozenset(Counter(re.findall(r"[a-z]+|[0-9]+", bare)).items())


class Names:
    """The candidates of a workspace, found by what files call them."""

    def __init__(
        self, candidates: Sequence[Candidate], format_: str, canonical: Canonical, aliases: Iterable[Alias] = ()
    ) -> None:
        self.candidates = candidates
        self.format = format_
        self._canonical = canonical
        self._aliases = {one.name: one for one in aliases if one.format == format_}
        self._offered: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self._called: defaultdict[str, list[Candidate]] = defaultdict(list)
        self._words: defaultdict[str, list[tuple[Candidate, Words]]] = defaultdict(list)
        for one in candidates:
            self._offered[(one.provider.casefold(), one.model.casefold())].append(one)
            for name in {one.id.casefold(), tail(one.model), self._key(one.provider, one.model)} - {""}:
                self._called[name].append(one)
            for set_ in {words(one.model or one.id), words(one.name)}:
                for word, _ in set_:
                    if word.isalpha():
                        self._words[word].append((one, set_))

    def _key(self, provider: str, model: str) -> str:
        if not model:
            return ""
        return self._canonical(provider, model) or ""

    # --- equal ids and aliases

    def joined(self, row: ModelRow) -> list[Candidate]:
        """The candidates that a row speaks of."""
        alias = self._aliases.get(row.id)
        if alias is not None:
            return [
                one
                for one in self.candidates
                if alias.provider in ("", one.provider)
                and alias.model.casefold() == (one.model or one.id).casefold()
                and alias.effort == one.effort
            ]
        if not row.model:
            return []
        if row.provider:
            found = self._offered.get((row.provider.casefold(), row.model.casefold()), [])
            return [one for one in found if row.effort in ("", one.effort) and _tier(row) == _tier(one)]
        names = {name for one in (row.model, *row.also) for name in (one.casefold(), self._key("", one))} - {""}
        called = [one for name in sorted(names) for one in self._called.get(name, ())]
        # A date of withdrawal holds at every setting.
        found = [one for one in called if one.effort == row.effort or row.ends]
        if row.id != row.model:
            # The setting may be a part of the model's own name.
            whole = self._called.get(row.id.casefold(), ())
            found += [one for one in whole if one.effort in ("", row.effort)]
        return list({one.id: one for one in found}.values())

    def remembers(self, name: str) -> bool:
        """Whether a person has confirmed whom files call that."""
        return name in self._aliases

    # --- likeness, for a person to judge

    def judged(self, row: ModelRow) -> tuple[list[Proposal], tuple[Candidate, ...]]:
        """Candidates that a row may speak of, the likeliest first; none where the setting is plainly another.

        Beside them those that may be the same model at another provider, of which no price or speed is the row's.
        """
        if not row.model:
            return [Proposal(one, "the file does not name its model") for one in self.candidates if one.open], ()
        best: dict[str, tuple[float, Candidate]] = {}
        for set_ in (words(row.model), words(row.name)):
            for word, _ in set_:
                for one, other in self._words.get(word, ()):
                    likeness = _likeness(set_, other)
                    if likeness > best.get(one.id, (0.0, one))[0]:
                        best[one.id] = (likeness, one)
        ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].id))
        alike = [one for _, one in ranked if not (row.effort and one.effort) or _level(row) == _level(one)]
        elsewhere = [one for one in alike if row.provider and row.provider.casefold() != one.provider.casefold()]
        fitting = [one for one in alike if one not in elsewhere]
        proposals = [Proposal(one, name_difference(row, one)) for one in fitting[:MOST_PROPOSED]]
        return proposals, tuple(elsewhere[:MOST_PROPOSED])

    def alias(self, row: ModelRow, candidate: Candidate, today: date) -> Alias:
        """What is remembered once a person has confirmed that a row is this candidate."""
        effort = candidate.effort or row.effort
        provider = candidate.provider if row.provider or not candidate.model else ""
        return Alias(self.format, row.id, candidate.model or candidate.id, provider, effort, today)


def _tier(one: ModelRow | Candidate) -> str:
    """The service tier, whose prices are its own; empty of the usual one."""
    tier = one.service_tier if isinstance(one, Candidate) else str(one.facts.get("service_tier", ""))
    if tier.casefold() in STANDARD:
        return ""
    return tier.casefold()


def _level(one: ModelRow | Candidate) -> str:
    """How much it thinks, without how that is told apart: `thinking-64k-high` is `high`."""
    return one.effort.casefold().rpartition("-")[2]


def _numbers(set_: Words) -> Words:
    return frozenset(pair for pair in set_ if pair[0].isdigit() and len(pair[0]) < 4)


def _telling(set_: Words) -> list[str]:
    return [word for word, _ in set_ if word.isalpha() and word not in NEUTRAL]


def _likeness(one: Words, other: Words) -> float:
    """How much two names have in common, from 0 to 1; 0 where they plainly mean two models.

    Another version is another model; so is a word of its own in each of the names.
    """
    mine, theirs = _telling(one - other), _telling(other - one)
    if _numbers(one) != _numbers(other) or (mine and theirs) or len(mine) + len(theirs) > 1:
        return 0.0
    return len(one & other) / len(one | other)


def name_difference(row: ModelRow, one: Candidate) -> str:
    """What a person has to judge: everything in which a row and a candidate are not the same."""
    told = []
    ours = one.model or one.id
    if row.model.casefold() not in (ours.casefold(), one.id.casefold()):
        told.append(f"“{row.model}” in the file, “{ours}” here")
    if row.effort != one.effort:
        told.append(f"setting {row.effort or 'not stated'} in the file, {one.effort or 'not stated'} here")
    if row.provider and _tier(row) != _tier(one):
        told.append(f"service tier {_tier(row) or 'standard'} in the file, {_tier(one) or 'standard'} here")
    return "; ".join(told) or "only the name is the same"
