"""What would settle the choice against brute force: simulated next samples; and what must hold of any scenario."""

from __future__ import annotations

import random
from itertools import count
from typing import Any

import numpy
import pytest
import scipy
from documents import Document, analysed, candidate, document, evaluation, step
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.advice.value_of_information import LOOKS, Belief, belief, value_of_information
from shortlist.core.analysis import Analysis

SCENARIOS, SAMPLES = 50, 20_000


def scenario(seed: int, traffic: float = 1.0) -> Document:
    """A generated step with two to four candidates, most of them tested."""
    chance = random.Random(seed)
    usage = {
        "requests_per_month": traffic * chance.choice([1_000, 20_000, 300_000]),
        "input_tokens": chance.randrange(200, 5_000),
        "output_tokens": chance.randrange(20, 900),
        "failure_rate": chance.choice([0.0, 0.02, 0.2]),
        "max_retries": chance.randrange(3),
        "escalation_rate": chance.choice([0.0, 0.1]),
        "escalation_cost_usd": chance.choice([0.0, 1.5, 6.0]),
        "error_rate": chance.choice([0.02, 0.05, 0.3]),
        "error_cost_usd": chance.choice([0.01, 0.2, 3.0]),
    }
    needs = chance.choice([{}, {"max_error_rate": 0.05}, {"max_error_rate": 0.15}])
    candidates, runs = [], []
    for number in range(chance.randrange(2, 5)):
        price = 10 ** chance.uniform(-1, 1.3)
        figures = {"input_price": price, "output_price": 3 * price, "context_window": 128_000}
        candidates.append(candidate(f"c{number}", figures))
        if chance.random() < 0.7:
            of = chance.randrange(20, 200)
            runs.append(evaluation(f"c{number}", of - chance.randrange(of // 5 + 1), of))
    return document(step(usage=usage, needs=needs), candidates, evaluations=runs)


def beliefs_of(analysis: Analysis) -> dict[str, Belief]:
    """What is believed of each candidate whom one may take."""
    (only,) = analysis.workspace.scenario.steps
    chosen = value_of_information(analysis).steps[0].expected_usd
    found = {
        id_: belief(id_, analysis.by_id[id_].steps[only.id], analysis.evaluations.get((id_, only.id))) for id_ in chosen
    }
    return {id_: one for id_, one in found.items() if one is not None}


def loss(one: Belief, alpha: Any, beta: Any) -> Any:
    """USD a month that are expected with a belief of these parameters, by scipy."""
    mean = alpha / (alpha + beta)
    excess = 0.0
    if one.bar is not None:
        excess = mean * scipy.stats.beta.sf(one.bar, alpha + 1, beta) - one.bar * scipy.stats.beta.sf(
            one.bar, alpha, beta
        )
    return one.besides + one.requests * (mean * one.error_cost_usd + excess * one.escalation_cost_usd)


def simulated(one: Belief, others: list[Belief], examples: int, samples: int, seed: int) -> tuple[float, float, float]:
    """What a look saves a month and how often it turns the choice, over simulated next samples; and the error of it."""
    chance = numpy.random.default_rng(seed)
    wrong = chance.binomial(examples, chance.beta(one.error.alpha, one.error.beta, size=samples))
    after = loss(one, one.error.alpha + wrong, one.error.beta + examples - wrong)
    best = min(float(loss(other, other.error.alpha, other.error.beta)) for other in others)
    now = float(loss(one, one.error.alpha, one.error.beta))
    # Against the loss of going on with whom one would take now: what is believed averages to itself.
    saved = numpy.where(now <= best, after, best) - numpy.minimum(after, best)
    turned = (after < best) != (now <= best)
    return float(saved.mean()), float(saved.std() / samples**0.5), float(turned.mean())


def compare(seed: int, samples: int) -> None:
    """Two looks of a scenario, exact against simulated: one at random, and the one that saves most."""
    # A scenario with one candidate to take has nothing to settle: the next one is taken.
    found = (analysed(scenario(1_000 * seed + number)) for number in count())
    analysis, beliefs = next((one, told) for one in found if len(told := beliefs_of(one)) > 1)
    chance = random.Random(seed)
    looks = value_of_information(analysis).looks
    id_, examples = chance.choice(sorted(beliefs)), chance.choice(LOOKS)
    drawn = next(one for one in looks if (one.candidate, one.examples) == (id_, examples))
    for number, exact in enumerate((drawn, max(looks, key=lambda one: one.saves_usd))):
        others = [one for other, one in beliefs.items() if other != exact.candidate]
        belief_of = beliefs[exact.candidate]
        saves, error, turned = simulated(belief_of, others, exact.examples, samples, 2 * seed + number)
        if exact.changes > 0:
            # What so rare a turn leaves open at the least: samples in which it was not seen have no error.
            error = max(error, exact.saves_usd * (max(0.0, 1 / exact.changes - 1) / samples) ** 0.5)
        assert abs(exact.saves_usd - saves) <= 3 * error + 1e-6 * (1 + saves), (seed, exact, saves, error)
        spread = (max(exact.changes * (1 - exact.changes), 1 / samples) / samples) ** 0.5
        assert abs(exact.changes - turned) <= 3.5 * spread, (seed, exact, turned)


@pytest.mark.parametrize("seed", range(6))
def test_the_exact_figure_is_what_simulation_comes_to(seed: int) -> None:
    """Within three standard errors, of a few scenarios."""
    compare(seed, 4_000)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 100 + SCENARIOS))
def test_the_exact_figure_is_what_much_simulation_comes_to(seed: int) -> None:
    """Of fifty scenarios, each with twenty thousand next samples."""
    compare(seed, SAMPLES)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_no_look_is_ever_worth_less_than_nothing(seed: int) -> None:
    """In any scenario; and a share of certainty is one."""
    for look in value_of_information(analysed(scenario(seed))).looks:
        assert look.saves_usd >= 0 and 0 <= look.changes <= 1 + 1e-9


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_a_candidate_that_cannot_win_is_worth_nothing(seed: int) -> None:
    """Dearer, without an error, than another one whose answers were all wrong."""
    data = scenario(seed)
    now = analysed(data)
    usage = now.workspace.scenario.steps[0].usage
    worst = max(
        (
            one.besides + one.requests * (one.error_cost_usd + one.escalation_cost_usd)
            for one in beliefs_of(now).values()
        ),
        default=0.0,
    )
    attempts = usage.requests_per_month or 1
    price = 1e6 * (worst + 1) / (attempts * min(usage.input_tokens or 1, usage.output_tokens or 1))
    hopeless = candidate("zz", {"input_price": price, "output_price": price, "context_window": 128_000})
    found = value_of_information(analysed({**data, "candidates": [*data["candidates"], hopeless]}))
    looks = [look for look in found.looks if look.candidate == "zz"]
    assert all(look.saves_usd == pytest.approx(0, abs=1e-9) and look.changes <= 1e-12 for look in looks)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_with_token_prices_twice_the_traffic_saves_twice_as_much(seed: int) -> None:
    """Every look, and what is expected; how likely the choice changes stays."""
    once, twice = (value_of_information(analysed(scenario(seed, traffic))) for traffic in (1.0, 2.0))
    saves = {(one.candidate, one.examples): (one.saves_usd, one.changes) for one in once.looks}
    assert len(saves) == len(twice.looks)
    for look in twice.looks:
        saved, changes = saves[look.candidate, look.examples]
        assert look.saves_usd == pytest.approx(2 * saved, rel=1e-6, abs=1e-6)
        assert look.changes == pytest.approx(changes, abs=1e-9)
    for id_, expected in twice.steps[0].expected_usd.items():
        assert expected == pytest.approx(2 * once.steps[0].expected_usd[id_])
