"""The screens in the order of the work, each imported when it is first shown, and what its tab says of the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shortlist.core.analysis import Analysis
    from shortlist.core.document.vocabulary import Verdict
    from shortlist.core.edits.places import KeyPath


class TabState(NamedTuple):
    """What stands behind the name of a tab: a sign or a number, and what it says of the decision."""

    text: str
    verdict: Verdict = "not_applicable"


NO_STATE = TabState("")


def scenario_state(analysis: Analysis) -> TabState:
    """A tick where the use case is described, else how much is missing of it."""
    missing = len(analysis.walkthrough[0].lacking)
    return TabState(f"{missing}?", "unknown") if missing else TabState("✓", "pass")


def candidates_state(analysis: Analysis) -> TabState:
    """How many there are."""
    return TabState(f"{len(analysis.ranking):,}")


def checklist_state(analysis: Analysis) -> TabState:
    """How many checks that must pass fail for who serves as decided; else how many are open, of those whose answer
    can still change something.

    What is asked once counts once; an excluded candidate stays so whatever is answered of it.
    """
    from shortlist.core.comparison.decided_steps import serving_standings
    from shortlist.core.document.checklist import asked_once

    failing = {
        (check, None if asked_once(check) else id_)
        for id_, standing in serving_standings(analysis.decided).items()
        for check in standing.blocked_by
    }
    if failing:
        return TabState(f"✖ {len(failing):,}", "fail")
    open_ = {
        (check, None if asked_once(check) else result.id)
        for result in analysis.ranking
        if result.standing.status != "excluded"
        for check in result.standing.unknown
    }
    if open_:
        return TabState(f"{len(open_):,}?", "unknown")
    return TabState("✓", "pass") if analysis.ranking else NO_STATE


def cost_state(analysis: Analysis) -> TabState:
    """The bill a month of what was decided, the share of the fallback included; before that of who leads."""
    from shortlist.export.limits import brief_limit_figure, brief_usd

    if any(one.default is not None for one in analysis.decided):
        state = next((one for one in analysis.limits if one.limit == "monthly_budget_usd"), None)
        if state is not None:
            return TabState(brief_limit_figure(state), state.verdict)
        return TabState(brief_usd(analysis.decision.bill))
    first = analysis.recommendation.default or analysis.recommendation.provisional
    return NO_STATE if first is None else TabState(brief_usd(first.cost.bill))


def record_state(analysis: Analysis) -> TabState:
    """The status of the record being edited, else of the last one."""
    record = analysis.workspace.record
    if record is None:
        return NO_STATE
    return TabState(record.status, "pass" if record.status == "accepted" else "not_applicable")


def evidence_state(analysis: Analysis) -> TabState:
    """How many runs were imported or made."""
    number = len(analysis.workspace.evaluations)
    return TabState(f"{number:,}") if number else NO_STATE


class ScreenTab(NamedTuple):
    """A screen of the frame; `body` names its module and class. Its number is its place among the tabs."""

    id: str
    title: str
    body: str
    function_key: str
    """Goes there from a text too, where the number is text."""
    state: Callable[[Analysis], TabState]
    """What stands behind its name."""
    shows: tuple[str, ...] = ()
    """What of the document it shows, as beginnings of key paths; `*` is any row."""
    brief: str = ""
    """Its name where the tabs have little room."""
    terms: tuple[str, ...] = ()
    """The terms that its help explains, by their ids."""
    keeps_state: int = 0
    """Where the tabs have no room for all that stands behind their names: the lowest goes first."""


TABS = (
    ScreenTab(
        "scenario",
        "Scenario",
        "shortlist.tui.screens.scenario.body:ScenarioBody",
        "f2",
        scenario_state,
        ("scenario", "title"),
        terms=("step", "role", "token", "ttft", "p95", "escalation", "prefix_cache", "batch", "fallback"),
        keeps_state=2,
    ),
    ScreenTab(
        "candidates",
        "Candidates",
        "shortlist.tui.screens.candidates.body:CandidatesBody",
        "f3",
        candidates_state,
        ("",),
        terms=(
            *("score", "rank_open", "quality_index", "arena_elo", "effort", "ttft", "output_speed", "blended_price"),
            *("context_window", "basis", "managed", "hosted", "open_weight", "fallback"),
        ),
        keeps_state=3,
    ),
    ScreenTab(
        "checklist",
        "Checklist",
        "shortlist.tui.screens.checklist.body:ChecklistBody",
        "f4",
        checklist_state,
        ("checks", "answers", "candidates.*.answers"),
        brief="Checks",
        terms=("must", "near_miss", "open_weight", "context_window", "prefix_cache", "batch"),
        keeps_state=5,
    ),
    ScreenTab(
        "cost",
        "Cost",
        "shortlist.tui.screens.cost.body:CostBody",
        "f5",
        cost_state,
        terms=(
            *("bill", "successful_task", "escalation", "token", "prefix_cache", "batch", "blended_price"),
            *("break_even", "routing", "p95", "ttft"),
        ),
        keeps_state=4,
    ),
    ScreenTab(
        "record",
        "Record",
        "shortlist.tui.screens.record.body:RecordBody",
        "f6",
        record_state,
        ("records",),
        terms=("trigger", "supersede", "digest", "fallback", "successful_task"),
    ),
    ScreenTab(
        "evidence",
        "Evidence",
        "shortlist.tui.screens.evidence.body:EvidenceBody",
        "f7",
        evidence_state,
        ("evaluations",),
        terms=("golden", "interval", "pair", "judge", "ttft", "p95", "basis"),
        keeps_state=1,
    ),
)
TAB = {tab.id: tab for tab in TABS}
DROPPED_FIRST = tuple(tab.id for tab in sorted(TABS, key=lambda tab: tab.keeps_state))
"""Whose state goes first where the tabs have no room for all: that of the record stands in the line above as well."""


def tab_of(path: KeyPath) -> str:
    """The screen on which a place of the document is shown: that which names the longest beginning of it."""
    parts = ["*" if isinstance(part, int) else part for part in path]
    beginnings = [".".join(parts[:length]) for length in range(len(parts), -1, -1)]
    return next(tab.id for beginning in beginnings for tab in TABS if beginning in tab.shows)
