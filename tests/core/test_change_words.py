"""What changed, in words: names, units and sentences instead of key paths, long texts where they differ."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

import pytest
from documents import TODAY, Document, analysed, candidate, document, evaluation, observed, step
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import documents

from shortlist.core.basics.text_diff import AROUND, HEAD, MOST, TAIL, text_changes
from shortlist.core.changes.decision_changes import changes
from shortlist.core.changes.words import change_words
from shortlist.sanitising import shown
from tests.counts import counted

LATER = TODAY + dt.timedelta(days=3)


def two() -> Document:
    """Two candidates, an answer, a rating, an evaluation, a choice and a record."""
    first = candidate("a", name="Ada 7", notes="Short.")
    first["answers"] = [{"check": "privacy.retention", "verdict": "unknown"}]
    first["overrides"] = [{"column": "latency_risk", "level": "good", "reason": "Seen."}]
    return document(
        step(name="Answer", usage={"requests_per_month": 1000, "input_tokens": 100, "output_tokens": 10}),
        [first, candidate("b", name="Bo 2")],
        decision={"default": "a", "fallback": "b"},
        evaluations=[evaluation("a", 90, 100)],
        records=[
            {
                "number": 1,
                "status": "draft",
                "date": TODAY,
                "decision_makers": ["Eve, CTO"],
                "sections": {"risks": "One."},
                "triggers": [{"kind": "price_change", "value": 20}],
            }
        ],
    )


def told(change: Any) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """What is told of an edit of the document: the outcome and the inputs, by what each is about."""
    before, after = two(), copy.deepcopy(two())
    change(after)
    words = change_words(analysed(before), analysed(after))
    return {row.about: row.lines for row in words.outcome}, {row.about: row.lines for row in words.inputs}


def at(*path: Any) -> Any:
    """An edit that sets a value at a place."""

    def change(data: Any) -> None:
        for key in path[:-2]:
            data = data.setdefault(key, {}) if isinstance(data, dict) else data[key]
        data[path[-2]] = path[-1]

    return change


def of_two_steps(cheap: float, role: str) -> Document:
    """Two who answer at a price each, and one who embeds; the third may have every role."""
    data = two()
    data["scenario"]["monthly_budget_usd"] = 1.0
    data["scenario"]["steps"][0]["role"] = "generator"
    data["scenario"]["steps"].append({"id": "embed", "name": "Embed", "role": "embedder"})
    prices = ({"a": 1.0, "b": cheap, "c": 1.0}[one] for one in "abc")
    ranked = ({"roles": ["generator"]}, {"roles": ["generator"]}, {"roles": list({"embedder", role})})
    data["candidates"] = [
        candidate(id_, None, observed("input_price", price), observed("output_price", price), **keys)
        for id_, price, keys in zip("abc", prices, ranked, strict=True)
    ]
    return data


@pytest.mark.parametrize("role", ["embedder", "generator"])
def test_a_rank_is_told_where_somebody_plays_every_step(role: str) -> None:
    """Among candidates of different steps it says nothing; in each step it is told all the same."""
    words = change_words(analysed(of_two_steps(9.0, role)), analysed(of_two_steps(0.1, role)))
    lines = {row.about: row.lines for row in words.outcome}
    told = [line for row in lines.values() for line in row if line.startswith(("First in rank", "Rank: "))]
    assert bool(told) == (role == "generator"), lines
    assert role == "generator" or "Model b, rank: 2 then, 1 now" in lines["Step “Answer”"]


@pytest.mark.parametrize(
    ("change", "about", "line"),
    [
        (at("scenario", "monthly_budget_usd", 40), "Scenario", "Monthly budget: not set then, $40 now, a month"),
        (at("scenario", "regions", ["eu", "ch"]), "Scenario", "Regions: eu and ch added"),
        (at("scenario", "data_sensitivity", "regulated"), "Scenario", "Data sensitivity: internal then, regulated now"),
        (at("scenario", "task_step", "answer"), "Scenario", "Step that is the task: not set then, “Answer” now"),
        (at("scenario", "weights", "cost_risk", 25), "Scenario", "Weight of cost risk: 15 (not set) then, 25 now"),
        (
            at("scenario", "steps", 0, "usage", "input_tokens", 1500),
            "Step “Answer”",
            "Input tokens: 100 tokens then, 1,500 tokens now (+1400 %)",
        ),
        (
            at("scenario", "steps", 0, "usage", "failure_rate", 0.0512),
            "Step “Answer”",
            "Failure rate: not set then, 5.12 % now",
        ),
        (at("candidates", 0, "capabilities", "batch", "no"), "Ada 7", "Batch: yes then, no now"),
        (at("candidates", 0, "notes", "Other."), "Ada 7", "Notes: “Short.” then, “Other.” now"),
        (at("candidates", 0, "deprecated", True), "Ada 7", "Deprecated: no (not set) then, yes now"),
        (at("candidates", 0, "ends_on", LATER), "Ada 7", "Withdrawn on: not set then, 2026-11-25 now"),
        (
            at("candidates", 0, "usage", "answer", {"output_tokens": 20}),
            "Ada 7",
            "Output tokens in “Answer”: not set then, 20 tokens now",
        ),
        (
            at("candidates", 0, "observations", 0, "value", 1.5),
            "Ada 7",
            "Input price: $1.00 then, $1.50 now (+50 %), per million tokens",
        ),
        (
            at("candidates", 0, "observations", 2, "value", 46.5),
            "Ada 7",
            "Quality on AA Intelligence Index: 45 points then, 46.5 points now",
        ),
        (at("candidates", 0, "observations", 0, "as_of", LATER), "Ada 7", "Input price: observed on: 2026-11-22 then"),
        (at("candidates", 0, "answers", 0, "verdict", "pass"), "Ada 7", "Answer on retention: unknown then, pass now"),
        (
            at("candidates", 0, "overrides", 0, "level", "poor"),
            "Ada 7",
            "Own rating of latency risk: good then, poor now",
        ),
        (at("checks", [{"id": "privacy.region", "importance": "must"}]), "Checklist", "added: Check region: must"),
        (
            at("answers", [{"check": "migration.config", "verdict": "pass", "note": "A flag."}]),
            "Checklist",
            "added: Answer on config: pass, “A flag.”",
        ),
        (at("evaluations", 0, "successes", 95), "Evaluations", "Ada 7 in “Answer”: successes: 90 then, 95 now"),
        (
            at("evaluations", [evaluation("a", 90, 100), evaluation("b", 47, 50)]),
            "Evaluations",
            "added: Bo 2 in “Answer”: 47 of 50 examples right on 2026-11-22",
        ),
        (at("records", 0, "triggers", 0, "value", 30), "The record", "Trigger price change: 20 % then, 30 % now"),
        (at("records", 0, "triggers", []), "The record", "removed: Trigger: price change 20 %"),
        (at("records", 0, "decision_makers", ["Bo"]), "The record", "Decision makers: Bo added; Eve, CTO removed"),
        (at("records", 0, "sections", "risks", "Two."), "The record", "Risks: “One.” then, “Two.” now"),
        (at("records", 0, "sections", {}), "The record", "Risks: removed, “One.”"),
        (at("records", 0, "sections", "review", "Soon."), "The record", "Review: added, “Soon.”"),
    ],
)
def test_an_input_in_words(change: Any, about: str, line: str) -> None:
    """Every kind of place: by name, with its unit and by how much, told as added or removed where it was."""
    found = told(change)[1]
    assert list(found) == [about]
    assert found[about][0].startswith(line), found


def test_rows_that_come_and_go() -> None:
    """A figure with its source, a candidate with who serves it, a rating with its reason."""

    def change(data: Document) -> None:
        data["candidates"][0]["observations"].append(observed("ttft", 0.7, effort="low"))
        data["candidates"][0]["overrides"] = []
        data["candidates"][1:] = [candidate("c", name="Cy 1")]
        data["decision"]["fallback"] = "c"

    outcome, inputs = told(change)
    assert inputs["Ada 7"] == (
        "added: Time to first token at effort low: 0.7 s (A board, 2026-11-22)",
        "removed: Own rating of latency risk: low, “Seen.”",
    )
    assert inputs["Bo 2"][0].startswith("removed: managed API, ")
    assert inputs["Cy 1"][0].startswith("added: managed API, ")
    assert "Fallback: Bo 2 then, Cy 1 now" in outcome["The decision"]
    assert outcome["Bo 2"][0].startswith("gone; it was eligible, rank ")
    assert outcome["Cy 1"][0].startswith("new: eligible, rank ")


def test_a_check_of_which_only_the_id_is_left() -> None:
    """A row that says nothing any more is still a row."""
    bare, important = {"id": "privacy.region"}, {"id": "privacy.region", "importance": "must"}
    states = [{**two(), "checks": rows} for rows in ([], [bare], [important])]
    for one, other, line in (
        (0, 1, "added: Check region"),
        (1, 0, "removed: Check region"),
        (2, 1, "Check region: must then, not set now"),
    ):
        (told,) = change_words(analysed(states[one]), analysed(states[other])).inputs
        assert told == ("Checklist", (line,))


def test_an_empty_list_is_a_change_where_it_says_something_else_than_none() -> None:
    """No modality is a no, none told is unknown; no own rating is none either way."""
    before, after = two(), two()
    before["candidates"][0]["modalities"] = None
    after["candidates"][0]["modalities"] = after["candidates"][1]["overrides"] = []
    (told,) = change_words(analysed(before), analysed(after)).inputs
    assert told == ("Ada 7", ("Modalities: not set then, none now",))
    assert [row.place for row in changes(analysed(before), analysed(after)).inputs] == ["candidates.a.modalities"]


def test_the_outcome_comes_in_the_order_of_what_matters() -> None:
    """The choice and its cost, then the candidates as ranked now, then findings; a status says which check it is."""

    def change(data: Document) -> None:
        data["decision"] = {"default": "b", "steps": [{"step": "answer", "default": "a"}]}
        data["candidates"][0]["observations"][1]["value"] = 40.0
        data["candidates"][0]["commercial_use"] = "no"
        del data["evaluations"]

    outcome, inputs = told(change)
    assert list(outcome) == ["The decision", "Bo 2", "Ada 7", "Findings"]
    made = outcome["The decision"]
    assert made[:3] == (
        "Default: Ada 7 then, Bo 2 now",
        "Fallback: Bo 2 then, nobody now",
        "Default of “Answer”: as for all then, Ada 7 now",
    )
    assert any(line.startswith("Recommended: ") for line in made)
    assert any(line.startswith("Bill: $") and line.endswith("%), a month") for line in made), made
    assert outcome["Ada 7"][0] == "Status: eligible then, excluded by licensing now"
    assert any(line.startswith("new error: “Ada 7” fails") for line in outcome["Findings"])
    assert "decision" not in inputs and not any("Default" in line for lines in inputs.values() for line in lines)


def test_names_that_are_shared_carry_the_id() -> None:
    """Else nobody could tell which one is meant."""
    before, after = two(), two()
    for side in (before, after):
        side["candidates"][1]["name"] = "Ada 7"
    after["candidates"][1]["notes"] = "New"
    assert [row.about for row in change_words(analysed(before), analysed(after)).inputs] == ["Ada 7 (b)"]


@counted(30, 100, documents())
def test_no_change_is_no_word(data: Document) -> None:
    """Whatever the workspace."""
    assert change_words(analysed(data), analysed(data)) == ((), ())


# --- long texts ------------------------------------------------------------------------------------------------

LONG = " ".join(f"word{number}" for number in range(400))


def test_a_long_text_is_shown_where_it_differs() -> None:
    """Around each passage; what was only added or removed says after which words."""
    assert text_changes(LONG, LONG.replace("word300 ", "other ")) == [
        "then: “… word294 word295 word296 word297 word298 word299 word300 word301 word302 word303 word304 word305 "
        "word306 …”",
        "now:  “… word294 word295 word296 word297 word298 word299 other word301 word302 word303 word304 word305 "
        "word306 …”",
    ]
    assert text_changes(LONG, f"{LONG} The end.") == [
        "added after “… word394 word395 word396 word397 word398 word399”: “The end.”"
    ]
    assert text_changes(f"First. {LONG}", LONG) == ["removed at the beginning: “First.”"]
    assert text_changes(LONG, LONG.replace(" ", "\n")) == [
        "only spaces, line breaks or signs that are not shown differ"
    ]


def test_much_that_differs_is_cut_in_its_middle_and_counted() -> None:
    """Never at a beginning that both have in common."""
    other = " ".join(f"new{number}" for number in range(400))
    was, now = text_changes(f"Same start. {LONG}", f"Same start. {other}")
    assert "word0 word1" in was and "new0 new1" in now
    assert f"[… {400 - HEAD - TAIL} words …]" in was and len(was.split()) < HEAD + TAIL + 2 * AROUND + 10
    many = LONG.split()
    many[::20] = [f"x{number}" for number in range(20)]
    assert text_changes(LONG, " ".join(many))[-1] == f"and {20 - MOST} more passages"


@given(st.text(), st.text())
@example("a b", "a\u200bb")
def test_two_texts_never_read_alike(before: str, after: str) -> None:
    """What is told of the two sides differs, or says that nothing can be seen."""
    lines = [shown(line) for line in text_changes(before, after)]
    then = [line.removeprefix("then: ") for line in lines if line.startswith("then: ")]
    now = [line.removeprefix("now:  ") for line in lines if line.startswith("now:  ")]
    assert len(then) == len(now) and all(a != b for a, b in zip(then, now, strict=True))


@counted(20, 60, documents(), documents())
def test_any_two_states_can_be_told_apart(one: Document, other: Document) -> None:
    """A line for whatever differs, each on one line, and never a value that is only Python's."""
    words = change_words(analysed(one), analysed(other))
    lines = [line for row in (*words.outcome, *words.inputs) for line in row.lines]
    assert bool(lines) == any(changes(analysed(one), analysed(other)))
    for line in lines:
        assert line.strip() and "\n" not in line
        assert not re.search(r"\bNone\b|\bnan\b|[{}]|: $", line), line
