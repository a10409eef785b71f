"""What the pane says of the cell under the cursor: question, verdicts, evidence, and what an answer would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shortlist.core.advice.open_questions import TELLING, what_it_changes
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.checks import CheckResult
from shortlist.core.assessment.verdicts import BY_STEP
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import COST_TARGET, RATE_LIMITS, VENDOR_CHECKS, Answer, Check, asked_once
from shortlist.core.document.scenario import Column
from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.export.levels import unplayed
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.checklist.question_table import question_at, questions_of
from shortlist.tui.screens.checklist.tables import (
    FOLD,
    TONES,
    check_of,
    group_name,
    importance_set,
    in_groups,
    progress,
    team_answer,
    team_verdict,
)

UNFOLD = "Enter or {checklist.fold} shows its checks."


def evidence(compared: Compared, key: str, column: str | None) -> Sequence[Cell]:
    """The question, the verdict with its reason, and what was found where by whom."""
    check = check_of(compared, key)
    if check is None:
        return _of_folded(compared, key.removeprefix(FOLD), column)
    lines = [Cell(check.label, "head")]
    if check.question != check.label:
        lines.append(Cell(check.question, "strong"))
    if asked_once(key):
        return [*lines, *_with_bearing(compared, check, None, _of_team(compared, check))]
    result = compared.by_id.get(column or "")
    if result is None:
        derived = "; derived from figures" if check.derived else ""
        return [*lines, Cell(f"{check.importance}{derived}. Asked of every candidate, once there is one.", "dim")]
    lines += _with_bearing(compared, check, result.id, _of_candidate(compared, result, check))
    done, asked = progress(result)
    quiet = [one.verdict != "unknown" for one in result.checks.values() if one.importance == "info"]
    told = f"{done} of {asked} checks that must or should pass have a verdict, and {sum(quiet)} of {len(quiet)} others"
    return [*lines, Cell(f"{result.candidate.name}: {told}.", "dim"), *_others(compared, result, check)]


def _of_folded(compared: Compared, group: str, column: str | None) -> list[Cell]:
    """What a folded group asks, and how that stands for the candidate of the column."""
    lines = [Cell(f"{group_name(group)}: folded. {keyed(UNFOLD)}", "dim")]
    checks, result = in_groups(compared).get(group, ()), compared.by_id.get(column or "")
    if result is not None and not all(asked_once(check.id) for check in checks):
        lines.append(Cell(result.candidate.name, "head"))
    for check in checks:
        verdict, importance = team_verdict(check, compared), importance_set(compared, check.id) or check.importance
        if result is not None and not asked_once(check.id):
            verdict, importance = result.checks[check.id].verdict, result.checks[check.id].importance
        quiet = verdict == "pass" or (verdict == "unknown" and importance == "info")
        lines.append(Cell(f"{VERDICTS[verdict].sign} {check.label}", "dim" if quiet else TONES[verdict]))
    return lines


OTHERS = 12
"""How many of the other candidates are told of."""


def _others(compared: Compared, result: CandidateResult, check: Check) -> list[Cell]:
    """How the others stand in the check, those first that do not pass; why, where they do not."""
    others = [one for one in compared.ranking if one.id != result.id]
    if not others:
        return []
    lines = [Cell("The others", "head")]
    others.sort(key=lambda one: one.checks[check.id].verdict == "pass")
    for one in others[:OTHERS]:
        found = one.checks[check.id]
        told = f"{VERDICTS[found.verdict].sign} {one.candidate.name}"
        if found.verdict in ("fail", "unknown") and found.by == "derived":
            told += f": {found.reason}"
        lines.append(Cell(told, "dim" if found.verdict == "pass" else TONES[found.verdict]))
    if len(others) > OTHERS:
        lines.append(Cell(f"  and {len(others) - OTHERS:,} more", "dim"))
    return lines


def question_evidence(compared: Compared, key: str, column: str | None) -> Sequence[Cell]:
    """The same for a row of the open questions."""
    question = question_at(compared, key)
    return evidence(compared, question.check, question.candidate) if question else ()


def _of_candidate(compared: Compared, result: CandidateResult, check: Check) -> list[Cell]:
    found = result.checks[check.id]
    who = {"derived": "from the figures", "person": "answered by a person", None: "nobody has answered yet"}[found.by]
    own = check.importance_for(result.candidate.self_hosted, result.candidate.open)
    where = f", on “{compared.step.name}” alone" if compared.step is not None else ""
    told = f"{VERDICTS[found.verdict].marked} · {_asks(compared, check.id, found.importance, own)} · {who}"
    lines = [Cell(f"{result.candidate.name}{where}: {told}", TONES[found.verdict])]
    if found.answer is not None:
        lines += _answered(found.answer)
        if check.id in VENDOR_CHECKS and found.verdict == "pass" and not found.answer.url.strip():
            lines.append(Cell("It is a fact about a vendor, and passes without an address that bears it out.", "warn"))
        if found.derived is not None:
            verdict = VERDICTS[found.derived.verdict].marked
            lines.append(Cell(f"In place of the figures, {verdict}: {found.derived.reason}"))
    elif found.by == "derived":
        near = " A near miss." if found.near else ""
        lines.append(Cell(f"{found.reason}{near}"))
    return [*lines, *_on_the_step(compared, result, check), *_not_rated(result, found)]


def _on_the_step(compared: Compared, result: CandidateResult, check: Check) -> list[Cell]:
    """Where one step is looked at: how the check stands for all of them, and how far an answer reaches."""
    if compared.step is None or not check.derived:
        return []
    if not result.steps and check.id in BY_STEP:
        return [Cell(f"{result.candidate.name} {unplayed(compared, result.candidate)}.", "dim")]
    if result.checks[check.id].by == "person":
        return [Cell("A person's answer holds in every step.", "dim")]
    whole = compared.whole.by_id[result.id].checks[check.id]
    if check.id not in (*BY_STEP, COST_TARGET, RATE_LIMITS):
        return [Cell("It is judged from the candidate alone, and is the same in every step.", "dim")]
    return [Cell(f"For all its steps: {VERDICTS[whole.verdict].marked}. {whole.reason}", "dim")]


COLUMN_OF: Mapping[str, Column] = {
    "first.task_fit": "task_fit",
    "first.context_needs": "task_fit",
    "first.output_contract": "task_fit",
    "first.quality_bar": "expected_quality",
    "first.latency_target": "latency_risk",
    "first.cost_target": "cost_risk",
    "first.privacy": "privacy_risk",
    "platform.data_controls": "privacy_risk",
    "platform.regional_availability": "privacy_risk",
    "privacy.region": "privacy_risk",
    "first.operations": "operational_burden",
    "first.migration": "migration_difficulty",
}
"""The column that is judged from the same figures as a check."""


def _not_rated(result: CandidateResult, found: CheckResult) -> list[Cell]:
    """Where an answer leaves the column beside it open, or against it: that it does, and what settles the column."""
    name = COLUMN_OF.get(found.id)
    if name is None:
        return []
    column = result.columns[name]
    if not column.counts or column.overridden:
        return []
    against = found.answer is not None and found.derived is not None and found.derived.verdict != found.verdict
    if column.known and not against:
        return []
    stays = "stays as the figures say" if column.known else "stays open"
    rates = "{checklist.rate} rates it here, or a figure does."
    return [Cell(f"An answer rates nothing: the column “{name.replace('_', ' ')}” {stays}; {keyed(rates)}", "warn")]


def _of_team(compared: Compared, check: Check) -> list[Cell]:
    importance = importance_set(compared, check.id) or check.importance
    asks = _asks(compared, check.id, importance, check.importance)
    answer, found = team_answer(compared, check.id), list[Cell]()
    verdict: Verdict = "unknown"
    who = "nobody has answered yet"
    if answer is not None:
        verdict, who, found = answer.verdict, "answered by a person", _answered(answer)
    return [Cell(f"The whole workspace: {VERDICTS[verdict].marked} · {asks} · {who}", TONES[verdict]), *found]


def _asks(compared: Compared, check: str, importance: str, own: str) -> str:
    if importance_set(compared, check) is None or importance == own:
        return importance
    return f"{importance} (the list says {own})"


def _answered(answer: Answer) -> list[Cell]:
    when = f"checked on {answer.checked_on}" if answer.checked_on else "no date"
    who = f"by {answer.checked_by}" if answer.checked_by else "unsigned"
    lines = [Cell(answer.note)] if answer.note else []
    return [*lines, Cell(f"Evidence: {answer.url or 'no address'} · {when} · {who}", "dim")]


def _with_bearing(compared: Compared, check: Check, candidate: str | None, told: list[Cell]) -> list[Cell]:
    """For an unknown, what an answer would change: right beneath the verdict where it is much."""
    questions = questions_of(compared)
    for place, one in enumerate(questions, 1):
        if (one.check, one.candidate) == (check.id, candidate):
            words = f"Open question {place} of {len(questions)}: {what_it_changes(compared, one)}"
            if one.bearing in TELLING:
                return [told[0], Cell(words, "accent"), *told[1:]]
            return [*told, Cell(words, "dim")]
    return told
