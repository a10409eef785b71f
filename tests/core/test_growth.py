"""Work of the core that grows with its input and not with the pairs in it, and the same result as from all pairs."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.basics.errors import MOST_TOLD, InvalidDocument
from shortlist.core.document.candidate import Candidate, Observation
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.service.figures import disagree, disagreement
from shortlist.core.walkthrough import kinds
from tests.growth import is_linear


def observation(metric: str, value: float, source: str, version: str = "") -> Observation:
    return Observation(
        metric=metric, value=value, source=source, version=version, as_of=dt.date(2026, 1, 1), basis="published"
    )


ROWS = st.lists(
    st.builds(
        observation,
        st.sampled_from(["quality.aa_index", "quality.aa_index", "ttft"]),
        st.sampled_from([0.0, 1.0, 10.0, 11.9, 12.0, 12.1, 14.5, 20.0]),
        st.sampled_from(["A", "B", "A 1.2", "C"]),
        st.sampled_from(["", "v1", "v2"]),
    ),
    max_size=9,
)


@given(ROWS)
@settings(max_examples=300)
def test_the_first_pair_that_disagrees_is_that_of_all_pairs(rows: list[Observation]) -> None:
    assert disagreement(rows) == next((pair for pair in combinations(rows, 2) if disagree(*pair)), None)


def test_figures_that_agree_are_not_compared_in_pairs() -> None:
    def compared(size: int) -> None:
        rows = [observation("quality.aa_index", 50 + n % 5, f"s{n}", f"v{n % 7}") for n in range(size)]
        assert disagreement(rows) is None

    assert is_linear(compared, 300)


def document(candidates: int = 0, steps: int = 1, **decision: Any) -> dict[str, Any]:
    return {
        "schema": 2,
        "title": "t",
        "scenario": {"steps": [{"id": f"s{n}", "name": f"s{n}"} for n in range(steps)]},
        "candidates": [
            {
                "id": f"c{n}",
                "name": f"c{n}",
                "provider": "p",
                "access": "managed_api",
                "openness": "closed",
                "observations": [
                    {"metric": one, "value": 1, "source": "s", "as_of": dt.date(2026, 1, 1), "basis": "published"}
                    for one in ("input_price", "output_price")
                ],
            }
            for n in range(candidates)
        ],
        "decision": decision,
    }


def test_candidates_are_not_held_against_each_other_in_pairs() -> None:
    ready = {size: read_workspace(document(candidates=size)) for size in (100, 400)}
    assert is_linear(lambda size: kinds(ready[size].candidates), 100)


def workspace_of(*shape: tuple[str, str, float]) -> Workspace:
    """A workspace of candidates by access, size class and price."""
    told = document(candidates=len(shape))
    for row, (access, size_class, price) in zip(told["candidates"], shape, strict=True):
        row |= {"access": access, "size_class": size_class}
        row["observations"][0]["value"] = price
    return read_workspace(told)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["managed_api", "hosted_inference"]),
            st.sampled_from(["fast", "general", "general"]),
            st.sampled_from([1.0, 2.0, 3.0]),
        ),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_whether_one_is_cheaper_is_that_of_all_pairs(shape: list[tuple[str, str, float]]) -> None:
    workspace = workspace_of(*shape)

    def price(one: Candidate) -> float:
        return one.observations[0].value

    pairs = [
        (first, other)
        for first in workspace.candidates
        for other in workspace.candidates
        if first.access == "managed_api" and other.id != first.id
        if other.size_class == "fast" or price(other) < price(first)
    ]
    assert kinds(workspace.candidates).cheaper == pairs


def test_references_to_nothing_are_told_in_time() -> None:
    """Kind: for each of them all names were compared; 2,000 beside 2,000 steps took fourteen seconds."""

    def told(size: int) -> None:
        with pytest.raises(InvalidDocument) as error:
            read_workspace(document(steps=size) | {"decision": {"steps": missing(size)}})
        assert sum("no step 'zz" in one.message for one in error.value.problems) == size
        assert "known: s0, s1" in error.value.problems[0].message

    def missing(size: int) -> list[dict[str, str]]:
        return [{"step": f"zz{n}"} for n in range(size)]

    assert is_linear(told, 200)


@pytest.mark.parametrize("key", ["metric", "source"])
def test_a_sentence_about_a_mistake_is_short(key: str) -> None:
    """Kind: a value or a key of a megabyte was quoted in full."""
    told = document(candidates=1)
    row = told["candidates"][0]["observations"][0]
    if key == "metric":
        row["metric"] = "q" * 1_000_000
    else:
        row["q" * 1_000_000] = 1
    with pytest.raises(InvalidDocument) as error:
        read_workspace(told)
    assert all(len(str(one)) < MOST_TOLD + 10 for one in error.value.problems)
    assert len(str(error.value)) < 2 * MOST_TOLD
