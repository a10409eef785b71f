"""The prose of a record for those who write it: what each section answers, what is still to be filled in in it."""

from __future__ import annotations

import re
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


QUESTIONS: dict[str, str] = {
    "decision": "Which model serves the product, which stands in for it, and from when?",
    "context": "What is the product, for whom is it, and which limits bind the choice?",
    "task_fit": "Is each step work for this kind and size of model?",
    "candidates": "Who was compared, who was left out, and why?",
    "evaluation": "What did your own examples show, and how were they graded?",
    "latency_and_cost": "Is it fast enough, and what does a successful task cost?",
    "context_needs": "How much must fit into a prompt, and what happens when it does not?",
    "output_reliability": "What happens when an answer is invalid, late or wrong?",
    "privacy_and_licence": "May this data go there, and may the model be used for this?",
    "operational_burden": "Who keeps it running, and what does that take?",
    "migration": "How would you leave, and how long would it take?",
    "rationale": "Why this one, and what was given up for it?",
    "leaderboard_showed": "What did the leaderboard show, from which source and of which day?",
    "leaderboard_could_not_prove": "What can no leaderboard prove for this product?",
    "before_launch": "What must be tested or settled before launch, and by whom?",
    "risks": "What can still go wrong, who notices, and what is done then?",
    "review": "When is this looked at again, and what would reopen it sooner?",
}
"""One question a section; a reader of the record should find it answered there."""


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
