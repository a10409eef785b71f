"""What changed between two states: rows belong together by what they are about, not by where they stand."""

from __future__ import annotations

from documents import Document, analysed, candidate, document, evaluation, observed, step
from hypothesis import given, settings
from strategies import documents

from shortlist.core.changes.decision_changes import changes


def two() -> Document:
    """Two candidates with an evaluation and a record."""
    record = {"number": 1, "status": "draft", "date": "", "sections": {"risks": "One."}}
    record["date"] = observed("ttft", 1)["as_of"]
    rows = [candidate("a"), candidate("b", {"input_price": 2.0, "output_price": 8.0})]
    runs = [evaluation("a", 90, 100)]
    return document(step(), rows, decision={"default": "a"}, evaluations=runs, records=[record])


def places(before: Document, after: Document) -> tuple[dict[str, tuple[object, object]], list[str]]:
    """The changed inputs with both values, and the places of the changed outcome."""
    found = changes(analysed(before), analysed(after))
    return {row.place: (row.before, row.after) for row in found.inputs}, [row.place for row in found.outcome]


@settings(max_examples=30)
@given(documents())
def test_nothing_differs_from_itself(data: Document) -> None:
    """Whatever the workspace."""
    assert changes(analysed(data), analysed(data)) == ((), (), ())


def test_a_changed_price_and_what_it_does() -> None:
    """The figure by its candidate and metric, then the cost that follows."""
    after = two()
    after["candidates"][0]["observations"][0]["value"] = 1.5
    inputs, outcome = places(two(), after)
    assert inputs == {"candidates.a.observations.input_price.value": (1.0, 1.5)}
    assert "decision.bill_usd" in outcome and "candidates.a.bill_usd" in outcome
    assert not any(place.startswith("candidates.b") for place in outcome)


def test_findings_come_and_go() -> None:
    """By their rule and what they are about: another order, other figures in the message, are the same finding."""
    bare = two()
    del bare["evaluations"]
    found = {row.place: (row.before, row.after) for row in changes(analysed(two()), analysed(bare)).findings}
    before, after = found["leaderboard-only.decision.default"]
    assert before is None and "has no evaluation" in str(after)
    turned = two()
    turned["candidates"].reverse()
    assert changes(analysed(two()), analysed(turned)).findings == ()


def test_order_is_no_change_and_added_rows_are_named() -> None:
    """Candidates in another order are the same; one more, one evaluation more and other prose are told."""
    after = two()
    after["candidates"].reverse()
    assert places(two(), after) == ({}, [])
    after["candidates"].append(candidate("c"))
    after["evaluations"].append(evaluation("a", 50, 100))
    after["records"][0]["sections"] = {"risks": "Two.", "review": "Soon."}
    inputs, outcome = places(two(), after)
    assert inputs.pop("candidates.c")[0] is None
    assert set(inputs) == {"evaluations.a in answer (2)", "record.sections.risks", "record.sections.review"}
    assert inputs["record.sections.risks"] == ("One.", "Two.")
    assert "candidates.c" in outcome
