"""What is decided and recommended is told for each step wherever it is told: in show, every export and what changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from shortlist.core.advice.why_not import why_not_anywhere
from shortlist.core.analysis import Analysis
from shortlist.core.changes.decision_changes import changes
from shortlist.core.changes.words import change_words
from shortlist.core.edits.places import with_value
from shortlist.export.csv_table import csv_table
from shortlist.export.html_page import html_page
from shortlist.export.madr import madr
from shortlist.export.markdown import markdown
from shortlist.export.matrix import matrix
from shortlist.export.tables import console, print_show, print_why
from tests.core.documents import analysed, candidate, document, step
from tests.export.shipped import SCENARIOS, analysis_of

SEVERAL = [path for path in SCENARIOS if path.stem != "support-assistant"]
BY_STEP = [path for path in SCENARIOS if path.stem in ("retrieval-assistant", "voice-booking", "coding-agent")]


def shown(analysis: Analysis) -> str:
    """What `show` prints, in one line."""
    out = io.StringIO()
    print_show(analysis, console(out))
    return " ".join(out.getvalue().split())


def why(analysis: Analysis, id_: str) -> str:
    """What `show --why` prints, in one line."""
    out = io.StringIO()
    print_why(analysis, why_not_anywhere(analysis, id_), console(out))
    return " ".join(out.getvalue().split())


TEXTS: dict[str, Callable[[Analysis], str]] = {
    "show": shown,
    "markdown": markdown,
    "madr": madr,
    "matrix": matrix,
    "html": html_page,
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("path", BY_STEP, ids=lambda path: path.stem)
def test_who_serves_each_step_is_told(path: object, kind: str) -> None:
    """Beside the name of the step, never as nothing, and never as what holds for all."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    text = TEXTS[kind](analysis)
    plain = text.replace("</td>\n<td>", " | ").replace("\\", "")
    for one in analysis.decided:
        assert one.default is not None and one.fallback is not None
        assert one.step.name in plain
        places = [plain[at : at + 400] for at in _all(plain, one.step.name)]
        assert any(one.default.candidate.name in place and one.fallback.candidate.name in place for place in places)
    for wrong in ("not chosen", "Nothing is chosen", "Decision: none", "fallback none", "by step, fallback"):
        assert wrong not in plain, wrong


def _all(text: str, part: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


@pytest.mark.parametrize("path", SEVERAL, ids=lambda path: path.stem)
def test_the_recommendation_of_each_step_is_told(path: object) -> None:
    """Its default and its fallback with their scores there, and what would turn the order."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    terminal, record = shown(analysis), markdown(analysis)
    for row in analysis.scenario.steps:
        advice = analysis.step_recommendations[row.id]
        if advice.default is None:
            continue
        score = analysis.by_id[advice.default.id].steps[row.id].score.middle
        assert score is not None
        assert f"{row.name} {advice.default.candidate.name} {_near(analysis, advice.default.id, row.id)}" in terminal
        assert f"{advice.default.candidate.name} ({_near(analysis, advice.default.id, row.id)})" in record
        for flip in analysis.step_flips[row.id]:
            assert f"{analysis.by_id[flip.new_first].candidate.name} draws level if" in record


def _near(analysis: Analysis, id_: str, step_: str) -> str:
    score = analysis.by_id[id_].steps[step_].score
    low, high = f"{score.low:.0f}", f"{score.high:.0f}"
    return low if low == high else f"{low}–{high}"


@pytest.mark.parametrize("path", SEVERAL, ids=lambda path: path.stem)
def test_limits_and_time_stand_beside_the_decision(path: object) -> None:
    """In the terminal and in the record, each with its verdict in words."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    for text in (shown(analysis), markdown(analysis), madr(analysis), matrix(analysis)):
        for state in analysis.limits:
            assert {"pass": "within", "fail": "over by", "unknown": "unknown"}[state.verdict] in text
        assert ("95th percentile" in text) or analysis.decision_time.typical_s is None


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_row_of_the_csv_says_what_it_was_chosen_for(path: object) -> None:
    """Which steps it plays, serves and stands in for, and its status, score, rank and bill in each."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(csv_table(analysis)))}
    for result in analysis.ranking:
        row = rows[result.id]
        assert row["plays"] == "; ".join(result.steps)
        for kind in ("default", "fallback"):
            told = [s for s, choice in analysis.choices.items() if getattr(choice, kind) == result.id]
            assert row[f"{kind}_of"] == "; ".join(told)
        for one in analysis.scenario.steps:
            assessed = result.steps.get(one.id)
            assert row[f"status.{one.id}"] == (assessed.standing.status if assessed else "not_played")
            assert row[f"score.{one.id}"] == ("" if assessed is None else str(assessed.score.middle))
            rank = analysis.step_ranks[one.id].get(result.id)
            assert row[f"rank.{one.id}"] == ("" if rank is None else str(rank))


# --- why not


@pytest.mark.parametrize("path", BY_STEP, ids=lambda path: path.stem)
def test_why_not_is_told_by_step(path: object) -> None:
    """The rank in each step that it plays, who is first there, and never that nobody is eligible who is."""
    analysis = analysis_of(path)  # type: ignore[arg-type]
    for result in analysis.ranking:
        text = why(analysis, result.id)
        for step_, ranks in analysis.step_ranks.items():
            if result.id in ranks:
                name = next(one.name for one in analysis.scenario.steps if one.id == step_)
                assert f"{name} rank {ranks[result.id]} of {len(ranks)}" in text
        assert "Nobody is eligible" not in text
        if len(result.steps) < len(analysis.scenario.steps):
            assert "does not play every step" in text


def two_steps() -> Analysis:
    """`a` plays both, `b` embeds alone and is dearer there, nobody else."""
    figures = {"input_price": 1.0, "output_price": 1.0, "quality.aa_index": 40.0, "context_window": 100_000.0}
    both = candidate("a", figures, roles=["generator", "embedder"])
    rows = [both, candidate("b", {**figures, "input_price": 4.0}, roles=["embedder"])]
    needs = {"min_quality": 20.0}
    steps = [step("embed", needs=needs, role="embedder"), step("answer", needs=needs, role="generator")]
    return analysed(document(steps, rows, {"monthly_budget_usd": 10.0}))


def test_why_not_by_hand() -> None:
    """What would be enough in the step alone is searched there: at the other's prices, four times as low, it leads."""
    found = why_not_anywhere(two_steps(), "b")
    assert [(one.step, one.rank, one.of) for one in found.steps] == [("embed", 2, 2)]
    assert found.steps[0].why.first == "a" and not found.plays_all
    prices = next(change for change in found.steps[0].why.changes if change.lever == "price")
    share = float(prices.sentence.removeprefix("its prices fell by ").removesuffix(" %"))
    # Of 1,000 tokens at $4 and 200 at $1 to 1,000 and 200 at $1: from $4.20 to $1.20.
    assert share == pytest.approx(100 * (1 - 1.2 / 4.2), abs=0.06)
    assert why(two_steps(), "b").endswith("All steps Model b does not play every step; 1 other does.")


# --- what changed


def test_what_changed_is_told_by_step() -> None:
    """Another choice and another first in a step, and a limit that is passed now; the data say the same."""
    path = next(one for one in SCENARIOS if one.stem == "retrieval-assistant")
    before = analysis_of(path)
    workspace = with_value(before.workspace, ("scenario", "monthly_budget_usd"), 400.0)
    workspace = with_value(workspace, ("scenario", "steps", 0, "needs", "min_quality"), 19.0)
    after = type(before)(workspace, None, before.today)
    told = {row.about: row.lines for row in change_words(before, after).outcome}
    assert "Monthly budget: kept then, passed over now" in told["The decision"]
    first = told["Step “Classify the message”"]
    assert "GPT-6 Luna, Bedrock EU, status: eligible then, excluded now" in first
    assert any(line.startswith("Recommended to stand in: GPT-6 Luna") for line in first)
    places = {row.place for row in changes(before, after).outcome}
    assert {"limits.monthly_budget_usd", "steps.classify.recommended_fallback"} <= places


def test_the_data_can_be_written() -> None:
    """What is compared is plain data."""
    path = next(one for one in SCENARIOS if one.stem == "voice-booking")
    from shortlist.core.changes.decision_changes import outcome_of

    assert json.loads(json.dumps(outcome_of(analysis_of(path))))["steps"]["hear"]["status"] == "eligible"


# --- nobody


def test_why_nobody_stands_in_is_said() -> None:
    """One is of the same provider, one fails, one is open: each with what holds it back, in record and table alike."""
    figures = {"input_price": 1.0, "output_price": 1.0, "quality.aa_index": 40.0, "context_window": 100_000.0}
    rows = [
        candidate("a", figures),
        candidate("b", {**figures, "quality.aa_index": 30.0}, provider="a-cloud"),
        candidate("c", {**figures, "quality.aa_index": 10.0}),
        candidate("d", {**figures}, commercial_use="unknown"),
    ]
    needs = {"min_quality": 20.0}
    analysis = analysed(document([step("answer", needs=needs), step("sort", needs=needs)], rows))
    told = markdown(analysis)
    assert "nobody yet" in told
    assert (
        "Nobody can stand in for “Answer” yet; it takes one that passes every “must” check and is had from another "
        "provider than Model a: Model b comes from the same provider, a-cloud; Model d leaves “Licensing” open; "
        "Model c fails “Quality bar”" in told
    )
    assert "Nobody can stand in" not in markdown(analysed(document([step("answer"), step("sort")], rows[:1])))
    alone = markdown(analysed(document(step("answer", needs=needs), rows[2:])))
    assert (
        "Nobody is eligible for “Answer”, as each must pass every “must” check: Model d leaves “Licensing” open; "
        "Model c fails “Quality bar”" in alone
    )
