"""Numbers that are finite but absurd: nothing crashes, nothing is infinite, and the JSON can be written."""

from __future__ import annotations

import io
import json
import math
import random
import re

import pytest
from documents import TODAY
from hypothesis import strategies as st
from strategies import documents

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import read_workspace
from shortlist.export.analysis_json import analysis_data
from shortlist.export.markdown import markdown
from shortlist.export.matrix import matrix
from shortlist.export.tables import console, print_show
from tests.counts import counted

EXTREMES = (1e308, 1.7976931348623157e308, 1e-308, 5e-324, 1e300, 1e155, 2**62, 0, 10**300)


def numbers_in(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The places of all numbers in plain data."""
    if isinstance(data, dict):
        return [place for key, value in data.items() for place in numbers_in(value, (*path, key))]
    if isinstance(data, list):
        return [place for index, value in enumerate(data) for place in numbers_in(value, (*path, index))]
    return [path] if isinstance(data, int | float) and not isinstance(data, bool) else []


@counted(50, 150, documents(), st.randoms(use_true_random=False))
def test_absurd_numbers_make_figures_unknown_not_infinite(document: dict[str, object], draw: random.Random) -> None:
    """Up to six numbers anywhere become extreme: what is still valid is analysed to finite figures or unknowns."""
    for place in draw.sample(places := numbers_in(document), min(6, len(places))):
        node: object = document
        for key in place[:-1]:
            node = node[key]  # type: ignore[index]
        node[place[-1]] = draw.choice(EXTREMES)  # type: ignore[index]
    try:
        workspace = read_workspace(document)
    except InvalidDocument:
        return
    text = json.dumps(analysis_data(analyse(workspace, None, TODAY)), allow_nan=False)
    assert all(math.isfinite(value) for value in _floats(json.loads(text)))


def _floats(data: object) -> list[float]:
    if isinstance(data, dict):
        return [value for item in data.values() for value in _floats(item)]
    if isinstance(data, list):
        return [value for item in data for value in _floats(item)]
    return [data] if isinstance(data, float) else []


@pytest.mark.parametrize("value", [10**400, float("inf"), float("nan")])
def test_a_number_beyond_all_is_told_once(value: float) -> None:
    """What is not finite is refused with one sentence, also where another rule looks at the same key."""
    step = {"id": "a", "name": "a", "needs": {"min_quality": value, "good_quality": 2}}
    with pytest.raises(InvalidDocument) as refusal:
        read_workspace({"title": "t", "scenario": {"steps": [step]}})
    assert [problem.path for problem in refusal.value.problems] == ["scenario.steps[0].needs.min_quality"]


@pytest.mark.parametrize("value", [1e308, 1e-308, 2**62])
def test_absurd_figures_are_worded(value: float) -> None:
    """Sentences and exports of a workspace with absurd traffic, prices and speeds are written all the same."""
    usage = {"requests_per_month": value, "input_tokens": value, "output_tokens": value}
    figure = {"source": "s", "as_of": TODAY, "basis": "published"}
    metrics = ("input_price", "output_price", "output_speed", "ttft", "context_window", "quality.aa_index")
    candidate = {"id": "c", "name": "C", "provider": "p", "access": "managed_api", "openness": "closed"}
    candidate["observations"] = [{**figure, "metric": metric, "value": value} for metric in metrics]
    needs = {"min_quality": value, "max_total_s": value, "context_tokens": value}
    scenario = {"monthly_budget_usd": value, "steps": [{"id": "a", "name": "a", "needs": needs, "usage": usage}]}
    workspace = read_workspace({"title": "t", "scenario": scenario, "candidates": [candidate]})
    analysis = analyse(workspace, None, TODAY)
    out = io.StringIO()
    print_show(analysis, console(out))
    for written in (markdown(analysis), matrix(analysis), out.getvalue()):
        assert "C" in written
        assert not re.search(r"\b(?:inf|nan)\b", written)
