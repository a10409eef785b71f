"""What the words of a choice mean, by the field that is chosen for: the same sentence in every form."""

from __future__ import annotations

from collections.abc import Mapping

from shortlist.core.document.capabilities import Capabilities
from shortlist.core.document.task_fit import TASK_FIT, TaskFit
from shortlist.core.document.vocabulary import ACCESS, BASES, OPENNESS, OPERATIONS, ROLES, SENSITIVITY, SIZES, STANDBY

_SECOND = {"yes": "do as well", "sometimes": "may", "no": "do not"}


def task_fit_told(row: TaskFit) -> str:
    """A row of the task-fit table in a sentence: which size suits, and what to watch."""
    review = ", with human review" if row.human_review else ""
    if row.small == "yes":
        return f"small models fit, reasoning ones {_SECOND[row.reasoning]}{review}; {row.note}"
    return f"reasoning models fit{review}, small ones {_SECOND[row.small]}; {row.note}"


BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "role": ROLES,
    "roles": ROLES,
    "data_sensitivity": SENSITIVITY,
    "operations": OPERATIONS,
    "fallback_standby": STANDBY,
    "access": {name: word.meaning for name, word in ACCESS.items()},
    "openness": {name: word.meaning for name, word in OPENNESS.items()},
    "size_class": SIZES,
    "basis": {name: word.meaning for name, word in BASES.items()},
    "capabilities": {name: field.description or "" for name, field in Capabilities.model_fields.items()},
    "use_case": {name: task_fit_told(row) for name, row in TASK_FIT.items()},
}
"""The words of the fields that have an explanation, by the key of the field."""


def meaning(field: str | int, word: str) -> str:
    """What a word of a field means; empty where the word says it."""
    return BY_FIELD.get(str(field), {}).get(word, "")
