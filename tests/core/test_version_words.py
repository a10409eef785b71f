"""Two versions of a workspace in words: fields and units, not key paths; nothing is left untold."""

from __future__ import annotations

from typing import Any

from documents import TODAY, Document, candidate, document, step
from hypothesis import given, settings
from strategies import documents

from shortlist.core.changes.words import summary, version_words
from shortlist.core.document.workspace import read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.records.lifecycle import superseding
from tests.accepting import WORKED, agreed


def changed(path: tuple[Any, ...], value: object) -> tuple[str, ...]:
    """What is told of one edit of the worked example."""
    return version_words(WORKED, with_value(WORKED, path, value))


def test_a_version_is_told_in_the_words_of_changes() -> None:
    """Each line with what it is about, and in which direction it went."""
    assert changed(("scenario", "monthly_budget_usd"), 300.0) == (
        "Scenario: Monthly budget: $400 then, $300 now (-25 %), a month",
    )
    assert changed(("title",), "Another") == ("Title: “Support assistant (worked example)” then, “Another” now",)
    (told,) = changed(("decision", "default"), "gpt-6-luna")
    assert told.startswith("The decision: Default: ") and told.endswith("GPT-6 Luna now")
    (prose,) = changed(("records", 0, "sections", "review"), f"{WORKED.prose('review')} And in May.")
    assert prose.startswith("The record: Review: added after “") and "And in May." in prose and "\n" not in prose


def test_what_became_of_a_record_is_told() -> None:
    """Its status both ways; one that came, one that went."""
    done = agreed().workspace
    assert "Record 1: accepted then, proposed now" in version_words(done, WORKED)
    assert "Record 1: proposed then, accepted now" in version_words(WORKED, done)
    gone = version_words(WORKED, with_value(WORKED, ("records",), None))
    assert "Record 1: removed, proposed" in gone
    assert summary(gone) == f"{gone[0]}, and {len(gone) - 1} more" and summary(()) == "no difference"


def test_what_became_of_an_earlier_record_is_told() -> None:
    """Its words too, which no draft after it has any more."""
    data = to_data(superseding(agreed().workspace, TODAY))
    first = {**data["records"][0], "sections": {"review": "Never."}}
    other = read_workspace({**data, "records": (first, data["records"][1])})
    assert version_words(read_workspace(data), other) == ("Record 1: its words, its people or its triggers differ",)


@settings(max_examples=40)
@given(documents(), documents())
def test_versions_that_differ_are_told_apart(one: Document, other: Document) -> None:
    """And a version is like itself."""
    before, after = read_workspace(one), read_workspace(other)
    assert bool(version_words(before, after)) == (before != after)
    assert version_words(before, before) == ()


def test_another_order_alone_is_told() -> None:
    """Which rank and words do not tell."""
    rows = [candidate("a"), candidate("b")]
    one, other = (read_workspace(document(step(), each)) for each in (rows, rows[::-1]))
    assert version_words(one, other) == ("candidates: in this order: a, b → b, a",)
