"""Every word that has to be chosen among others says what it means, once."""

from __future__ import annotations

import pytest

from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.scenario import Needs, Scenario, Step
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.terms import BY_FIELD, meaning
from shortlist.tui.forms.spec import specs

CHOICES = {
    str(spec.path[-1]): spec.choices
    for model in (Scenario, Step, Needs, Candidate, Observation)
    for spec in specs(model, ())
    if spec.choices
}
SELF_EXPLANATORY = {"commercial_use", "fine_tuning", "redistribution"}


def test_every_choice_is_explained() -> None:
    """Each word of each choice, and no word that the document does not know."""
    assert set(CHOICES) - SELF_EXPLANATORY <= set(BY_FIELD) and set(BY_FIELD) <= set(CHOICES)
    for field, words in BY_FIELD.items():
        assert set(words) == set(CHOICES[field]) and all(words.values()), field
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("use_case", TASK_FIT)
def test_task_fit_is_told_as_the_table_has_it(use_case: str) -> None:
    """Which size fits comes first, then the other, then what to watch."""
    row, told = TASK_FIT[use_case], meaning("use_case", use_case)
    assert told.startswith("small models fit" if row.small == "yes" else "reasoning models fit")
    assert told.endswith(row.note) and ("human review" in told) == row.human_review
