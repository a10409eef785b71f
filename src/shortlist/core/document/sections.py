"""The prose of a record for those who write it: what each section answers, what is still to be filled in in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

FILL_IN = "[fill in"
"""How drafted prose marks a place that only a person can fill: `[fill in: …]`."""

_MARKS = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX)\b"  # in capitals only: "todo" is a word in other languages
    r"|\[(?:…|\.\.\.)\]|\{\{[^{}\n]*\}\}"
    r"|(?i:\[(?:fill in|your|insert|add)\b[^\]\n]*\]?|\blorem ipsum\b|<[^<>\n]*\b(?:fill[ -]in|your)\b[^<>\n]*>"
    r"|\bto be (?:written|completed|filled in|determined)\b)"
)
_NOTHING = re.compile(r"[\s.…?\-–—_]*")
_NO_BRACKETS = str.maketrans("[]", "()")


def fill_in(what: str) -> str:
    """The mark of a place that only a person can fill; brackets in what it asks for would end it."""
    return f"{FILL_IN}: {' '.join(what.translate(_NO_BRACKETS).split())}]"


def marked_places(text: str) -> list[tuple[int, int]]:
    """Where a text holds placeholders: start and end of each, in order."""
    if not text.strip():
        return []
    if _NOTHING.fullmatch(text):
        start = len(text) - len(text.lstrip())
        return [(start, len(text.rstrip()))]
    return [found.span() for found in _MARKS.finditer(text)]


def placeholders(text: str) -> list[str]:
    """Every placeholder in a text, as it stands there."""
    return [text[start:end] for start, end in marked_places(text)]


def placeholder_in(text: str) -> str | None:
    """The first placeholder in a text, as it stands there; None where there is none or nothing is written."""
    return next(iter(placeholders(text)), None)


class Section(NamedTuple):
    """A row of the table."""

    title: str
    """Over the section in a written record."""
    question: str
    """What a reader of the record should find answered there."""
    wanted: bool = False
    """Whether a record is not complete before somebody wrote it."""
    minimal: bool = False
    """Whether the minimal record has it, which comes first where the record is written."""
    brief: str = ""
    """Its name where its key is too long for a list."""


SECTION_ROWS: Mapping[str, Section] = {
    "decision": Section(
        "Decision", "Which model serves the product, which stands in for it, and from when?", minimal=True
    ),
    "context": Section(
        "Context", "What is the product, for whom is it, and which limits bind the choice?", minimal=True
    ),
    "task_fit": Section("Task Fit", "Is each step work for this kind and size of model?"),
    "candidates": Section("Candidates", "Who was compared, who was left out, and why?", minimal=True),
    "evaluation": Section("Evaluation", "What did your own examples show, and how were they graded?", minimal=True),
    "latency_and_cost": Section("Latency & Cost", "Is it fast enough, and what does a successful task cost?"),
    "context_needs": Section("Context Needs", "How much must fit into a prompt, and what happens when it does not?"),
    "output_reliability": Section("Output Reliability", "What happens when an answer is invalid, late or wrong?"),
    "privacy_and_licence": Section("Privacy / License", "May this data go there, and may the model be used for this?"),
    "operational_burden": Section("Operational Burden", "Who keeps it running, and what does that take?"),
    "migration": Section("Migration", "How would you leave, and how long would it take?"),
    "rationale": Section(
        "Decision Rationale", "Why this one, and what was given up for it?", wanted=True, minimal=True
    ),
    "leaderboard_showed": Section(
        "What the Leaderboard Showed", "What did the leaderboard show, from which source and of which day?", wanted=True
    ),
    "leaderboard_could_not_prove": Section(
        "What the Leaderboard Could Not Prove",
        "What can no leaderboard prove for this product?",
        wanted=True,
        brief="It could not prove",
    ),
    "before_launch": Section(
        "Before Launch", "What must be tested or settled before launch, and by whom?", wanted=True
    ),
    "risks": Section("Risks", "What can still go wrong, who notices, and what is done then?", minimal=True),
    "review": Section(
        "Review", "When is this looked at again, and what would reopen it sooner?", wanted=True, minimal=True
    ),
}
"""Every section, in the order of the record."""
WANTED_SECTIONS = tuple(id_ for id_, row in SECTION_ROWS.items() if row.wanted)
SECTION_TITLES: Mapping[str, str] = {
    id_: row.title for minimal in (True, False) for id_, row in SECTION_ROWS.items() if row.minimal == minimal
}
"""The title of each as a record is written: the minimal record first, then the others in the order of the record."""


def section_name(section: str) -> str:
    """A section's key as a heading."""
    return section.replace("_", " ").capitalize()


Stage = Literal["empty", "begun", "draft", "written"]
SENTENCE_WORDS, SENTENCE_LETTERS = 3, 12
"""Less than `Cheapest that passes.` says nothing of why, what or when, which is what the sections ask."""


def is_sentence(text: str) -> bool:
    """Whether a text can answer a question: a few words, or as many letters where no spaces part the words."""
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    return len(words) >= SENTENCE_WORDS or sum(map(str.isalnum, text)) >= SENTENCE_LETTERS


class SectionState(NamedTuple):
    """How far a section is."""

    words: int
    marks: tuple[str, ...]
    """The places that are still to be filled in, as they stand in the text."""
    whole: bool
    """Whether there is a sentence at least."""

    @property
    def stage(self) -> Stage:
        """Empty; drafted, while places are left to fill in; begun, while it is no sentence; written."""
        if self.marks:
            return "draft"
        if self.whole:
            return "written"
        return "begun" if self.words else "empty"


def section_state(text: str) -> SectionState:
    """How far a text is."""
    return SectionState(len(text.split()), tuple(placeholders(text)), is_sentence(text))
