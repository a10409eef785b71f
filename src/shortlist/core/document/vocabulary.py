"""The words that are chosen from a list: what each is called where it is read, and what it means to whoever chooses.

A new word is its name in the list and its row in the table beneath. Plain data: the command line and the catalogue
know these words without loading the document's models.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args


class Word(NamedTuple):
    name: str
    """In a table, and inside a sentence."""
    meaning: str = ""
    brief: str = ""
    """Where there is little room, if the name is long."""
    sign: str = ""
    phrase: str = ""
    """In the one kind of sentence that says it otherwise."""

    @property
    def short(self) -> str:
        """The shortest that says it."""
        return self.brief or self.name

    @property
    def told(self) -> str:
        """What it is in its own kind of sentence, of which its table says what it is."""
        return self.phrase or self.name

    @property
    def marked(self) -> str:
        """The shortest behind its sign."""
        return f"{self.sign} {self.short}"


def answers_explained(words: Iterable[tuple[str, Word]]) -> tuple[tuple[str, str], ...]:
    """The words of a table, each with its name and what it means: the answers to a question."""
    return tuple((key, f"{word.name}: {word.meaning}") for key, word in words)


# --- how a candidate is had

Access = Literal["managed_api", "hosted_inference", "self_hosted"]
ACCESS: Mapping[Access, Word] = {
    "managed_api": Word(
        "managed API", "the developer's own service, or a cloud's", brief="managed", phrase="Managed API"
    ),
    "hosted_inference": Word("hosted", "open weights on somebody else's machines", phrase="Hosted inference"),
    "self_hosted": Word("self-hosted", "on machines of your own", phrase="Self-hosted"),
}
"""`told` is the beginning of a sentence."""
Openness = Literal["closed", "open_weight", "open_source"]
OPENNESS: Mapping[Openness, Word] = {
    "closed": Word("closed", "only through a service"),
    "open_weight": Word("open weight", "the weights can be had, under a licence to be read"),
    "open_source": Word("open source", "weights, code and data under an open licence"),
}
SIZES: Mapping[str, str] = {
    "fast": "small and general: quick and cheap",
    "small_specialised": "small, trained for one kind of work",
    "general": "an ordinary model that does not think",
    "reasoning": "thinks before it answers; a cost then needs its thinking tokens",
}
Known = Literal["yes", "no", "unknown"]

# --- how a figure is known

Basis = Literal["contract", "measured", "published", "self_reported", "estimate"]
BASES: Mapping[Basis, Word] = {
    "contract": Word("contract", "agreed with the provider in writing", phrase="agreed in writing"),
    "measured": Word("measured", "by your own team"),
    "published": Word("published", "by an independent leaderboard or price list"),
    "self_reported": Word("self-reported", "by the vendor", phrase="self-reported by the vendor"),
    "estimate": Word("estimate", "by anybody, from something else"),
}
"""The best first: what was agreed, then the team's own measurement, then a leaderboard, the vendor, a guess.

`told` is what a list of sources says.
"""


def basis_of(text: str) -> Basis | None:
    """The basis that a text names, however it joins the words; None where it names none."""
    word = text.strip().casefold().replace(" ", "_").replace("-", "_")
    return next((basis for basis in BASES if basis == word), None)


EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
"""Settings of thinking that protocols have a parameter for, from none to most."""


# --- how it is judged

Verdict = Literal["pass", "fail", "unknown", "not_applicable"]
VERDICTS: Mapping[Verdict, Word] = {
    "pass": Word("pass", sign="✓", phrase="passes"),
    "fail": Word("fail", sign="✖", phrase="fails"),
    "unknown": Word("unknown", sign="?", phrase="is open"),
    "not_applicable": Word("not applicable", brief="n/a", sign="–", phrase="is not asked"),
}
"""`told` is what is said of a check."""
CandidateStatus = Literal["eligible", "needs_check", "excluded", "no_step"]
STATUSES: Mapping[CandidateStatus, Word] = {
    "eligible": Word("eligible", sign="✓"),
    "needs_check": Word("needs check", sign="?"),
    "excluded": Word("excluded", sign="✖"),
    "no_step": Word("plays no step", sign="–"),
}
"""In the order in which candidates stand."""
Level = Literal["good", "medium", "poor"]
LEVELS: tuple[Level, ...] = get_args(Level)
RISK_WORDS: Mapping[Level, str] = {"good": "low", "medium": "medium", "poor": "high"}
"""A level of a column that is named after what is bad: good is a low risk."""

# --- what the scenario says

Role = Literal["generator", "embedder", "reranker", "classifier", "reasoning", "code", "vision", "audio", "fallback"]
ROLES: Mapping[str, str] = {
    "generator": "writes what people read: answers, drafts, summaries",
    "embedder": "turns texts into vectors, so that they are found by meaning",
    "reranker": "puts what a search found in order, before it is read",
    "classifier": "sorts inputs into labels: intent, priority, language",
    "reasoning": "works in steps before it answers; slower, dearer",
    "code": "writes, changes and reviews programs",
    "vision": "reads pictures, scans and screens",
    "audio": "hears or speaks",
    "fallback": "stands in where the first model fails or refuses",
}
DataSensitivity = Literal["public", "internal", "personal", "regulated"]
SENSITIVITY: Mapping[str, str] = {
    "public": "anybody may read it",
    "internal": "for the company only, about nobody in particular",
    "personal": "about people: names, messages, accounts",
    "regulated": "under a law or contract of its own: health, payments, children",
}
Operations = Literal["none", "some", "strong"]
OPERATIONS: Mapping[str, str] = {
    "none": "nobody has served a model: self-hosting fails its check",
    "some": "somebody has run one, and can be called",
    "strong": "a team serves models on GPUs and is on call",
}
Standby = Literal["hot", "warm", "cold"]
STANDBY: Mapping[str, str] = {
    "hot": "its machines run and could carry all of the traffic",
    "warm": "its least replicas run, the rest is started when needed",
    "cold": "nothing runs, all of it is started when needed",
}


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


# --- who said what was right

Grader = Literal["deterministic", "person", "judge"]
GRADERS: Mapping[Grader, Word] = {
    "deterministic": Word("rule", phrase="graded by rule"),
    "person": Word("person", phrase="graded by a person"),
    "judge": Word("judge model", phrase="graded by a judge model"),
}
"""The one whose word needs the most checking last."""
