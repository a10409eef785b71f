"""The ranking held against what computes the same another way: a library, brute force, or ranking again."""

from __future__ import annotations

import copy
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from documents import Document, analysed, candidate, document, observed, self_hosted, step
from hypothesis import assume, given, settings
from strategies import documents, without_candidate

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.comparison.break_even import BreakEven
from shortlist.core.comparison.ranking import eligible
from shortlist.core.document.scenario import COLUMNS, Column
from tests.counts import counted

LOWEST, HIGHEST = 0.001, 10_000


# --- the weighted sum --------------------------------------------------------------------------------------------


def as_it_is(column: np.ndarray, cost: bool) -> np.ndarray:
    """No normalisation: columns are anchored at the scenario's targets already."""
    return column


@counted(80, 300, documents(least=1))
def test_the_score_is_pymcdms_weighted_sum(data: Document) -> None:
    """The middle score is 100 times the weighted sum that pymcdm computes of the counting columns, as they stand."""
    from pymcdm.methods import WSM

    analysis = analysed(data)
    weights = analysis.weight_shares
    counting = [column for column in COLUMNS if weights[column] > 0]
    full = [place.result for place in analysis.places]
    assume(counting and full)
    assert sum(weights.values()) == pytest.approx(1)
    # Of who plays every step all columns count that count at all.
    table = np.array([[result.columns[column].value for column in counting] for result in full])
    sums = WSM(normalization_function=as_it_is)(table, np.array([weights[c] for c in counting]), np.ones(len(counting)))
    for result, expected in zip(full, sums, strict=True):
        assert result.score.middle == pytest.approx(100 * expected)


# --- the Pareto front --------------------------------------------------------------------------------------------


@counted(80, 300, documents(least=1, most=6, friendly=True))
def test_the_front_is_the_brute_force_one(data: Document) -> None:
    """A candidate is on the front where none that is not excluded is at least as good in quality, monthly cost and
    worst latency and better in one; whoever lacks one of the three is neither on it nor in anybody's way. Of those
    that play every step, where nobody does that play as many as the first."""
    metric = data["scenario"].get("quality_metric", "quality.aa_index")
    analysis = analysed(data)
    able = [result for result in analysis.ranking if result.standing.status != "excluded"]
    every = len(data["scenario"]["steps"])
    wanted = every if any(len(result.steps) == every for result in able) else len(analysis.ranking[0].steps)
    less_is_better = any(
        row["needs"].get("good_quality", 1e9) < row["needs"].get("min_quality", 0)
        and row["needs"].get("quality_metric", metric) == metric
        for row in data["scenario"]["steps"]
    )
    points = {}
    for result in able:
        totals = [assessed.serving.latency.total_s for assessed in result.steps.values()]
        quality = result.figures.value(metric)
        turned = -quality if less_is_better and quality is not None else quality
        figures = (turned, result.cost.monthly, None if None in totals or not totals else max(totals))
        if len(result.steps) == wanted and None not in figures:
            points[result.id] = figures
    front = set()
    for id_, (quality, cost, wait) in points.items():
        others = [points[other] for other in points if other != id_]
        if not any(
            q >= quality and c <= cost and w <= wait and (q > quality or c < cost or w < wait) for q, c, w in others
        ):
            front.add(id_)
    assert set(analysis.pareto) == front


# --- flips -------------------------------------------------------------------------------------------------------


def with_share(data: Document, now: dict[Column, float], column: Column, share: float) -> Document:
    """The document with weights that give a column exactly that share; the others keep their proportions."""
    rest = sum(value for other, value in now.items() if other != column)
    weights = {other: value / rest * (1 - share) for other, value in now.items()}
    return {**data, "scenario": {**data["scenario"], "weights": {**weights, column: share}}}


def scores_at(data: Document, now: dict[Column, float], column: Column, share: float) -> dict[str, float]:
    analysis = analysed(with_share(data, now, column, share))
    assert analysis.weight_shares[column] == pytest.approx(share, abs=1e-12)
    return {place.id: place.score.middle or 0.0 for place in eligible(analysis.places)}


def counting_columns(analysis: Analysis) -> list[Column]:
    columns = analysis.places[0].columns
    return [column for column in COLUMNS if columns[column].counts]


ROUNDING = 1e-9


@counted(10, 150, documents(least=3, most=5, friendly=True))
def test_every_flip_is_confirmed_by_ranking_again(data: Document) -> None:
    """Just short of the share at the flip the first is still ahead of the new one, just beyond it no longer; up to the
    flip nobody else has overtaken; and in a column without a flip the first leads from one end to the other. (Scores
    are straight lines in one share: who leads at two points leads between them. Those who are level at 0 or 1 itself,
    as where the column has no weight, meet nowhere between, and are left out.)"""
    analysis = analysed(data)
    able, now = eligible(analysis.places), analysis.weight_shares
    assume(len(able) > 1)
    for id_ in analysis.by_id.keys() - {result.id for result in able}:
        data = without_candidate(data, id_)
    flips = {flip.column: flip for flip in analysis.flips}
    first = able[0].id
    for column in counting_columns(analysis):
        if now[column] > 1 - 1e-12:
            assert column not in flips
            continue
        ends = [scores_at(data, now, column, share) for share in (1e-9, 1 - 1e-9)]
        apart = [id_ for id_ in ends[0] if id_ == first or all(abs(end[id_] - end[first]) > 1e-6 for end in ends)]
        if column not in flips:
            assert all(end[first] >= max(end[id_] for id_ in apart) for end in ends), column
            continue
        flip = flips[column]
        assert flip.share_now == now[column]
        assert 0 < flip.share_at_flip < 1
        at = scores_at(data, now, column, flip.share_at_flip)
        assert at[flip.new_first] == pytest.approx(at[first], abs=1e-7)
        assert at[first] >= max(at[id_] for id_ in apart) - 1e-7
        away = 1e-6 if flip.share_at_flip > now[column] else -1e-6
        if abs(flip.share_at_flip - now[column]) > 2e-6 and 0 < flip.share_at_flip + away < 1:
            beyond = scores_at(data, now, column, flip.share_at_flip + away)
            assert beyond[flip.new_first] > beyond[first]
            short = scores_at(data, now, column, flip.share_at_flip - away)
            assert short[first] > short[flip.new_first]


def test_a_flip_by_hand() -> None:
    """A leads in quality by 0.5 (25 of 85 that count), B in privacy by 1 (15); all else is equal, so B is first by
    2.5 of 85. Quality at share t leaves privacy 15/60 of the rest: level where t·0.5 = (1−t)·15/60, t = 1/3. Privacy at
    share t leaves quality 25/70 of the rest: level where t·1 = (1−t)·0.5·25/70, t = 12.5/82.5."""
    equal = ("task_fit", "cost_risk", "operational_burden", "migration_difficulty")
    level = [{"column": column, "level": "medium", "reason": "equal"} for column in equal]
    a = candidate("a", {"quality.aa_index": 45}, overrides=level, capabilities={"data_controls": "no"})
    b = self_hosted("b", {}, {"quality.aa_index": 30}, overrides=level)
    told = {"data_sensitivity": "regulated", "monthly_budget_usd": 100.0}
    unasked = ("first.privacy", "first.cost_target", "first.context_needs")
    checks = [{"id": id_, "importance": "info"} for id_ in unasked]
    flips = analysed(document(step(needs={"min_quality": 30}), [a, b], told, checks=checks)).flips
    by_column = {flip.column: (flip.share_now, flip.share_at_flip, flip.new_first) for flip in flips}
    assert by_column == {
        "expected_quality": (pytest.approx(25 / 85), pytest.approx(1 / 3), "a"),
        "privacy_risk": (pytest.approx(15 / 85), pytest.approx(12.5 / 82.5), "a"),
        # Another column at share t shrinks both in proportion and never turns them.
    }


# --- break-even --------------------------------------------------------------------------------------------------


def shared(data: Document, row: BreakEven) -> Document:
    """The document with the steps that both play, and no other."""
    new = copy.deepcopy(data)
    scenario = new["scenario"]
    scenario["steps"] = [step_ for step_ in scenario["steps"] if step_["id"] in row.steps]
    for key in ("path", "task_step"):
        scenario.pop(key, None)
    for one in new["candidates"]:
        one["usage"] = {id_: own for id_, own in one.get("usage", {}).items() if id_ in row.steps}
    new["evaluations"] = [run for run in new.get("evaluations", []) if run["step"] in row.steps]
    new.pop("decision", None)
    return new


def excess(data: Document, own: str, other: str, factor: float) -> tuple[float, float]:
    """What self-hosting costs more a month at a factor on all traffic, and the size of the figures compared."""
    scaled = copy.deepcopy(data)
    for row in scaled["scenario"]["steps"]:
        if "requests_per_month" in row["usage"]:
            row["usage"]["requests_per_month"] = row["usage"]["requests_per_month"] * factor
    results = analysed(scaled).by_id
    one, two = results[own].cost.monthly, results[other].cost.monthly
    assert one is not None and two is not None
    return one - two, max(abs(one), abs(two), 1e-6)


GRID = [LOWEST * (HIGHEST / LOWEST) ** (step / 60) for step in range(61)]


def check_break_even(data: Document, analysis: Analysis) -> Iterator[float | None]:
    for row in analysis.break_even:
        meeting = shared(data, row)
        if analysed(meeting).by_id[row.self_hosted].cost.monthly is None:
            assert row.factor is None
            continue

        def dearer(factor: float, row: BreakEven = row, data: Document = meeting) -> bool:
            more, size = excess(data, row.self_hosted, row.against, factor)
            return more > 1e-9 * size

        if row.factor is None:
            assert dearer(HIGHEST) or any(dearer(HIGHEST * part / 1000) for part in range(900, 1000))
        else:
            assert LOWEST <= row.factor <= HIGHEST
            above = [factor for factor in GRID if factor > row.factor]
            above += [row.factor * (1.001 + part / 300) for part in range(20) if row.factor * 1.07 < HIGHEST]
            assert not any(dearer(factor) for factor in above)
            if row.factor > LOWEST:
                assert dearer(row.factor * 0.999)
                requests = sum(r["usage"].get("requests_per_month", 0) for r in meeting["scenario"]["steps"])
                assert row.requests_per_month == pytest.approx(row.factor * requests)
        yield row.factor


@counted(15, 60, documents(least=2, most=2, friendly=True))
def test_break_even_is_confirmed_on_both_sides(data: Document) -> None:
    """A thousandth below the factor self-hosting is dearer, and nowhere above it is: on a fine grid close by, and on a
    logarithmic one up to 10,000 times the traffic. Where there is none, self-hosting is dearer at the far end."""
    data["candidates"][0] |= {"access": "self_hosted"}
    data["candidates"][0].setdefault(
        "hosting",
        {"gpu_hour_usd": 2.34, "input_tokens_per_s": 9000.0, "output_tokens_per_s": 900.0, "other_monthly_usd": 70.0},
    )
    data["candidates"][1]["access"] = "managed_api"
    list(check_break_even(data, analysed(data)))


@pytest.mark.parametrize("price", [0.05, 0.4, 1.0, 3.0, 9.0])
@pytest.mark.parametrize("least", [0, 1, 3])
@pytest.mark.parametrize("speed", [200.0, 1500.0, 40_000.0])
@pytest.mark.parametrize("work", [0.0, 900.0])
def test_break_even_over_a_table_of_machines(price: float, least: int, speed: float, work: float) -> None:
    """The same over slow and fast machines, with and without engineering, against cheap and dear prices."""
    hosting = {
        "gpu_hour_usd": 2.0,
        "input_tokens_per_s": speed * 8,
        "output_tokens_per_s": speed,
        "min_replicas": least,
        "peak_factor": 3.0,
        "target_utilisation": 0.6,
        "other_monthly_usd": work,
    }
    traffic = {"requests_per_month": 5000, "input_tokens": 1500, "output_tokens": 300}
    rows = [self_hosted("own", hosting, {}), candidate("api", {"input_price": price, "output_price": price * 4})]
    data = document(step(usage=traffic), rows)
    assert len(list(check_break_even(data, analysed(data)))) == 1


def test_break_even_by_hand() -> None:
    """A machine for $730 a month carries any volume; an API takes $1 for a million tokens, and 1,000 requests of 1,000
    tokens are $1 a month: level at 730 times the traffic, 730,000 requests."""
    hosting = {"gpu_hour_usd": 1.0, "input_tokens_per_s": 1e9, "output_tokens_per_s": 1e9}
    rows = [self_hosted("own", hosting, {}), candidate("api", {"input_price": 1.0, "output_price": 4.0})]
    traffic = {"requests_per_month": 1000, "input_tokens": 1000}
    (row,) = analysed(document(step(usage=traffic), rows)).break_even
    assert (row.self_hosted, row.against) == ("own", "api")
    assert row.factor == pytest.approx(730, rel=1e-3)
    assert row.requests_per_month == pytest.approx(730_000, rel=1e-3)


# --- acceptability -----------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(documents(least=1, most=5, friendly=True))
def test_acceptability_is_shared_among_the_eligible(data: Document) -> None:
    """Over the eligible that play every step the shares add up to 1; nobody else has any; and they stay the same."""
    analysis = analysed(data)
    able = {place.id for place in eligible(analysis.places)}
    shares = analysis.first_rank_shares
    assert set(shares) == {row["id"] for row in data["candidates"]}
    assert all(shares[id_] == 0 for id_ in shares if id_ not in able)
    if able:
        assert sum(shares.values()) == pytest.approx(1)
    assert analysed(data).first_rank_shares == shares


def rated(id_: str, **levels: str) -> Document:
    """A candidate whose every column is rated by a person: medium unless said."""
    rows = [{"column": c, "level": levels.get(c, "medium"), "reason": "rated"} for c in COLUMNS]
    return candidate(id_, overrides=rows)


SAMPLING = 0.02
"""Four standard errors of a share of 10,000 draws."""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # With two columns apart by d1 and d2, weights uniform on the simplex: their ratio u is uniform on 0 to 1, and
        # the first leads where u·d1 > (1−u)·d2, so with probability d1/(d1+d2).
        ({"task_fit": "good"}, {"privacy_risk": "good"}, 1 / 2),
        ({"task_fit": "good"}, {"privacy_risk": "good", "task_fit": "poor"}, 2 / 3),
        ({"task_fit": "good", "privacy_risk": "poor"}, {"privacy_risk": "good"}, 1 / 3),
        ({"task_fit": "good"}, {}, 1.0),
        ({}, {"cost_risk": "good", "task_fit": "good"}, 0.0),
        # Two columns for the first, one for the other, all by 1/3: P(w1 + w2 > w3) = 3/4.
        ({"task_fit": "good", "cost_risk": "good"}, {"privacy_risk": "good"}, 3 / 4),
    ],
)
def test_acceptability_of_two_is_exact(one: dict[str, str], other: dict[str, str], expected: float) -> None:
    """With two candidates that differ in two or three columns, the share is the one computed on paper."""
    needs = {"min_quality": 30, "max_ttft_s": 2.0, "capabilities": ["batch"]}
    data = document(step(needs=needs), [rated("a", **one), rated("b", **other)], {"monthly_budget_usd": 400.0})
    shares = analysed(data).first_rank_shares
    assert shares["a"] == pytest.approx(expected, abs=SAMPLING)
    assert shares["b"] == pytest.approx(1 - expected, abs=SAMPLING)


def test_acceptability_draws_the_unknown_evenly() -> None:
    """Open weights with unknown hosts lie anywhere from 0.6 to 1, with two hosts at 0.85: a share of 0.15/0.4."""
    unknown = candidate("a", openness="open_weight")
    known = candidate("b", None, observed("alternative_hosts", 2), openness="open_weight")
    shares = analysed(document(step(), [unknown, known])).first_rank_shares
    assert shares["a"] == pytest.approx(0.375, abs=SAMPLING)


def test_acceptability_is_the_same_in_every_process() -> None:
    """Neither the hash seed nor the process changes the shares."""
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); from documents import *;"
        "a, b = candidate('a'), candidate('b', None, observed('alternative_hosts', 2));"
        "a['openness'] = 'open_weight'; print(json.dumps(analysed(document(step(), [a, b])).first_rank_shares))"
    )
    here = os.path.dirname(__file__)  # noqa: PTH120
    answers = {
        subprocess.run(
            [sys.executable, "-c", program, here],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


# --- the reversal trap -------------------------------------------------------------------------------------------


def trap(ids: Sequence[str]) -> list[CandidateResult]:
    """Quality and price: A is best, B a bargain, C cheapest; D is worse than all of them and absurdly dear."""
    offers = {"a": (60, 4.0), "b": (52, 1.0), "c": (45, 0.8), "d": (40, 30.0)}
    rows = [
        candidate(id_, {"quality.aa_index": offers[id_][0], "input_price": offers[id_][1]}, developer="x")
        for id_ in ids
    ]
    weights = dict.fromkeys(COLUMNS, 0) | {"expected_quality": 1, "cost_risk": 1}
    traffic = {"requests_per_month": 1000, "input_tokens": 1000}
    targets = {"monthly_budget_usd": 5.0, "weights": weights}
    checks = [{"id": id_, "importance": "info"} for id_ in ("first.cost_target", "first.context_needs")]
    data = document(step(usage=traffic, needs={"min_quality": 40, "good_quality": 60}), rows, targets, checks=checks)
    return list(analysed(data).ranking)


def test_the_reversal_trap() -> None:
    """A(60, $4), B(52, $1) and C(45, $0.8) keep their scores and order when D(40, $30) joins; every order of the file
    gives the same. A score that is stretched over the field turns two of them over."""
    before = trap("abc")
    order = [result.id for result in before]
    for ids in itertools.permutations("abcd"):
        after = [result for result in trap(ids) if result.id != "d"]
        assert [result.id for result in after] == order
        assert [result.score.middle for result in after] == [result.score.middle for result in before]


def test_the_trap_is_one() -> None:
    """The method that Shortlist does not use: each column divided by the largest in the field. It falls for it."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import max_normalization

    def order(table: list[tuple[float, float]]) -> list[int]:
        sums = WSM(normalization_function=max_normalization)(np.array(table, float), np.full(2, 0.5), np.array([1, -1]))
        return [int(index) for index in np.argsort(-sums) if index < 3]

    field = [(60.0, 4.0), (52.0, 1.0), (45.0, 0.8)]
    assert order(field) != order([*field, (40.0, 30.0)])
