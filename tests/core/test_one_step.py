"""The candidates on one step alone: the same figures as in the whole analysis, and nothing of the other steps."""

from __future__ import annotations

from random import Random

from documents import FIGURES, TODAY, Document, analysed, candidate, document, step
from hypothesis import given, settings
from strategies import documents, seeds

from shortlist.core.advice.adopting import adoption
from shortlist.core.advice.open_questions import open_questions
from shortlist.core.advice.why_not import why_not
from shortlist.core.analysis import analyse
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.tolerance import tie
from shortlist.core.comparison.compared import open_rank
from shortlist.core.comparison.open_rank import open_rank_words
from shortlist.core.document.workspace import Choice, choices, read_workspace
from shortlist.core.edits.candidates import PLACES, with_choices
from shortlist.store.workspaces import load
from tests.conftest import SCENARIOS

NEEDS = {"min_quality": 20.0, "good_quality": 60.0}


@settings(max_examples=60)
@given(documents(least=0, most=4))
def test_a_step_alone_says_what_the_whole_says_of_it(data: Document) -> None:
    """Order, status, score, cost and recommendation are those of the step; who does not play it comes last."""
    analysis = analysed(data)
    for one in analysis.steps:
        alone = analysis.on(one.id)
        playing = analysis.step_places[one.id]
        assert [place.id for place in alone.places] == [place.id for place in playing]
        assert [result.id for result in alone.ranking][: len(playing)] == [place.id for place in playing]
        assert sorted(alone.by_id) == sorted(analysis.by_id)
        assert not any(result.steps for result in alone.ranking[len(playing) :])
        for place in playing:
            seen, assessed = alone.by_id[place.id], analysis.by_id[place.id].steps[one.id]
            assert (seen.score, seen.columns, seen.cost.monthly) == (
                assessed.score,
                assessed.columns,
                assessed.cost.monthly,
            )
            assert seen.standing._replace(near_miss=()) == assessed.standing
            assert tie(seen.cost.per_successful_task or 0) == tie(place.per_success or 0)
            musts = [check for check in seen.checks.values() if check.importance == "must"]
            deciding = [check for check in musts if check.id != "first.cost_target"]
            for verdict, told in (("fail", seen.standing.blocked_by), ("unknown", seen.standing.unknown)):
                assert sorted(check.id for check in deciding if check.verdict == verdict) == list(told)
        ids = [one.id if one else None for one in alone.recommendation[:4]]
        assert ids == [one.id if one else None for one in analysis.step_recommendations[one.id][:4]]


def two_steps(**more: object) -> Document:
    """A generator and an embedder, for an answer and an embedding."""
    steps = [step("answer", needs=NEEDS, role="generator"), step("embed", role="embedder")]
    rows = [candidate("a"), candidate("e", {"input_price": 0.1}, roles=["embedder"], modalities=["text"])]
    return document(steps, rows, {"monthly_budget_usd": 0.0001}, **more)


def test_what_concerns_the_whole_is_not_asked_of_a_step() -> None:
    """A bill over the budget excludes for all, and no step; the check says why it has no verdict there."""
    analysis = analysed(two_steps())
    assert analysis.by_id["a"].standing.blocked_by == ("first.cost_target",)
    alone = analysis.on("answer").by_id["a"]
    assert alone.standing.status == "eligible"
    assert alone.checks["first.cost_target"].verdict == "not_applicable"
    assert "all steps together" in alone.checks["first.cost_target"].reason


def test_who_does_not_play_is_asked_nothing_of_the_step() -> None:
    """It has no rank to defend and no open question there; a person's answer holds all the same."""
    data = two_steps()
    data["candidates"][1]["answers"] = [{"check": "first.quality_bar", "verdict": "pass"}]
    analysis = analysed(data)
    alone = analysis.on("answer")
    other = alone.by_id["e"]
    assert other.standing.status == "no_step"
    assert other.cost.monthly is None
    assert other.checks["first.context_needs"].reason == "It does not play this step."
    assert other.checks["first.quality_bar"].by == "person"
    assert {question.candidate for question in open_questions(alone)} <= {"a", None}


def test_a_person_answers_for_every_step() -> None:
    """The answer stands in the place of what the step's figures say, with that beside it."""
    data = two_steps()
    data["candidates"][0]["answers"] = [{"check": "first.context_needs", "verdict": "fail"}]
    found = analysed(data).on("answer").by_id["a"].checks["first.context_needs"]
    assert (found.verdict, found.by) == ("fail", "person")
    assert found.derived is not None
    assert found.derived.verdict == "pass"


def test_beside_a_persons_answer_stands_what_the_figures_say_of_the_step() -> None:
    """Not what they say of all steps; of one that it does not play nothing."""
    steps = [step("answer", needs=NEEDS), step("easy"), step("embed", role="embedder")]
    answers = [{"check": "first.quality_bar", "verdict": "pass"}]
    analysis = analysed(document(steps, [candidate("a", {**FIGURES, "quality.aa_index": 10.0}, answers=answers)]))

    def derived(results: CandidateResult) -> str:
        found = results.checks["first.quality_bar"]
        assert (found.by, found.verdict) == ("person", "pass") and found.derived is not None
        return found.derived.verdict

    one = analysis.by_id["a"]
    assert derived(one) == derived(one.on("answer")) == "fail"
    assert derived(one.on("easy")) == derived(one.on("embed")) == "not_applicable"


def test_a_miss_in_one_step_is_near_in_that_step() -> None:
    """18 of 20 is a near miss, told for the step that misses and not for the other."""
    steps = [step("answer", needs=NEEDS), step("easy", needs={"min_quality": 5.0})]
    analysis = analysed(document(steps, [candidate("a", {**FIGURES, "quality.aa_index": 18.0})]))
    assert analysis.on("answer").by_id["a"].standing.near_miss == ("first.quality_bar",)
    assert analysis.on("easy").by_id["a"].standing.status == "eligible"


def test_why_not_speaks_of_the_step() -> None:
    """Last for all, first in one step: there nothing has to change."""
    steps = [step("answer", needs=NEEDS, role="generator"), step("sort", needs=NEEDS, role="classifier")]
    rows = [
        candidate("a", {**FIGURES, "quality.aa_index": 50.0}, roles=["generator"]),
        candidate("b", roles=["generator", "classifier"]),
        candidate("c", {**FIGURES, "quality.aa_index": 40.0}, roles=["classifier"]),
    ]
    analysis = analysed(document(steps, rows))
    assert why_not(analysis.on("answer"), "a").first == "a"
    assert why_not(analysis, "a").first == "b"
    found = why_not(analysis.on("sort"), "c")
    assert found.first == "b"
    levers = {change.lever: change.sentence for change in found.changes}
    assert "to AA Intelligence Index 45" in levers["quality"]


# --- an open rank ------------------------------------------------------------------------------------------------


def test_the_least_known_leads_and_says_what_it_lacks() -> None:
    """By the middle of its range it is first; price and context are what moves it, that first which moves it most."""
    known = {**FIGURES, "input_price": 40.0, "output_price": 100.0}
    hidden = {key: value for key, value in FIGURES.items() if key not in ("input_price", "context_window")}
    weights = {"cost_risk": 40, "task_fit": 20}
    checks = [{"id": check, "importance": "info"} for check in ("first.cost_target", "first.context_needs")]
    scenario = {"monthly_budget_usd": 40.0, "weights": weights}
    rows = [candidate("blank", {}, commercial_use="no"), candidate("known", known), candidate("hidden", hidden)]
    analysis = analysed(document(step(needs=NEEDS), rows, scenario, checks=checks))
    assert [result.id for result in analysis.ranking] == ["hidden", "known", "blank"]
    figures = open_rank(analysis, "hidden")
    assert [one.name for one in figures][:2] == ["price", "context window"]
    assert (figures[0].column, figures[0].where) == ("cost_risk", "observations")
    assert open_rank_words(figures[:2]) == "rank open: price and context window unknown"
    assert open_rank(analysis, "known") == ()
    assert open_rank(analysis.on("answer"), "hidden") == figures
    asked = analysis.walkthrough[3].missing
    assert asked[0].startswith("Model hidden lacks input price")


def test_a_range_that_spans_nobody_leaves_no_rank_open() -> None:
    """What is unknown of the only candidate, or of one far ahead, decides no rank."""
    data = document(step(needs=NEEDS), [candidate("a", {"input_price": 1.0, "output_price": 1.0})])
    assert analysed(data).by_id["a"].score.low != analysed(data).by_id["a"].score.high
    assert open_rank(analysed(data), "a") == ()


@settings(max_examples=60)
@given(documents(least=1, most=4))
def test_what_is_told_of_an_open_rank_is_unknown(data: Document) -> None:
    """Whoever's rank is open has a range, another one's middle inside it, and a figure that explains the range."""
    analysis = analysed(data)
    for compared in (analysis, *(analysis.on(one.id) for one in analysis.steps)):
        for id_ in compared.open_ranks:
            result = compared.by_id[id_]
            low, high = result.score
            assert low is not None
            assert high is not None
            inside = [
                other.id
                for other in compared.ranking
                if other.id != id_ and other.score.middle is not None and low <= other.score.middle <= high
            ]
            assert inside
            columns = {one.column for one in open_rank(compared, id_)}
            assert columns
            assert all(result.columns[column].low != result.columns[column].high for column in columns)


# --- the choices as one edit -------------------------------------------------------------------------------------


@settings(max_examples=80)
@given(documents(least=1, most=4), seeds)
def test_choices_become_what_was_wanted(data: Document, chance: Random) -> None:
    """Those that were named as named, the others as they were; nothing else of the workspace changes."""
    workspace = read_workspace(data)
    ids = [None, *(one.id for one in workspace.candidates)]
    steps = [one.id for one in workspace.scenario.steps if chance.random() < 0.7]
    wanted = {one: Choice(chance.choice(ids), chance.choice(ids)) for one in steps}
    changed = with_choices(workspace, wanted)
    assert choices(changed) == {**choices(workspace), **wanted}
    assert changed.model_copy(update={"decision": workspace.decision}) == workspace


def test_the_same_for_every_step_is_said_once() -> None:
    """And a decision for all that still serves a step stays where it is."""
    three = [step(one) for one in ("x", "y", "z")]
    workspace = read_workspace(document(three, [candidate("a"), candidate("b"), candidate("c")]))
    alike = with_choices(workspace, dict.fromkeys(("x", "y", "z"), Choice("a", "b")))
    assert (alike.decision.default, alike.decision.fallback, alike.decision.steps) == ("a", "b", ())
    one = with_choices(alike, {"y": Choice("c", "b")})
    assert (one.decision.default, one.decision.fallback) == ("a", "b")
    assert [(row.step, row.default, row.fallback) for row in one.decision.steps] == [("y", "c", None)]
    nobody = with_choices(one, {"z": Choice("a", None)})
    assert nobody.decision.fallback is None
    assert [getattr(choices(nobody)["x"], place) for place in PLACES] == ["a", "b"]


# --- adopting ----------------------------------------------------------------------------------------------------


def test_adopting_for_every_step_is_what_each_recommends() -> None:
    """In a retrieval assistant each step gets its own, and the cost is that of the workspace so edited."""
    workspace = load(SCENARIOS / "retrieval-assistant.toml").workspace
    analysis = analyse(workspace, None, TODAY)
    found = adoption(analysis)
    assert not found.held
    for row in found.steps:
        advice = analysis.step_recommendations[row.step.id]
        assert advice.default is not None
        assert row.after.default == advice.default.id
        assert row.after.fallback == (advice.fallback.id if advice.fallback else row.before.fallback)
    edited = analyse(with_choices(workspace, found.choices), None, TODAY)
    assert edited.decision == found.after
    assert found.before == analysis.decision
    again = adoption(edited)
    assert not again.choices
    assert again.after == again.before


def test_adopting_for_one_step_leaves_the_others() -> None:
    """Only that step gets an entry."""
    workspace = load(SCENARIOS / "retrieval-assistant.toml").workspace
    analysis = analyse(workspace, None, TODAY)
    found = adoption(analysis, "rerank")
    assert [row.step.id for row in found.steps] == ["rerank"]
    after = choices(with_choices(workspace, found.choices))
    assert {id_: one for id_, one in after.items() if id_ != "rerank"} == {
        id_: one for id_, one in analysis.choices.items() if id_ != "rerank"
    }


def test_a_step_that_nobody_may_serve_is_told_with_what_holds_it() -> None:
    """The provisional one's open checks, the failed ones of the excluded, or that nobody plays it; the rest is
    adopted."""
    steps = [
        step("answer", role="generator"),
        step("embed", role="embedder"),
        step("sort", needs={"capabilities": ["batch"]}, role="classifier"),
        step("code", needs={"capabilities": ["tool_calling"]}, role="code"),
    ]
    rows = [
        candidate("a", roles=["generator"]),
        candidate("s", roles=["classifier"], capabilities={"batch": "unknown", "data_controls": "yes"}),
        candidate("k", roles=["code"], capabilities={"tool_calling": "no", "data_controls": "yes"}),
    ]
    found = adoption(analysed(document(steps, rows)))
    assert [(row.step.id, row.after) for row in found.steps] == [("answer", Choice("a", None))]
    told = {row.step.id: (row.best.id if row.best else None, row.checks) for row in found.held}
    assert told == {
        "embed": (None, ()),
        "sort": ("s", ("first.output_contract",)),
        "code": ("k", ("first.output_contract",)),
    }


def test_a_fallback_stays_where_none_is_recommended() -> None:
    """Unless it would stand in for itself, or does not play the step."""
    rows = [
        candidate("a", {**FIGURES, "quality.aa_index": 55.0}),
        candidate("b", provider="a-cloud"),
        candidate("c", roles=["embedder"]),
    ]
    for before, after in (("b", "b"), ("a", None), ("c", None)):
        data = document(step(needs=NEEDS, role="generator"), rows, decision={"fallback": before})
        assert adoption(analysed(data)).choices == {"answer": Choice("a", after)}
