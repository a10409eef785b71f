"""What reopens an accepted decision: its frozen inputs against the workspace, the catalogue and the day as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from documents import FIGURES, TODAY, Document, candidate, document, evaluation, observed, self_hosted, step

from shortlist.core.analysis import analyse
from shortlist.core.document.offering import Catalogue, Figure, Offering, offering_key
from shortlist.core.document.record import BY_HAND
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.records.freezing import read_frozen
from shortlist.core.records.lifecycle import People, accepted, proposed
from shortlist.core.review.filed_records import Event, Filed, frozen_data
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
DAY = dt.timedelta(days=1)


def nothing(data: Document) -> None:
    """All stays as it was accepted."""


def figure(metric: str, value: float) -> Change:
    """A figure of A: its quality was 45 when it was accepted, its input price $1."""

    def change(data: Document) -> None:
        rows = [dict(row) for row in data["candidates"][0]["observations"]]
        next(row for row in rows if row["metric"] == metric)["value"] = value
        data["candidates"][0]["observations"] = rows

    return change


def quality(value: float) -> Change:
    """The quality of A."""
    return figure("quality.aa_index", value)


def ran(successes: int, day: dt.date = LATER) -> Change:
    """One more run of A, over 10 examples; 5 of 10 were right in the accepted one."""
    return lambda d: d.update(evaluations=[*d["evaluations"], evaluation("a", successes, 10, ran_on=day)])


def later_run(**fields: Any) -> Change:
    """One more run of A, as right as the accepted one."""
    return lambda d: d.update(evaluations=[*d["evaluations"], evaluation("a", 5, 10, ran_on=LATER, **fields)])


def joined(**fields: Any) -> Change:
    """A third candidate, half as dear as the default."""
    return lambda d: d["candidates"].append(candidate("c", {**FIGURES, "input_price": 0.5}, **fields))


# kind, its value or the day it happened on, what changed since, the day of the review, due?
# 1,000 requests a month; the bound of 5 wrong in 10 is 76 %.
BOUNDARIES: list[tuple[str, object, Change, dt.date, bool]] = [
    ("on_date", LATER, nothing, LATER - DAY, False),
    ("on_date", LATER, nothing, LATER, True),
    ("after_days", 10, nothing, LATER - DAY, False),
    ("after_days", 10, nothing, LATER, True),
    ("compliance", LATER, nothing, LATER - DAY, False),
    ("compliance", LATER, nothing, LATER, True),
    ("manual", LATER, nothing, LATER, True),
    ("manual", None, nothing, LATER, False),
    ("volume", 1000, nothing, LATER, True),
    ("volume", 1000.001, nothing, LATER, False),
    ("price_change", 10, figure("input_price", 1.1), LATER, False),  # 1.1 - 1 is a little more than 0.1 in floats
    ("price_change", 50, figure("input_price", 1.5), LATER, False),
    ("price_change", 50, figure("input_price", 1.51), LATER, True),
    ("price_change", 0, figure("input_price", 1.0001), LATER, True),
    ("price_change", 0, nothing, LATER, False),
    ("quality_drop", 4.9, quality(40.1), LATER, True),  # 45 - 40.1 is a little less than 4.9 in floats
    ("quality_drop", 4.9, quality(40.11), LATER, False),
    ("quality_drop", 0, quality(44.99), LATER, True),
    ("quality_drop", 0, quality(45), LATER, False),
    ("quality_drop", 0, quality(46), LATER, False),
    ("drift", None, ran(3), LATER, False),
    ("drift", None, ran(2), LATER, True),
    ("drift", None, ran(2, TODAY), LATER, True),
    ("drift", None, ran(2, TODAY - DAY), LATER, False),  # an older run that came late is no drift
    ("drift", None, later_run(latency_p95_s=4.5), LATER, False),
    ("drift", None, later_run(latency_p95_s=4.51), LATER, True),
    ("drift", None, later_run(invalid_outputs=4), LATER, False),  # the bound of 1 in 10 is 40.4 %
    ("drift", None, later_run(invalid_outputs=5), LATER, True),
    ("price_change", 50, figure("context_window", 9e9), LATER, False),
    ("dominated", None, nothing, LATER, False),
    ("dominated", None, joined(), LATER, True),
    ("dominated", None, joined(commercial_use="unknown"), LATER, True),
    ("dominated", None, joined(commercial_use="no"), LATER, False),  # nobody may choose it
]


@pytest.mark.parametrize(("kind", "value", "change", "day", "due"), BOUNDARIES)
def test_a_trigger_at_its_boundary(kind: str, value: object, change: Change, day: dt.date, due: bool) -> None:
    """Due from there on, and not one step before."""
    key = "happened_on" if kind in BY_HAND else "value"
    trigger = {"kind": kind, **({} if value is None else {key: value})}
    run = evaluation("a", 5, 10, latency_p95_s=3.75, invalid_outputs=1)
    workspace = decided(trigger, evaluations=[run])
    assert state(workspace, change, today=day).due is due


def test_a_part_of_a_day_is_due_on_the_next() -> None:
    """After ten days and a half: on the eleventh, and so it says before."""
    workspace = decided({"kind": "after_days", "value": 10.5})
    day = TODAY + dt.timedelta(days=11)
    for today, due in ((day - DAY, False), (day, True)):
        found = state(workspace, today=today)
        assert (found.due, found.due_on) == (due, day)


def test_a_run_in_which_all_was_wrong_cannot_be_worse() -> None:
    """At the bound exactly, which floats miss by a little."""
    workspace = decided({"kind": "drift"}, evaluations=[evaluation("a", 0, 10)])
    assert not state(workspace, ran(0)).due


def test_a_run_of_the_day_of_acceptance_was_accepted() -> None:
    """Where nothing was frozen, the runs up to that day are those that the decision was made on."""
    done = accepted(decided({"kind": "drift"}, evaluations=[evaluation("a", 9, 10)]), TODAY, ADA, AnyReason())
    data = {**to_data(done.workspace), "evaluations": [evaluation("a", 9, 10), evaluation("a", 1, 10, ran_on=LATER)]}
    (found,) = analyse(read_workspace(data), None, LATER).triggers
    assert (found.due, found.unchecked) == (True, ())


def test_what_was_taken_back_does_not_hide_what_the_record_says() -> None:
    """A note that was a mistake leaves a day that stands in the record itself due."""
    mistaken = Event(1, 0, LATER, ("Bo",), "Of another contract", taken_back=True)
    for written, due, told in (
        ({}, False, "Has not happened: what was noted was taken back on 2026-12-02 by Bo: Of another contract"),
        ({"happened_on": TODAY}, True, "Happened on 2026-11-22."),
    ):
        done = accepted(decided({"kind": "manual", **written}), TODAY, ADA, AnyReason())
        (found,) = analyse(done.workspace, None, LATER, {1: Filed(done.frozen, events=(mistaken,))}).triggers
        assert (found.due, found.message) == (due, told)


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
    found = state(decided(PRICE), figure("input_price", 2.0), None, None)
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
    """By the catalogue or by the candidate's own fields: an end so many days before, a deprecation without one at
    once."""
    end = LATER + dt.timedelta(days=91)
    assert state(decided(END), now=catalogue(offering("a", deprecated=True), offering("b"))).due
    marked = catalogue(offering("a", ends_on=end), offering("b"))
    for then in (SAME, marked):
        assert not state(decided(END), then=then, now=marked).due
        assert state(decided(END), then=then, now=marked, today=LATER + dt.timedelta(days=1)).due
    assert state(decided(END), then=marked, now=marked, today=end + dt.timedelta(days=1)).due
    found = state(decided(END), lambda d: d["candidates"][1].update(deprecated=True))
    assert found.due and found.message == "Model b: deprecated, not then."
    ending = decided(END, candidate("a", model="a-1", ends_on=end), candidate("b", model="b-1"))
    assert not state(ending).due and state(ending, today=end).due
    assert state(ending, lambda d: d["candidates"][0].update(ends_on=end - dt.timedelta(days=1))).due


@pytest.mark.parametrize(
    ("left", "due", "told"),
    [
        (91, False, "Model a: ends on {}, in 91 days; due 90 days before."),
        (90, True, "Model a: ends on {}, in 90 days."),
        (1, True, "Model a: ends on {}, in 1 day."),
        (0, True, "Model a: ends on {}, today."),
        (-1, True, "Model a: ended on {}, 1 day ago."),
    ],
)
def test_an_end_reopens_the_decision_ninety_days_before(left: int, due: bool, told: str) -> None:
    """The days that are left are told before, on the day and after it."""
    end = dt.date(2027, 6, 30)
    ending = decided(END, candidate("a", model="a-1", ends_on=end), candidate("b", model="b-1"))
    found = state(ending, today=end - dt.timedelta(days=left))
    assert (found.due, found.due_on, found.about) == (due, end - dt.timedelta(days=90), ("a",) if due else ())
    assert found.message.replace(f", ending on {end} then", "") == told.format(end)


def test_of_two_ends_the_first_decides_the_day() -> None:
    """Whoever ends first, in whichever place it serves."""
    first, last = dt.date(2027, 6, 30), dt.date(2027, 9, 30)
    for ends in ((first, last), (last, first)):
        rows = [candidate(id_, model=f"{id_}-1", ends_on=end) for id_, end in zip("ab", ends, strict=True)]
        assert state(decided(END, *rows)).due_on == first - dt.timedelta(days=90)


@pytest.mark.parametrize(("value", "left", "due"), [(30, 31, False), (30, 30, True), (0, 1, False), (0, 0, True)])
def test_the_trigger_may_say_how_long_before(value: int, left: int, due: bool) -> None:
    """Its value takes the place of the ninety days; 0 is the day itself."""
    end = dt.date(2027, 6, 30)
    rows = candidate("a", model="a-1", ends_on=end), candidate("b", model="b-1")
    assert state(decided({**END, "value": value}, *rows), today=end - dt.timedelta(days=left)).due is due


def test_a_bound_is_worded_as_one() -> None:
    """What ends not before a day does not end on it."""
    end = dt.date(2027, 6, 30)
    notes = f"Cheap.\nEnds not before {end} at its maker (a list)."
    ending = decided(END, candidate("a", model="a-1", ends_on=end, notes=notes), candidate("b", model="b-1"))
    assert "Model a: ends not before 2027-06-30, in 90 days" in state(ending, today=end - dt.timedelta(days=90)).message
    marked = catalogue(offering("a", ends_on=end, ends_earliest=True), offering("b"))
    told = state(decided(END), now=marked, today=end - dt.timedelta(days=90)).message
    assert "Model a: ends not before 2027-06-30, in 90 days in the catalogue" in told


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
    found = state(decided({"kind": "quality_drop", "value": 5}), quality(39.0))
    assert found.due and "45 then, 39 now" in found.message
    found = state(decided({"kind": "volume", "value": 2000}))
    assert not found.due and found.message == "1,000 tasks a month then, 1,000 now, due from 2,000."
    run = evaluation("a", 95, 100)
    workspace = decided({"kind": "drift"}, evaluations=[run])

    def wrong(number: int) -> Change:
        later = {**run, "ran_on": LATER, "successes": 100 - number}
        return lambda data: data.update(evaluations=[*data["evaluations"], later])

    assert not state(workspace, wrong(11)).due
    found = state(workspace, wrong(12))
    assert (
        found.due
        and "Model a in Answer: 95 % right then, 88 % on 2026-12-02, at least 88.8 % was to be expected"
        in found.message
    )
    assert state(decided({"kind": "drift"})).unchecked == ("Model a in Answer: no evaluation was accepted.",)


def test_drift_knows_a_run_by_its_digest() -> None:
    """The file of its rows is called otherwise once the workspace was renamed: that is no later run."""
    run = evaluation("a", 95, 100, sha256="a" * 64, dataset_sha256="d" * 64, file="old.evidence/x.jsonl")
    workspace = decided({"kind": "drift"}, evaluations=[run])

    def now(**fields: Any) -> Change:
        later = {**run, "file": "new.evidence/x.jsonl", "successes": 50, **fields}
        return lambda data: data.update(evaluations=[*data["evaluations"], later])

    assert not state(workspace, now()).due
    found = state(workspace, now(sha256="b" * 64))
    assert found.due and "other examples" not in found.message
    found = state(workspace, now(sha256="b" * 64, dataset_sha256="e" * 64))
    assert found.due and "on other examples than those accepted" in found.message
    # Of which examples a run was, that has no digest of them, nobody knows.
    found = state(workspace, now(sha256="b" * 64, dataset_sha256=""))
    assert found.due and "other examples" not in found.message


def test_who_dominates_only_now() -> None:
    """A candidate that beat the default already was accepted with it."""
    better = {**FIGURES, "input_price": 0.5}
    third = candidate("c", better)
    workspace = decided({"kind": "dominated"})
    found = state(workspace, lambda d: d["candidates"].append(third))
    assert found.due and "Model c: quality 45, $" in found.message and "against quality 45" in found.message
    known = decided({"kind": "dominated"}, candidate("a"), candidate("b"), third)
    assert not state(known).due


def test_another_version_of_an_index_is_not_judged() -> None:
    """A fall of its scale is no fall of the model: it is told, and is not due."""

    def rescaled(data: Document) -> None:
        quality(30.0)(data)
        rows = data["candidates"][0]["observations"]
        next(row for row in rows if row["metric"] == "quality.aa_index")["version"] = "v5"

    found = state(decided({"kind": "quality_drop", "value": 5}), rescaled)
    assert not found.due
    assert found.unchecked == ("Model a, quality.aa_index: index changed, not judged (no version then, v5 now).",)


def test_only_what_is_paid_for_is_watched() -> None:
    """A price that no usage is charged by, and one of a contract until it ends, move nothing."""
    rows = [
        observed("image_price", 1.0),
        observed("input_price", 0.5, basis="contract", valid_until=LATER - DAY),
        observed("output_price", 2.0, basis="contract"),
    ]
    workspace = decided(PRICE, candidate("a", None, *rows, model="a-1"), candidate("b", model="b-1"))
    assert not state(workspace, figure("image_price", 9.0), today=LATER - DAY).due
    dear = catalogue(offering("a", 9.0), offering("b"))
    assert not state(workspace, now=dear, today=LATER - DAY).due
    found = state(workspace)
    assert found.due and found.message == "Model a, input price as recorded: $0.50 then, $1.00 now (+100 %)."


@pytest.mark.parametrize("kind", ["on_date", "after_days", "price_change", "quality_drop", "volume"])
def test_a_trigger_without_its_value_cannot_be_judged(kind: str) -> None:
    """And says what is missing."""
    found = state(decided({"kind": kind}))
    assert not found.due and found.message in found.unchecked and " is set." in found.message


def test_frozen_inputs_that_are_not_confirmed_are_not_used() -> None:
    """Then the figures of the day are those that the workspace still has."""
    done = accepted(decided({"kind": "volume", "value": 2000}), TODAY, ADA, AnyReason())
    found = analyse(done.workspace, None, LATER, {1: Filed(done.frozen, "changed")}).triggers
    assert found[0].message == "1,000 tasks a month, due from 2,000."


def test_less_may_be_better() -> None:
    """Where a step judges by a rate of errors, the lower one beats the default, and the higher one does not."""

    def heard(id_: str, wer: float) -> Document:
        return candidate(id_, {**FIGURES, "quality.wer": wer}, model=f"{id_}-1")

    def due(wer: float) -> bool:
        needs = {"min_quality": 10.0, "good_quality": 4.0}
        data = document(
            step(needs=needs),
            [heard("a", 6.0), heard("b", 7.0)],
            None,
            decision={"default": "a", "fallback": "b"},
            records=[{"number": 1, "status": "draft", "date": TODAY, "triggers": [{"kind": "dominated"}]}],
        )
        data["scenario"]["quality_metric"] = "quality.wer"
        return state(proposed(read_workspace(data), TODAY, ADA), lambda d: d["candidates"].append(heard("c", wer))).due

    assert due(5.0) and not due(8.0)


def test_who_serves_less_does_not_dominate() -> None:
    """One that plays one of the two steps costs less than the default of both, and is no substitute for it."""
    data = document(
        [step("answer", role="generator"), step("sort", role="classifier")],
        [candidate("a", model="a-1"), candidate("b", model="b-1")],
        None,
        decision={"default": "a", "fallback": "b"},
        records=[{"number": 1, "status": "draft", "date": TODAY, "triggers": [{"kind": "dominated"}]}],
    )
    workspace = proposed(read_workspace(data), TODAY, ADA)
    assert state(workspace, joined()).due
    assert not state(workspace, joined(roles=["classifier"])).due


@pytest.mark.parametrize(("wer", "due"), [(8.0, True), (7.9, False), (4.0, False)])
def test_a_rate_of_errors_that_rises_is_a_drop_of_quality(wer: float, due: bool) -> None:
    """From 6 to 8 per cent of words wrong is 2 points worse; fewer is better, and never due."""
    rows = [candidate(id_, {**FIGURES, "quality.wer": 6.0}, model=f"{id_}-1") for id_ in ("a", "b")]
    needs = {"min_quality": 10.0, "good_quality": 4.0, "quality_metric": "quality.wer"}
    record = {"number": 1, "status": "draft", "date": TODAY, "triggers": [{"kind": "quality_drop", "value": 2}]}
    decision = {"default": "a", "fallback": "b"}
    data = document(step(needs=needs), rows, None, decision=decision, records=[record])
    assert state(proposed(read_workspace(data), TODAY, ADA), figure("quality.wer", wer)).due is due
