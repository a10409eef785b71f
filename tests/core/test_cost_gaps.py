"""What an unknown cost lacks is named: those figures without which it stays unknown, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from documents import FIGURES, analysed, assessed, candidate, document, evaluation, self_hosted, step

from shortlist.core.comparison.cost_gaps import Gap, cost_gaps


def without(*metrics: str) -> dict[str, float]:
    """The usual figures but some."""
    return {metric: value for metric, value in FIGURES.items() if metric not in metrics}


def test_a_known_cost_lacks_nothing() -> None:
    """Neither a part nor a sum."""
    result = assessed(document(step(), [candidate("a")]))
    assert [cost_gaps(result, name) for name in ("input", "fixed", "monthly", "bill")] == [()] * 4


@pytest.mark.parametrize(
    ("figure", "gaps"),
    [
        ("input", [Gap("input_price")]),
        ("output", [Gap("output_price")]),
        ("monthly", [Gap("input_price"), Gap("output_price")]),
        ("per_successful_task", [Gap("input_price"), Gap("output_price")]),
        ("human_escalation", []),
    ],
)
def test_prices(figure: str, gaps: list[Gap]) -> None:
    """A part lacks its own price, a sum those of all of its parts."""
    result = assessed(document(step(), [candidate("a", without("input_price", "output_price"))]))
    assert list(cost_gaps(result, figure)) == gaps


def test_a_price_that_nothing_multiplies_is_not_lacking() -> None:
    """Without output nobody needs the output's price."""
    usage = {"requests_per_month": 10, "input_tokens": 100}
    result = assessed(document(step(usage=usage), [candidate("a", without("output_price"))]))
    assert cost_gaps(result, "monthly") == ()


def test_unknown_thinking_is_named_with_its_step() -> None:
    """The other step has its own figure."""
    rows = [step("one"), step("two", usage={"requests_per_month": 5, "reasoning_tokens": 9})]
    result = assessed(document(rows, [candidate("a", size_class="reasoning")]))
    assert cost_gaps(result, "bill") == (Gap("reasoning_tokens", "one"),)


def test_an_evaluation_without_answers_lacks_nothing() -> None:
    """The assumed rate of errors stays; that no task succeeds is no gap."""
    run = evaluation("a", 0, 5, errors=5)
    data = document(step(needs={"max_error_rate": 0.1}), [candidate("a")], evaluations=[run])
    assert cost_gaps(assessed(data), "bill") == cost_gaps(assessed(data), "per_successful_task") == ()


@pytest.mark.parametrize(
    ("usage", "lacking"),
    [
        ({"images": 1}, ["image_price"]),
        ({"output_images": 1, "pages": 2}, ["output_image_price", "page_price"]),
        ({"searches": 1}, ["search_price"]),
        ({"audio_input_minutes": 1}, ["audio_input_price"]),
        ({"audio_output_minutes": 1, "input_characters": 9}, ["audio_output_price"]),
        ({"input_characters": 9}, ["character_price"]),
        ({}, []),
    ],
)
def test_units_without_a_price_are_named(usage: dict[str, Any], lacking: list[str]) -> None:
    """Each by the price that it lacks; of two measures of one thing the first."""
    traffic = {"requests_per_month": 10, "input_tokens": 100, **usage}
    result = assessed(document(step(usage=traffic), [candidate("a")]))
    assert [gap.figure for gap in cost_gaps(result, "media")] == lacking
    assert [gap.figure for gap in cost_gaps(result, "monthly")] == lacking


def test_a_reranker_lacks_the_price_of_a_search() -> None:
    """Its tokens would do as well, but searches are what it is asked for."""
    traffic = {"requests_per_month": 10, "input_tokens": 100, "searches": 1}
    row = candidate("a", without("input_price"), roles=["reranker"])
    result = assessed(document(step(usage=traffic, role="reranker"), [row]))
    assert cost_gaps(result, "monthly") == (Gap("search_price"),)


@pytest.mark.parametrize("missing", ["gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s"])
def test_machines(missing: str) -> None:
    """The one figure that is not there is the one that is named."""
    hosting: dict[str, Any] = {"gpu_hour_usd": 2.0, "input_tokens_per_s": 100.0, "output_tokens_per_s": 100.0}
    del hosting[missing]
    result = assessed(document(step(), [self_hosted("a", hosting)]))
    assert cost_gaps(result, "fixed") == cost_gaps(result, "monthly") == (Gap(missing),)


def test_filling_what_is_named_makes_the_cost_known() -> None:
    """Nothing is left out of the list."""
    row = candidate("a", without("input_price", "output_price"), size_class="reasoning")
    data = document(step(), [row])
    assert set(cost_gaps(assessed(data), "monthly")) == {
        Gap("input_price"),
        Gap("output_price"),
        Gap("reasoning_tokens", "answer"),
    }
    full = candidate("a", size_class="reasoning", usage={"answer": {"reasoning_tokens": 1}})
    assert analysed(document(step(), [full])).by_id["a"].cost.monthly is not None
