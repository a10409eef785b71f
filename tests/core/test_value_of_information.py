"""What would settle the choice: by hand and by enumeration, and what must hold whatever the figures are."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import scipy
from documents import Document, analysed, candidate, document, evaluation, step
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.advice.value_of_information import (
    LOOKS,
    Look,
    StepValueOfInformation,
    ValueOfInformation,
    value_of_information,
)
from shortlist.core.evidence.beta import Beta

USAGE = {
    "requests_per_month": 1000,
    "input_tokens": 1000,
    "output_tokens": 200,
    "failure_rate": 0.1,
    "max_retries": 1,
    "escalation_rate": 0.2,
    "escalation_cost_usd": 3.0,
    "error_rate": 0.05,
    "error_cost_usd": 2.0,
}
DELIVERED = 1000 * (1 - 0.01) * (1 - 0.2)
"""Requests whose answer is delivered: neither exhausted nor handed to a person."""


def told(candidates: list[Document], runs: list[Document] | None = None, **needs: Any) -> ValueOfInformation:
    """What would settle a workspace of one step."""
    asked = {"max_error_rate": 0.1, **needs}
    return value_of_information(
        analysed(document(step(usage=dict(USAGE), needs=asked), candidates, evaluations=runs or []))
    )


def cheap(id_: str, price: float = 0.5) -> Document:
    """A candidate at so many USD a million tokens, in and out."""
    return candidate(id_, {"input_price": price, "output_price": price, "context_window": 128_000})


def besides(price: float) -> float:
    """USD a month of such a candidate without undetected errors: attempts, and the people who take over."""
    attempt = 1200 * price / 1e6
    return 1000 * (attempt * 1.1 + (0.01 + 0.99 * 0.2) * 3)


def only(found: ValueOfInformation) -> StepValueOfInformation:
    """The one step."""
    (one,) = found.steps
    return one


def look(found: ValueOfInformation, id_: str, examples: int) -> Look:
    """A look of a candidate."""
    return next(one for one in found.looks if (one.candidate, one.examples) == (id_, examples))


def expected_loss(price: float, belief: Any, bar: float | None = 0.1) -> float:
    """The expected loss by numerical integration."""
    wrong = belief.mean()
    excess = 0.0 if bar is None else belief.expect(lambda e: max(0.0, e - bar), points=[bar])
    return besides(price) + DELIVERED * (2 * wrong + 3 * excess)


def test_what_is_expected_now_is_the_step_without_errors_and_the_errors_that_are_believed() -> None:
    """Tested by the counts of the run, untested by the assumed rate with the weight of two answers."""
    found = only(told([cheap("a"), cheap("b", 5)], [evaluation("a", 54, 60)]))
    assert found.expected_usd["a"] == pytest.approx(expected_loss(0.5, scipy.stats.beta(1 + 6, 1 + 54)), rel=1e-6)
    assert found.expected_usd["b"] == pytest.approx(expected_loss(5, scipy.stats.beta(2 * 0.05, 2 * 0.95)), rel=1e-4)
    assert found.chosen == min(found.expected_usd, key=lambda id_: found.expected_usd[id_])


def test_an_assumed_rate_of_none_or_all_is_a_twentieth() -> None:
    """Nothing could ever be learned of a rate that is certain."""
    usage = {**USAGE, "error_rate": 0}
    found = value_of_information(analysed(document(step(usage=usage), [cheap("a")])))
    assert only(found).expected_usd["a"] == pytest.approx(besides(0.5) + DELIVERED * 2 * 0.05)


def test_a_look_is_worth_what_the_lowest_expected_loss_falls_by() -> None:
    """Twenty more examples of one of two, summed over what they may show."""
    found = told([cheap("a"), cheap("b", 5)], [evaluation("a", 54, 60)])
    one, now = look(found, "b", 20), only(found).expected_usd
    after = sum(
        scipy.stats.betabinom.pmf(wrong, 20, 0.1, 1.9)
        * min(now["a"], expected_loss(5, scipy.stats.beta(0.1 + wrong, 1.9 + 20 - wrong)))
        for wrong in range(21)
    )
    assert one.saves_usd == pytest.approx(min(now.values()) - after, rel=1e-3)
    turned = sum(
        scipy.stats.betabinom.pmf(wrong, 20, 0.1, 1.9)
        for wrong in range(21)
        if (expected_loss(5, scipy.stats.beta(0.1 + wrong, 1.9 + 20 - wrong)) < now["a"]) == (now["a"] < now["b"])
    )
    assert one.changes == pytest.approx(turned, abs=1e-6)
    assert one.costs_usd == pytest.approx(20 * 1200 * 5 / 1e6)
    assert one.net_usd == pytest.approx(one.saves_usd - 20 * 1200 * 5 / 1e6)


def test_the_bar_is_settled_where_the_interval_no_longer_holds_it() -> None:
    """Of twenty more answers of an untested one, those numbers of wrong ones whose interval leaves out a tenth."""
    found = told([cheap("a"), cheap("b")])
    settled = sum(
        scipy.stats.betabinom.pmf(wrong, 20, 0.1, 1.9)
        for wrong in range(21)
        if not (bounds := scipy.stats.binomtest(wrong, 20).proportion_ci(method="wilson")).low <= 0.1 <= bounds.high
    )
    assert look(found, "a", 20).settles == pytest.approx(settled)
    assert look(told([cheap("a")], max_error_rate=None, min_quality=None), "a", 20).settles is None


def test_a_look_at_the_only_candidate_saves_nothing() -> None:
    """There is nobody to take instead."""
    found = told([cheap("a")])
    assert all(one.saves_usd == 0 and one.changes == 0 for one in found.looks) and len(found.looks) == len(LOOKS)


def test_where_errors_and_people_cost_nothing_it_asks_for_what_they_cost() -> None:
    """Nothing can be saved then."""
    free = {**USAGE, "error_cost_usd": 0, "escalation_cost_usd": 0}
    found = value_of_information(analysed(document(step(usage=free), [cheap("a"), cheap("b", 5)])))
    assert only(found).asks_for_costs and all(one.saves_usd == 0 for one in found.looks)
    assert not only(told([cheap("a")])).asks_for_costs


def test_what_a_look_may_show_is_worked_out_once_for_all_of_whom_the_same_is_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve candidates that nobody has tested, and an error rate that no other test has."""
    counted: list[Beta] = []
    after = Beta.after

    def count(one: Beta, examples: int) -> Any:
        counted.append(one)
        return after(one, examples)

    monkeypatch.setattr(Beta, "after", count)
    rows = [candidate(f"c{number}") for number in range(12)]
    found = value_of_information(analysed(document(step(usage={"error_rate": 0.0317, "error_cost_usd": 3}), rows)))
    assert len(found.looks) == 12 * len(LOOKS) and len(counted) == len(LOOKS)


def test_whoever_lacks_more_than_evidence_is_left_out() -> None:
    """An unknown licence is no matter of examples; an unknown cost makes no loss; an untested bar is."""
    unlicensed = {**cheap("licence"), "commercial_use": "unknown"}
    unpriced = candidate("price", {"context_window": 128_000})
    found = only(told([cheap("a"), unlicensed, unpriced]))
    assert set(found.expected_usd) == {"a"} and found.unpriced == ("price",)
    figure_alone = value_of_information(
        analysed(document(step(usage=dict(USAGE), needs={"min_quality": 30}), [cheap("a")]))
    )
    assert only(figure_alone).chosen is None


def test_looks_are_ranked_by_what_they_save_beyond_what_they_cost() -> None:
    """The same every time; a cost that nobody knows comes last."""
    data = [cheap("a"), cheap("b", 5), cheap("c", 0.6)]
    found = told(data, [evaluation("a", 50, 60)])
    nets = [one.net_usd for one in found.looks]
    assert all(net is not None for net in nets) and nets == sorted(nets, key=lambda net: -(net or 0))
    assert told(data, [evaluation("a", 50, 60)]) == found


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 20)), min_size=1, max_size=4),
    st.floats(0.01, 0.5),
)
def test_a_look_never_costs_in_expectation_and_a_longer_one_is_worth_no_less(
    runs: list[tuple[int, int, float]], bar: float
) -> None:
    """What is seen can be ignored; what fifty show, a hundred show as well."""
    candidates = [cheap(f"c{n}", price) for n, (_, _, price) in enumerate(runs)]
    tested = [evaluation(f"c{n}", min(right, of), of) for n, (right, of, _) in enumerate(runs) if n]
    found = told(candidates, tested, max_error_rate=bar)
    for one in found.steps[0].expected_usd:
        saves = [look(found, one, examples).saves_usd for examples in LOOKS]
        assert all(value >= 0 for value in saves)
        assert all(later >= earlier - 1e-6 for earlier, later in pairwise(saves))
    assert all(0 <= one.changes <= 1 + 1e-9 and 0 <= (one.settles or 0) <= 1 + 1e-9 for one in found.looks)


def test_what_is_seen_averages_to_what_is_expected() -> None:
    """A belief is no gain by itself: the expected loss of one candidate is the mean of what it may become."""
    belief = Beta(3, 40)
    after = sum(c * e for (c, _), e in zip(belief.after(100), belief.excesses(0.08, 100), strict=True))
    assert after == pytest.approx(belief.excess(0.08))
