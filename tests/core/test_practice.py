"""Decisions of practitioners that came out wrong under earlier rules, and what is right."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import read_workspace
from tests.conftest import FIXTURES

PRACTICE = FIXTURES.parent / "practice"
DAY = dt.date(2026, 11, 29)
Document = dict[str, Any]

pytestmark = pytest.mark.skipif(not PRACTICE.is_dir(), reason="the decisions of practice are not beside the project")


def decision(name: str, change: Callable[[Document], Any] | None = None, today: dt.date = DAY) -> Analysis:
    """The analysis of a decision, with something changed."""
    data = tomllib.loads((PRACTICE / name).read_text(encoding="utf-8"))
    if change is not None:
        change(data)
    return analyse(read_workspace(data), None, today)


def rules(found: Analysis) -> set[str]:
    """The names of what was found."""
    return {finding.rule for finding in found.findings}


def test_the_dearer_of_two_that_pass_is_not_recommended() -> None:
    """A bill of $27 and one of $2,430, both within the budget, are no longer the same to the cost column."""
    found = decision("cheap.toml")
    cheap, dear = found.by_id["cheap"], found.by_id["dear"]
    assert (cheap.cost.bill, dear.cost.bill) == (pytest.approx(27), pytest.approx(2430))
    high, low = cheap.columns["cost_risk"].value, dear.columns["cost_risk"].value
    assert high is not None and low is not None and high > low + 0.3
    assert found.recommendation.default is cheap
    assert found.recommendation.cheapest_passing is cheap


def test_whoever_decides_for_the_dearer_one_is_told_the_difference() -> None:
    """The finding says the dollars a month."""
    found = decision("cheap.toml", lambda d: d.update(decision={"default": "dear", "fallback": "cheap"}))
    (said,) = (one.message for one in found.findings if one.rule == "dearer-than-needed")
    assert "2,403" in said


def test_a_model_without_the_role_plays_no_step() -> None:
    """A text model does not read scans; given the role, it fails for what goes in."""
    found = decision("t.toml")
    text = found.by_id["textonly"]
    assert (text.standing.status, text.steps) == ("no_step", {})
    assert found.recommendation.fallback is not text and found.recommendation.cheapest_passing is not text

    def given(data: Document) -> None:
        next(one for one in data["candidates"] if one["id"] == "textonly")["roles"].append("vision")

    assert "first.task_fit" in decision("t.toml", given).by_id["textonly"].standing.blocked_by


def test_a_contract_of_json_needs_structured_outputs() -> None:
    """Who has none fails, though the step lists no capability."""
    found = decision("oc.toml")
    without = [one for one in found.workspace.candidates if one.capabilities.structured_outputs == "no"]
    assert without
    for one in without:
        assert "first.output_contract" in found.by_id[one.id].standing.blocked_by


def test_machines_that_stand_by_count_whole() -> None:
    """Hot by default: the fallback's machines are all paid; engineers' hours are upkeep and no part of the bill."""
    found = decision("single.toml")
    parts, own = found.decision.parts, found.by_id["own"].cost.parts
    assert parts.fixed == own.fixed and parts.upkeep == own.upkeep
    assert own.fixed is not None and own.upkeep is not None and own.fixed > 10_000 and own.upkeep > 0
    bill, monthly = found.decision.bill, found.decision.monthly
    assert bill is not None and monthly is not None and monthly - bill >= own.upkeep


@pytest.mark.parametrize(("name", "apart"), [("route.toml", 0.0153), ("route2.toml", 0.0356), ("route5.toml", 0.0153)])
def test_two_routes_of_one_job_are_alternatives(name: str, apart: float) -> None:
    """As two steps 70/30 each task pays both; as one stage, each task takes one of them."""
    two = decision(name)
    assert two.decision.per_successful_task == pytest.approx(apart, abs=5e-5)
    assert "decision-over-task-limit" in rules(two)
    one = decision(name, lambda d: d["scenario"].update(path=[["easy", "hard"]]))
    assert one.decision.per_successful_task == pytest.approx(0.01069, abs=5e-6)
    assert "decision-over-task-limit" not in rules(one)


def test_a_decision_over_its_budget_is_an_error() -> None:
    """$21,380 of $20,000."""
    found = decision("route5.toml")
    (said,) = (one for one in found.findings if one.rule == "decision-over-budget")
    assert said.severity == "error" and "$21,380" in said.message


def test_a_share_that_goes_to_nothing_changes_nothing() -> None:
    """A cacheable share of 0.0001 at a hit rate of 0 costs what a share of 0 does."""

    def share(value: float) -> Callable[[Document], Any]:
        return lambda d: d["scenario"]["steps"][0]["usage"].update(cacheable_share=value, cache_hit_rate=0.0)

    bills = [{one.id: one.cost.bill for one in decision("loop.toml", share(value)).ranking} for value in (0.0, 0.0001)]
    assert bills[0]["m"] == pytest.approx(1060.50)
    assert bills[0] == pytest.approx(bills[1], abs=0.01)  # what misses write: two tokens a request at $3.75 a million


def test_a_rate_of_errors_says_which_way_is_better() -> None:
    """Without a good value below the least one it is refused; with it, the lower rate leads."""
    with pytest.raises(ShortlistError, match="good_quality"):
        decision("wer.toml")
    found = decision("wer.toml", lambda d: d["scenario"]["steps"][0]["needs"].update(good_quality=4.0))
    metric = found.workspace.scenario.metric_of(found.workspace.scenario.steps[0])
    figures = {one.id: one.figures.value(metric) for one in found.ranking}
    default = found.recommendation.default
    assert default is not None and figures[default.id] == min(f for f in figures.values() if f is not None) == 6


def test_a_contract_holds_until_it_ends() -> None:
    """The order form of June stands before the list price of November, at every input size, until its last day."""

    last = dt.date(2026, 12, 31)

    def agreed(data: Document) -> None:
        order_form, listed = data["candidates"][0]["observations"][:2]
        order_form.update(basis="contract", valid_until=last)
        data["candidates"][0]["observations"].append({**listed, "value": 3.0, "above_tokens": 500})

    def price(day: dt.date, size: float) -> float | None:
        return decision("contract.toml", agreed, day).ranking[0].figures.value("input_price", size)

    assert [price(last, size) for size in (0, 1000, 1e6)] == [1.4, 1.4, 1.4]
    assert [price(last + dt.timedelta(days=1), size) for size in (0, 1000)] == [2.0, 3.0]


def test_two_regions_of_one_provider_share_less_than_one() -> None:
    """The warning names what they share, and what they do not."""

    def placed(data: Document) -> None:
        for one, region in zip(data["candidates"][1:3], ("swedencentral", "francecentral"), strict=True):
            one["regions"] = [region]

    found = decision("region.toml", placed)
    (said,) = (one for one in found.findings if one.rule == "same-provider-fallback")
    assert said.severity == "warning"
    assert "different regions" in said.message and "choose a fallback elsewhere" not in said.message
