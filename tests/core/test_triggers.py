"""What reopens an accepted decision: its frozen inputs against the workspace, the catalogue and the day as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from documents import FIGURES, TODAY, Document, candidate, document, evaluation, observed, self_hosted, step

from shortlist.core.analysis import analyse
from shortlist.core.document.offering import Catalogue, Figure, Offering, offering_key
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.records.freezing import read_frozen
from shortlist.core.records.lifecycle import People, accepted, proposed
from shortlist.core.review.filed import Filed, frozen_data
from shortlist.core.review.triggers import TriggerState

ADA = People(("Ada",))
LATER = TODAY + dt.timedelta(days=10)
Change = Callable[[Document], Any]


class AnyReason(dict[tuple[str, str], str]):
    """A reason beside every error."""

    def get(self, key: Any, default: Any = None) -> str:
        return "known"

    __getitem__ = get


def decided(trigger: Document, *rows: Document, **tables: Any) -> Workspace:
    """A proposal for A before B."""
    chosen = rows or (candidate("a", model="a-1"), candidate("b", model="b-1"))
    record = {"number": 1, "status": "draft", "date": TODAY, "triggers": [trigger]}
    decision = {"default": "a", "fallback": "b"}
    data = document(step(), list(chosen), None, decision=decision, records=[record], **tables)
    return proposed(read_workspace(data), TODAY, ADA)


def offering(id_: str, factor: float = 1.0, **more: Any) -> Offering:
    """What a catalogue says of a candidate: its prices times a factor."""
    prices = {metric: FIGURES[metric] * factor for metric in ("input_price", "output_price")}
    figures = tuple(Figure(metric, value, "list", TODAY) for metric, value in prices.items())
    return Offering(f"{id_}-cloud", f"{id_}-cloud", f"{id_}-1", f"Model {id_}", **{"figures": figures, **more})


def catalogue(*offerings: Offering) -> Catalogue:
    """A catalogue of these."""
    return {offering_key(one.provider, one.model): one for one in offerings}


SAME = catalogue(offering("a"), offering("b"))


def state(
    workspace: Workspace,
    change: Change | None = None,
    then: Catalogue | None = SAME,
    now: Catalogue | None = SAME,
    today: dt.date = LATER,
) -> TriggerState:
    """The trigger after the record was accepted and the workspace and the catalogue changed."""
    done = accepted(workspace, TODAY, ADA, AnyReason(), then)
    frozen = read_frozen(frozen_data(done.frozen))
    data = to_data(done.workspace)
    if change:
        data = read_workspace(data).model_dump(by_alias=True, exclude_unset=True, exclude_none=True, mode="python")
        data["candidates"] = [dict(row) for row in data["candidates"]]
        change(data)
    (found,) = analyse(read_workspace(data), now, today, {1: Filed(frozen)}).triggers
    return found


PRICE: Document = {"kind": "price_change", "value": 20}
END: Document = {"kind": "deprecation"}


@pytest.mark.parametrize(("factor", "due"), [(1.0, False), (1.2, False), (1.21, True), (0.8, False), (0.79, True)])
def test_a_list_price_that_moved(factor: float, due: bool) -> None:
    """Beyond the percentage, up or down, with old and new figure and the change."""
    found = state(decided(PRICE), now=catalogue(offering("a"), offering("b", factor)))
    assert found.due is due and found.unchecked == ()
    if factor == 1.21:
        assert "Model b, input price in the catalogue: $1.00 then, $1.21 now (+21 %)" in found.message
        assert "Model a" not in found.message


def test_a_price_that_differed_on_the_day_did_not_move() -> None:
    """The list is compared with the list of the day where that was kept; an own price is no list price."""
    dear = catalogue(offering("a", 3.0), offering("b", 3.0))
    assert not state(decided(PRICE), then=dear, now=dear).due
    assert state(decided(PRICE), then=SAME, now=dear).due
    assert state(decided(PRICE), then=None, now=dear).due
    own = [observed(metric, FIGURES[metric], basis="measured") for metric in ("input_price", "output_price")]
    agreed = candidate("a", {"quality.aa_index": 45.0}, *own, model="a-1")
    assert not state(
        decided(PRICE, agreed, candidate("b", model="b-1")), then=None, now=catalogue(offering("a", 3), offering("b"))
    ).due


def test_a_recorded_price_that_was_changed() -> None:
    """The workspace's own figure counts as well, without any catalogue."""

    def dearer(data: Document) -> None:
        rows = [dict(row) for row in data["candidates"][0]["observations"]]
        rows[0]["value"] = 2.0
        data["candidates"][0]["observations"] = rows

    found = state(decided(PRICE), dearer, None, None)
    assert found.due and "Model a, input price as recorded: $1.00 then, $2.00 now (+100 %)" in found.message
    assert "the catalogue was not looked into" in found.unchecked[0]


def test_tiers_are_compared_at_the_size_that_is_sent() -> None:
    """A tier that no request reaches is nobody's price."""
    base = [Figure("input_price", 1.0, "list", TODAY), Figure("output_price", 4.0, "list", TODAY)]
    tiered = offering("a", figures=(*base, Figure("input_price", 9.0, "list", TODAY, above_tokens=5000)))
    assert not state(decided(PRICE), now=catalogue(tiered, offering("b"))).due
    reached = offering("a", figures=(*base, Figure("input_price", 9.0, "list", TODAY, above_tokens=999)))
    assert state(decided(PRICE), now=catalogue(reached, offering("b"))).due


def test_machines_of_ones_own() -> None:
    """The hour of a GPU is the price, and no offering is missed."""
    hosting = {"gpu_hour_usd": 2.0, "input_tokens_per_s": 1e5, "output_tokens_per_s": 1e5}
    workspace = decided(PRICE, self_hosted("a", hosting), candidate("b", model="b-1"))

    def dearer(data: Document) -> None:
        data["candidates"][0]["hosting"] = {**hosting, "gpu_hour_usd": 3.0}

    assert state(workspace).unchecked == ()
    assert "Model a, hour of a GPU: $2.00 then, $3.00 now" in state(workspace, dearer).message


@pytest.mark.parametrize(
    ("row", "now", "told"),
    [
        ({}, catalogue(offering("b")), "Model a: no offering “a-1” at a-cloud in the catalogue."),
        ({"model": ""}, SAME, "Model a: has no model id, so no offering of the catalogue can be matched to it."),
        ({}, catalogue(offering("a", figures=()), offering("b")), "Model a: the catalogue has no price of it."),
    ],
)
def test_what_matches_no_offering_is_told(row: Document, now: Catalogue, told: str) -> None:
    """It is not quiet, and not due either."""
    first = candidate("a", **{"model": "a-1", **row})
    found = state(decided(PRICE, first, candidate("b", model="b-1")), now=now)
    assert (found.due, found.unchecked) == (False, (told,))


def test_withdrawn_since_then() -> None:
    """By the catalogue or by the candidate's own fields; what was known on acceptance, once its day has come."""
    end = LATER + dt.timedelta(days=5)
    for now in (offering("a", deprecated=True), offering("a", ends_on=end)):
        assert state(decided(END), now=catalogue(now, offering("b"))).due
    marked = catalogue(offering("a", ends_on=end), offering("b"))
    assert not state(decided(END), then=marked, now=marked).due
    assert state(decided(END), then=marked, now=marked, today=end).due
    found = state(decided(END), lambda d: d["candidates"][1].update(deprecated=True))
    assert found.due and found.message == "Model b: deprecated, not then."
    ending = decided(END, candidate("a", model="a-1", ends_on=end), candidate("b", model="b-1"))
    assert not state(ending).due and state(ending, today=end).due
    assert state(ending, lambda d: d["candidates"][0].update(ends_on=end - dt.timedelta(days=1))).due


def test_a_candidate_that_was_removed_is_still_the_one_decided_on() -> None:
    """The frozen inputs know it, the catalogue knows its price."""

    def without(data: Document) -> None:
        data["candidates"] = data["candidates"][:1]
        data["decision"] = {"default": "a"}

    assert state(decided(PRICE), without, now=catalogue(offering("a"), offering("b", 2.0))).due
    found = state(decided({"kind": "quality_drop", "value": 5}), without)
    assert found.unchecked == ("Model b, quality.aa_index: no figure now.",)


def test_quality_volume_and_drift_against_what_was_frozen() -> None:
    """Not against what the workspace says of the past meanwhile."""

    def worse(data: Document) -> None:
        rows = [dict(row) for row in data["candidates"][0]["observations"]]
        next(row for row in rows if row["metric"] == "quality.aa_index")["value"] = 39.0
        data["candidates"][0]["observations"] = rows

    found = state(decided({"kind": "quality_drop", "value": 5}), worse)
    assert found.due and "45 then, 39 now" in found.message
    found = state(decided({"kind": "volume", "value": 2000}))
    assert not found.due and found.message == "1,000 requests a month then, 1,000 now, due from 2,000."
    run = evaluation("a", 95, 100)
    workspace = decided({"kind": "drift"}, evaluations=[run])

    def ran(wrong: int) -> Change:
        later = {**run, "ran_on": LATER, "successes": 100 - wrong}
        return lambda data: data.update(evaluations=[*data["evaluations"], later])

    assert not state(workspace, ran(11)).due
    found = state(workspace, ran(12))
    assert (
        found.due and "Model a in Answer: 5 % errors then, 12 % errors on 2026-12-02, at most 11.2 %" in found.message
    )
    assert state(decided({"kind": "drift"})).unchecked == ("Model a in Answer: no evaluation was accepted.",)


def test_who_dominates_only_now() -> None:
    """A candidate that beat the default already was accepted with it."""
    better = {**FIGURES, "input_price": 0.5}
    third = candidate("c", better)
    workspace = decided({"kind": "dominated"})
    found = state(workspace, lambda d: d["candidates"].append(third))
    assert found.due and "Model c: quality 45, $" in found.message and "against quality 45" in found.message
    known = decided({"kind": "dominated"}, candidate("a"), candidate("b"), third)
    assert not state(known).due


@pytest.mark.parametrize("kind", ["on_date", "after_days", "price_change", "quality_drop", "volume"])
def test_a_trigger_without_its_value_cannot_be_judged(kind: str) -> None:
    """And says what is missing."""
    found = state(decided({"kind": kind}))
    assert not found.due and found.message in found.unchecked and " is set." in found.message


def test_frozen_inputs_that_are_not_confirmed_are_not_used() -> None:
    """Then the figures of the day are those that the workspace still has."""
    done = accepted(decided({"kind": "volume", "value": 2000}), TODAY, ADA, AnyReason())
    found = analyse(done.workspace, None, LATER, {1: Filed(done.frozen, "changed")}).triggers
    assert found[0].message == "1,000 requests a month, due from 2,000."
