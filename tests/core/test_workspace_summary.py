"""What a list says of a decision, read from bare tables."""

from __future__ import annotations

from typing import Any

import pytest

from shortlist.core.document.workspace_summary import summary_of

STEPS = {"steps": [{"id": "one"}, {"id": "two"}]}
NAMES = [{"id": "a", "name": "Model A"}, {"id": "b", "name": "Model B"}]


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ({}, "undecided"),
        ({"default": "a"}, "★ Model A"),
        ({"default": "gone"}, "undecided"),
        ({"steps": [{"step": "one", "default": "a"}]}, "1 of 2 steps"),
        ({"default": "a", "steps": [{"step": "two", "default": "b"}]}, "2 of 2 steps"),
        ({"default": "a", "steps": [{"step": "two", "fallback": "b"}]}, "★ Model A"),
        ({"steps": [{"step": "one", "default": "a"}, {"step": "two", "default": "a"}]}, "★ Model A"),
    ],
)
def test_what_was_decided(decision: dict[str, Any], told: str) -> None:
    """One for all by its name, else for how many steps somebody was chosen."""
    tables = {"scenario": STEPS, "candidates": NAMES, "decision": decision}
    assert summary_of(tables) == (told, "")
    records = [{"status": "accepted"}, {"status": "draft"}]
    assert summary_of({**tables, "records": records}).line == f"{told}, draft"


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"scenario": 3, "decision": [], "candidates": {"id": 1}, "records": "x"},
        {"scenario": {"steps": [1, {"id": ["x"]}]}, "decision": {"default": ["a"], "steps": [{"step": {}}]}},
        {"scenario": STEPS, "candidates": [{"id": {}, "name": 2}], "decision": {"default": 7}, "records": [{}]},
    ],
)
def test_whatever_stands_there(tables: dict[str, Any]) -> None:
    """A file that nobody checked may hold anything."""
    assert summary_of(tables).line == "undecided"
