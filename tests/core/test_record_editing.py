"""The record being written: begun with its first words, closed once decided on, drafted from the figures."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.problems import key_path, location_of
from shortlist.core.document.record import SECTIONS, WATCHES, Trigger, TriggerKind, trigger_words
from shortlist.core.document.sections import (
    SECTION_ROWS,
    fill_in,
    marked_places,
    placeholder_in,
    placeholders,
    section_state,
)
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.record import (
    RecordClosed,
    is_open,
    with_prose,
    with_record_value,
    with_status,
)
from shortlist.core.findings import Finding
from shortlist.core.findings.rule import section_of
from shortlist.core.records.draft import DRAFTS, draft, line_difference
from shortlist.core.records.unproven import to_measure, unproven
from shortlist.store.toml_text import workspace_text
from tests.conftest import SCENARIOS, TODAY

LATER = TODAY + dt.timedelta(days=1)


def shipped(name: str) -> Workspace:
    """A shipped scenario."""
    return read_workspace(tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8")))


@cache
def assessed(name: str) -> Analysis:
    """The same, judged."""
    return analyse(shipped(name), None, TODAY)


# --- editing ------------------------------------------------------------------------------------------------


def test_the_first_words_begin_a_record() -> None:
    """With the number 1, as a draft, of today; taking the words away leaves the record empty."""
    begun = with_prose(shipped("support-assistant"), "rationale", "Because.", TODAY)
    assert begun.record is not None
    assert (begun.record.number, begun.record.status, begun.record.date) == (1, "draft", TODAY)
    assert begun.prose("rationale") == "Because."
    assert with_prose(begun, "rationale", "", TODAY).prose("rationale") == ""


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(SECTIONS))
def test_prose_set_by_keys_is_what_a_file_would_give(text: str, section: str) -> None:
    """The quick way and the strict one agree, and what is written reads back to the character."""
    changed = with_prose(shipped("support-assistant"), section, text, TODAY)
    assert read_workspace(to_data(changed)) == changed
    assert read_workspace(tomllib.loads(workspace_text(changed))).prose(section) == text


def test_a_status_carries_its_day() -> None:
    """Draft, proposed and back, each with the day on which it came to be."""
    begun = with_prose(shipped("support-assistant"), "risks", "x", TODAY)
    proposed = with_status(begun, "proposed", LATER)
    assert proposed.record is not None and (proposed.record.status, proposed.record.date) == ("proposed", LATER)


@pytest.mark.parametrize("status", ["accepted", "rejected", "deprecated", "superseded"])
def test_a_decided_record_is_closed(status: str) -> None:
    """Its words, fields and status are refused, whatever is asked."""
    data = to_data(shipped("support-assistant-worked"))
    data["records"][-1]["status"] = status
    closed = read_workspace(data)
    assert not is_open(closed.record)
    for change in (
        lambda: with_prose(closed, "risks", "other", TODAY),
        lambda: with_status(closed, "draft", TODAY),
        lambda: with_record_value(closed, ("records", 0, "title"), "other", TODAY),
    ):
        with pytest.raises(RecordClosed, match="stay as they were"):
            change()


def test_a_field_begins_a_record_and_the_last_trigger_takes_its_list_along() -> None:
    """A trigger in a workspace without a record; removed, no empty list is left."""
    path = ("records", 0, "triggers", 0)
    begun = with_record_value(shipped("support-assistant"), path, {"kind": "after_days", "value": 90}, TODAY)
    assert begun.record is not None and begun.record.triggers[0].value == 90
    assert "triggers" not in to_data(with_record_value(begun, path, None, TODAY))["records"][0]


def test_every_kind_of_trigger_is_told_with_its_value() -> None:
    """Kinds of the format, none left out; those that take a value say it."""
    assert list(WATCHES) == list(TriggerKind.__args__)
    told = {
        kind: trigger_words(Trigger(kind=kind, value=20 if watch.value else None)) for kind, watch in WATCHES.items()
    }
    assert told["price_change"] == "price change 20 %" and told["after_days"] == "after 20 days"
    assert told["deprecation"] == "deprecation 20 days" and told["drift"] == "drift"
    assert trigger_words(Trigger(kind="on_date", value=TODAY)) == f"on {TODAY}"


# --- sections -----------------------------------------------------------------------------------------------


def test_every_section_has_a_question_and_a_draft() -> None:
    """One each, in the order of the record."""
    assert tuple(SECTION_ROWS) == tuple(DRAFTS) == SECTIONS
    assert all(row.question.endswith("?") for row in SECTION_ROWS.values())


def test_a_section_is_empty_drafted_or_written() -> None:
    """By its words and by the places that are left."""
    assert section_state(" \n").stage == "empty"
    assert section_state(f"We chose {fill_in('whom')}.").stage == "draft"
    assert section_state("x").stage == section_state("- ok.").stage == "begun", "no answer to a question yet"
    assert section_state("最便宜并且通过所有的检查。").stage == "written", "words that no spaces part"
    assert section_state("We chose it.").stage == "written" and section_state("We chose it.").words == 3


def test_marks_are_found_where_they_stand() -> None:
    """Each with its span; brackets in what is asked for end nothing; the first is what the finding names."""
    text = f"One {fill_in('who [of us]')} and TODO."
    assert placeholders(text) == ["[fill in: who (of us)]", "TODO"]
    assert [text[a:b] for a, b in marked_places(text)] == placeholders(text)
    assert placeholder_in(text) == placeholders(text)[0]
    assert placeholders(" … \n") == ["…"]


def test_a_finding_is_told_in_the_section_of_its_rule() -> None:
    """But what lies in the prose of a section is told there."""
    assert section_of(Finding("close-call", "info", "records", "")) == "rationale"
    assert section_of(Finding("placeholder", "warning", "records[2].sections.review", "")) == "review"


@given(st.lists(st.integers(0, 99) | st.text(min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_key_path_leads_back_to_its_place(path: list[int | str]) -> None:
    """Whatever the keys hold."""
    assert location_of(key_path(path)) == tuple(path)


# --- drafts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.glob("*.toml")))
def test_a_draft_leaves_marked_places_and_states_nothing_unknown(name: str, section: str) -> None:
    """Every draft of every scenario holds a mark, and reads as prose: no raw `None`, key or float."""
    text = draft(assessed(name), section)
    assert section_state(text).stage == "draft"
    assert not any(raw in text for raw in ("None", "nan", "inf ", "_usd", "{", "}")), text


def test_figures_are_cited_with_source_and_day() -> None:
    """Quality, price and latency, each with where it is from and of when."""
    analysis = assessed("support-assistant-worked")
    assert "GPT-6 Sol 28.5" in draft(analysis, "leaderboard_showed")
    shown = draft(analysis, "leaderboard_showed")
    assert "Artificial Analysis, Intelligence Index v4.3, AA Intelligence Index, 2026-10-03" in shown
    assert "$0.10 in and $0.50 out for a million tokens (genai-prices 0.2.3, 2026-11-10)" in draft(
        analysis, "candidates"
    )
    assert "0.78 s (Artificial Analysis, 2026-10-03)" in draft(analysis, "latency_and_cost")


def test_a_draft_follows_the_figures() -> None:
    """Another price, another draft; the same figures, the same one."""
    data = to_data(shipped("support-assistant-worked"))
    before = draft(analyse(read_workspace(data), None, TODAY), "candidates")
    prices = [o for o in data["candidates"][1]["observations"] if o["metric"] == "input_price"]
    prices[0]["value"] = 77.0
    after = draft(analyse(read_workspace(data), None, TODAY), "candidates")
    assert before != after and "$77.00 in" in after
    assert before == draft(assessed("support-assistant-worked"), "candidates")


def test_the_only_eligible_one_leads_no_order() -> None:
    """It is said that what must be passed decided, and who else there is, each with its score and what it fails."""
    data = to_data(shipped("support-assistant-worked"))
    analysis = analyse(read_workspace(data), None, TODAY)
    first, *others = [one for one in analysis.ranking if one.standing.status == "eligible"]
    assert others and "By score the order is" in draft(analysis, "rationale")
    for row in data["candidates"]:
        if row["id"] != first.id:
            row["answers"] = [*row.get("answers", ()), {"check": "first.licensing", "verdict": "fail"}]
    alone = draft(analyse(read_workspace(data), None, TODAY), "rationale")
    assert f"{first.candidate.name} (" in alone and "is the only eligible candidate: what must be passed" in alone
    assert "weightings" not in alone and "By score" not in alone
    assert all(f"{one.candidate.name} (" in alone for one in others) and "excluded by licensing" in alone
    data["candidates"] = [row for row in data["candidates"] if row["id"] == first.id]
    data["decision"] = {"default": first.id}
    assert "and nobody else is compared" in draft(analyse(read_workspace(data), None, TODAY), "rationale")


def test_a_name_stays_within_its_sentence() -> None:
    """Line ends and brackets in a name begin no paragraph and end no mark."""
    data = to_data(shipped("support-assistant-worked"))
    for candidate in data["candidates"]:
        candidate["name"] = "x]\n\n# [fill in: y"
    analysis = analyse(read_workspace(data), None, TODAY)
    for section in SECTIONS:
        assert "\n# " not in draft(analysis, section)
    assert not any("\n" in line for line in (*unproven(analysis), *to_measure(analysis)))


def test_a_difference_tells_what_goes_and_what_comes() -> None:
    """Line by line; both texts can be read off it."""
    lines = line_difference("a\nb\nc", "a\nx\nc")
    assert [(line.sign, line.text) for line in lines] == [(" ", "a"), ("-", "b"), ("+", "x"), (" ", "c")]


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_both_texts_can_be_read_off_a_difference(old: list[str], new: list[str]) -> None:
    """Without what comes it is the old text, without what goes the new one."""
    before, after = "\n".join(old), "\n".join(new)
    lines = line_difference(before, after)
    assert "\n".join(line.text for line in lines if line.sign != "+") == before
    assert "\n".join(line.text for line in lines if line.sign != "-") == after


# --- what is unproven, what to measure ----------------------------------------------------------------------


def test_what_no_leaderboard_proves_is_computed() -> None:
    """Untested choices, assumed rates, figures from elsewhere, guessed tails; each goes once it is measured."""
    told = "\n".join(unproven(assessed("support-assistant-worked")))
    assert "never run on your examples" in told and "are assumed" in told
    assert "it was observed at several hosts (median)" in told and "an assumed 1.5" in told
    data = to_data(shipped("support-assistant-worked"))
    default = data["decision"]["default"]
    data["evaluations"] = [
        {
            "candidate": default,
            "step": step["id"],
            "ran_on": TODAY,
            "examples": 100,
            "successes": 95,
            "errors": 0,
            "invalid_outputs": 0,
            "escalations": 1,
            "latency_p95_s": 2.0,
        }
        for step in data["scenario"]["steps"]
    ]
    measured = analyse(read_workspace(data), None, TODAY)
    name = measured.by_id[default].candidate.name
    assert not any(name in line and "never run" in line for line in unproven(measured))
    assert not any("are assumed" in line or "an assumed" in line for line in unproven(measured))
    assert not any(f"Run {name}" in line or "95th percentile" in line for line in to_measure(measured))


def test_what_to_measure_next_begins_with_the_golden_dataset() -> None:
    """Until there is one; then the runs come first."""
    analysis = assessed("support-assistant-worked")
    assert to_measure(analysis)[0].startswith("Build a golden dataset")
    data = to_data(analysis.workspace)
    data["answers"] = [{"check": "golden.real_tasks", "verdict": "pass"}]
    assert to_measure(analyse(read_workspace(data), None, TODAY))[0].startswith("Run ")
