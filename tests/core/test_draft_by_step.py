"""Drafts of the record speak by step where each step has its own model."""

from __future__ import annotations

from shortlist.core.records.draft import DRAFTS, draft
from shortlist.core.records.unproven import to_measure, unproven
from tests.export.shipped import SCENARIOS, analysis_of


def drafts(name: str) -> dict[str, str]:
    """Every section of a shipped scenario, drafted."""
    analysis = analysis_of(next(path for path in SCENARIOS if path.stem == name))
    return {section: draft(analysis, section) for section in DRAFTS}


def test_a_retry_is_counted_in_words() -> None:
    """`once`, not `1 times`."""
    told = drafts("retrieval-assistant")["output_reliability"]
    assert "each is tried again once at most" in told and "1 times" not in told


def test_every_step_is_named_with_who_serves_it() -> None:
    """In the decision, in the figures and in the reasons; nobody serves the product alone."""
    analysis = analysis_of(next(path for path in SCENARIOS if path.stem == "retrieval-assistant"))
    told = drafts("retrieval-assistant")
    for one in analysis.decided:
        assert one.default is not None and one.fallback is not None
        served = next(line for line in told["decision"].split("\n") if line.startswith(f"- “{one.step.name}”"))
        assert one.default.candidate.name in served and one.fallback.candidate.name in served
        assert f"“{one.step.name}”, {one.default.candidate.name}" in told["latency_and_cost"]
        assert f"“{one.step.name}”: the order is" in told["rationale"]
    assert "serves the product" not in told["decision"]
    assert "0 % of all possible" not in told["rationale"] and "not known" not in told["latency_and_cost"]
    assert "150,000 tasks a month" in told["context"] and "12 s for a task in all" in told["context"]


def test_prices_are_those_that_are_charged() -> None:
    """A search, a minute, a character; no unknown price of tokens that nobody pays."""
    told = drafts("retrieval-assistant")["candidates"] + drafts("voice-booking")["candidates"]
    assert "$0.002 a search" in told and "$0.0048 a minute heard" in told and "$15.00 per million characters" in told
    assert "unknown price" not in told


def test_one_for_all_reads_as_before() -> None:
    """Where one candidate serves every step, it serves the product."""
    told = drafts("support-assistant-worked")
    assert told["decision"].startswith("DeepSeek V4.1 Flash at fireworks serves the product; GPT-6 Luna at openai")
    assert "DeepSeek V4.1 Flash comes first under" in told["rationale"]


def test_what_is_not_proven_concerns_the_steps_that_were_given() -> None:
    """Nobody is asked to be run in a step that it does not play, or was not chosen for."""
    analysis = analysis_of(next(path for path in SCENARIOS if path.stem == "coding-agent"))
    lines = [*unproven(analysis), *to_measure(analysis)]
    strong = [line for line in lines if "GPT-6.1 Sol (high)" in line and "examples" in line]
    assert strong and all("Sort easy from hard" not in line and "every step" not in line for line in strong)
    luna = next(line for line in lines if line.startswith("Run GPT-6 Luna on"))
    assert luna == "Run GPT-6 Luna on your examples for “Sort easy from hard”."


def test_no_step_is_left_out_of_what_to_measure_and_the_dearest_comes_first() -> None:
    """However many steps there are: whoever serves one is named, and the draft says the same."""
    analysis = analysis_of(next(path for path in SCENARIOS if path.stem == "retrieval-assistant"))
    defaults = {one.default.id: one.default for one in analysis.decided if one.default is not None}
    assert len(defaults) > 3
    runs = [line for line in to_measure(analysis) if line.startswith("Run ")]
    untested = [line for line in unproven(analysis) if "never run on your examples" in line]
    for result in defaults.values():
        assert any(result.candidate.name in line for line in runs)
        assert any(result.candidate.name in line for line in untested)
    serving = (one.default for one in analysis.assignment.values())
    costs = {
        one.step.id: analysis.by_id[one.candidate.id].steps[one.step.id].cost.monthly or 0.0
        for one in serving
        if one is not None
    }
    dearest = max(costs, key=lambda step: costs[step])
    name = next(step.name for step in analysis.scenario.steps if step.id == dearest)
    assert name in runs[0] and name in untested[0]
    assert all(line in drafts("retrieval-assistant")["before_launch"] for line in runs)
