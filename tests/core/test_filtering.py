"""The filter over candidates: comparisons, ranges, words, unknowns, and mistakes while typing."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.comparison.filtering import field_names, parse_filter
from shortlist.core.comparison.measures import Measure, extent_difference, measures, ordered, pair_front, rises
from shortlist.core.document.workspace import read_workspace
from tests.conftest import SCENARIOS, TODAY


def worked_data() -> dict[str, Any]:
    """The worked example as plain data."""
    return tomllib.loads((SCENARIOS / "support-assistant-worked.toml").read_text("utf-8"))


def without(metric: str) -> Analysis:
    """The worked example in which its first candidate lacks a figure."""
    data = worked_data()
    first = data["candidates"][0]
    first["observations"] = [one for one in first["observations"] if one["metric"] != metric]
    return analyse(read_workspace(data), None, TODAY)


WORKED = analyse(read_workspace(worked_data()), None, TODAY)
KNOWN = measures(WORKED)
QUALITY = WORKED.workspace.scenario.quality_metric


def kept(text: str, analysis: Analysis = WORKED) -> set[str]:
    """The candidates that a filter without mistakes keeps."""
    found = parse_filter(text, measures(analysis))
    assert not found.mistakes
    return {result.id for result in analysis.ranking if found.keeps(result)}


def those(holds: Any, analysis: Analysis = WORKED) -> set[str]:
    """The candidates for which a plain Python condition holds."""
    return {result.id for result in analysis.ranking if holds(result)}


def figure(result: Any, metric: str) -> float:
    """A figure that is known."""
    value = result.figures.value(metric)
    assert value is not None
    return float(value)


@pytest.mark.parametrize("text", ["quality>40 input<0.5", "quality > 40 input < 0.5", "quality>40 !input>=$0.5"])
def test_comparisons_must_all_hold(text: str) -> None:
    """Spaces around a comparison are no matter, nor is a dollar sign."""
    want = those(lambda r: figure(r, QUALITY) > 40 and (r.figures.value("input_price") or 9) < 0.5)
    assert kept(text) == want


def test_ranges_hold_their_ends() -> None:
    """From, to, and open at one end; thousands as people write them."""
    value = figure(WORKED.ranking[0], QUALITY)
    assert WORKED.ranking[0].id in kept(f"quality:{value}..{value + 1}") & kept(f"quality=..{value}")
    assert WORKED.ranking[0].id not in kept(f"quality>{value}") | kept(f"quality<{value}")
    assert kept("context>=128k") == kept("context>=128,000") == those(lambda r: figure(r, "context_window") >= 128_000)


@pytest.mark.parametrize("access", ["managed", "hosted", "self", "self-hosted", "hosted_inference"])
def test_a_field_of_few_words_goes_by_how_they_begin(access: str) -> None:
    """`hosted` is not `self_hosted`."""
    assert kept(f"access:{access}") == those(lambda r: r.candidate.access.startswith(access.replace("-", "_")))


def test_levels_are_asked_for_as_they_are_read() -> None:
    """`privacy:low` and `fit:good`; `quality` is a figure or a level by what follows."""
    for text, column in (
        ("privacy:low", "privacy_risk"),
        ("fit:good", "task_fit"),
        ("quality:good", "expected_quality"),
    ):
        assert kept(text) == those(lambda r, c=column: r.columns[c].known and r.columns[c].level == "good")


def test_words_are_looked_for_in_what_it_is_called() -> None:
    """Name, provider, status and what holds it back; quotes make a word of anything; `!` turns round."""
    one = WORKED.ranking[-1]
    assert one.id in kept(f'"{one.candidate.name.upper()}"') & kept(one.candidate.provider) & kept(one.standing.status)
    assert kept(f'!"{one.candidate.name}"') == set(WORKED.by_id) - kept(f'"{one.candidate.name}"')
    assert kept('"no:such"') == set() and kept("") == kept('""') == set(WORKED.by_id)
    assert kept("fails:e") == those(lambda r: any("e" in check for check in r.standing.blocked_by))


@pytest.mark.parametrize("metric", ["input_price", "ttft", QUALITY])
@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", ":", "="])
@settings(max_examples=15)
@given(number=st.floats(0, 1e6).map(lambda x: round(x, 3)))
def test_an_unknown_satisfies_no_comparison(metric: str, sign: str, number: float) -> None:
    """Turned round or not; asking for the unknown finds it."""
    lacking = _lacking(metric)
    first = lacking.workspace.candidates[0].id
    known = measures(lacking)
    for turned in ("", "!"):
        found = parse_filter(f"{turned}{metric}{sign}{number:.3f}", known)
        assert not found.mistakes and not found.keeps(lacking.by_id[first])
    assert parse_filter(f"{metric}:?", known).keeps(lacking.by_id[first])


_LACKING: dict[str, Analysis] = {}


def _lacking(metric: str) -> Analysis:
    return _LACKING.setdefault(metric, without(metric))


@given(st.floats(0, 100))
def test_an_interval_satisfies_what_holds_over_all_of_it(number: float) -> None:
    """A score of 60 to 70 is neither above 65 nor not above it."""
    text = f"{number:.6f}"
    above, not_above = kept(f"score>{text}"), kept(f"!score>{text}")
    for result in WORKED.ranking:
        low, high = result.score.low, result.score.high
        assert low is not None and high is not None
        assert (result.id in above) == (low > float(text))
        assert (result.id in not_above) == (high <= float(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("quality>", "needs a number"),
        ("qualty>35", "did you mean quality?"),
        ("zzzzzzz:1", "in quotes it is a word"),
        ("input<cheap", "write a number"),
        ("access>3", "access:managed_api"),
        ("access:lunar", "self_hosted"),
        ("access:", "needs a word"),
        ("quality:50..30", "ends before it begins"),
        ("quality>3,5", "a comma may only group digits in threes"),
        ("privacy:dubious", "not dubious"),
    ],
)
def test_a_mistake_is_told_and_does_not_filter(text: str, told: str) -> None:
    """What is half typed hides no row."""
    found = parse_filter(f"{WORKED.ranking[0].candidate.provider} {text}", KNOWN)
    assert len(found.mistakes) == 1 and told in found.mistakes[0]
    assert found.keeps(WORKED.ranking[0])


@given(
    st.text() | st.lists(st.sampled_from(["quality", ">", "35", "..", ":", "!", '"', " ", "access", "?"])).map("".join)
)
def test_anything_may_be_typed(text: str) -> None:
    """No text raises; every field name is understood."""
    found = parse_filter(text, KNOWN)
    for result in WORKED.ranking:
        found.keeps(result)


def test_every_field_is_understood() -> None:
    """Each can be asked for its unknowns."""
    for name in field_names(KNOWN):
        assert not parse_filter(f"{name}:?", KNOWN).mistakes


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("key", [*KNOWN, "name", "status", "access"])
def test_an_order_puts_the_unknown_last(key: str, backwards: bool) -> None:
    """The best first, or backwards; the equal in the order of the ranking; nobody is lost."""
    lacking = _lacking("ttft")
    known: dict[str, Measure] = measures(lacking)
    rows = ordered(lacking.ranking, key, known, backwards)
    assert {row.id for row in rows} == set(lacking.by_id)
    if key in known:
        sizes = [known[key].of(row) for row in rows]
        assert sizes == sorted(sizes, key=lambda size: size is None)
        middles = [round(sum(size) / 2, 9) for size in sizes if size is not None]
        assert middles == sorted(middles, reverse=not rises(key, known, backwards))
        for one, other in pairwise(rows):
            if known[key].of(one) == known[key].of(other):
                assert lacking.ranks[one.id] < lacking.ranks[other.id]


def test_differences_are_signed_and_keep_what_is_open() -> None:
    """Against the first; an interval stays one, an unknown has none."""
    assert extent_difference((10, 10), (12, 12)) == (2, 2)
    assert extent_difference((10, 20), (12, 12)) == (-8, 2)
    assert extent_difference(None, (1, 1)) is extent_difference((1, 1), None) is None


def test_the_front_of_two_measures_is_beaten_by_nobody() -> None:
    """The cheapest and the best of those not excluded are on it; the excluded are not."""
    task, index = KNOWN["task"], KNOWN[QUALITY]
    front = pair_front(WORKED.ranking, task, index)
    able = [r for r in WORKED.ranking if r.standing.status != "excluded"]
    assert max(able, key=lambda r: figure(r, QUALITY)).id in front
    assert min(able, key=lambda r: (r.cost.per_successful_task or 9, -figure(r, QUALITY))).id in front
    assert not front & {r.id for r in WORKED.ranking if r.standing.status == "excluded"}


@pytest.mark.parametrize("column", ["migrate", "migration", "migration_difficulty"])
def test_a_column_is_asked_for_by_what_stands_over_it(column: str) -> None:
    """By its narrow heading and its wide one, as by the name that the file has."""
    assert kept(f"{column}:low") == kept("migration:low") != set()
