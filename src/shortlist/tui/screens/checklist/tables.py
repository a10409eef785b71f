"""The verdicts in groups that fold, checks down and candidates across; a row's key is the check's id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.assessment.checks import CheckResult
from shortlist.core.assessment.verdicts import BY_STEP
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import (
    COST_TARGET,
    GROUPS,
    KNOWN_CHECKS,
    RATE_LIMITS,
    Answer,
    Check,
    Importance,
    asked_once,
    checklist,
)
from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.tui.draw.lines import Cell, Tone
from shortlist.tui.draw.tones import VERDICT_TONES
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.widgets.table import Column, Row, Table

TONES: dict[Verdict, Tone] = {**VERDICT_TONES, "fail": "tint_bad"}
"""One cell that fails among a hundred is found by its ground."""
IMPORTANCE_SIGNS: dict[Importance, str] = {"must": "!", "should": " ", "info": "·"}
"""The signs of importances, the gravest first."""
OWN, OWN_NAME = "own", "Checks of your own"
FOLD = "▸"
"""Begins the key of a folded group's row."""
LABEL_WIDTH = 28
"""Columns that the names of the checks take at most."""
ASKED_OF_ALL = "asked of every candidate, once there is one"
NAME_LEAST = 11
"""Columns that a candidate keeps at least: a verdict with its signs."""


def verdict_text(result: CheckResult) -> str:
    """A verdict with its symbol; * where a person gave it, and in brackets what the figures say."""
    derived = None if result.derived is None else result.derived.verdict
    return _verdict_text(result.verdict, result.by == "person", derived)


def _verdict_text(verdict: Verdict, person: bool, derived: Verdict | None) -> str:
    word = VERDICTS[verdict].marked
    if not person:
        return word
    if derived is None:
        return f"{word}*"
    return f"{word.replace('unknown', 'unkn')}*({VERDICTS[derived].sign})"


def _cell(compared: Compared, result: CandidateResult, check: str, passed: Tone) -> Cell:
    """The verdict; what concerns the whole only says so where one step is looked at, and who is not asked of it too."""
    found = result.checks[check]
    if compared.step is not None and found.by == "derived" and found.verdict == "not_applicable":
        if not result.steps and check in (*BY_STEP, *OF_TRAFFIC):
            return Cell("– no part", "dim")
        if check == COST_TARGET:
            return Cell("– for all", "dim")
    derived = None if found.derived is None else found.derived.verdict
    return _verdict_cell(found.verdict, found.by == "person", derived, found.importance == "info", passed)


OF_TRAFFIC = (COST_TARGET, RATE_LIMITS)
"""What is asked of all the steps that a candidate plays together."""


@cache
def _verdict_cell(verdict: Verdict, person: bool, derived: Verdict | None, info: bool, passed: Tone) -> Cell:
    """Cached: a table of 200 candidates has some thousand cells, and there are a few dozen kinds."""
    tone = passed if verdict == "pass" else TONES[verdict]
    # What need not be answered and was not is no warning.
    if verdict == "unknown" and info:
        tone = "dim"
    return Cell(_verdict_text(verdict, person, derived), tone)


def group_of(check: Check) -> str:
    """The group that lists a check; whatever a check of the team's own is called, it is among the own ones."""
    return check.group if check.id in KNOWN_CHECKS else OWN


def group_name(group: str) -> str:
    """A group as people read it."""
    if group not in GROUPS:
        return OWN_NAME
    return GROUPS[group].name


def blocks(result: CandidateResult) -> tuple[str, ...]:
    """The checks that keep a candidate from being eligible, of all its steps or of the one that is looked at."""
    return (*result.standing.blocked_by, *result.standing.unknown)


def progress(result: CandidateResult) -> tuple[int, int]:
    """How many of the checks that must or should pass have a verdict, and how many there are."""
    asked = [check for check in result.checks.values() if check.importance != "info"]
    return sum(check.verdict != "unknown" for check in asked), len(asked)


# --- verdicts


class Kept(NamedTuple):
    """The checks and the candidates that are shown where only what blocks is."""

    checks: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()


NOTHING = Kept()


def blocking_now(compared: Compared, kept: Kept = NOTHING) -> Kept:
    """What blocks somebody, beside what is kept in sight though it blocks no longer."""
    found = [(check, result.id) for result in compared.ranking for check in blocks(result)]
    return Kept(kept.checks.union(check for check, _ in found), kept.candidates.union(one for _, one in found))


def blocked(compared: Compared) -> int:
    """In how many cells a check keeps its candidate from being eligible."""
    return sum(len(blocks(result)) for result in compared.ranking)


def verdict_table(only: Kept | None, compared: Compared, folded: Set[str] = frozenset()) -> Table:
    """Every check against every candidate, or only some of both; a folded group is one row."""
    # The order of the file, not that of the ranks: an answer must not move the columns under the hand.
    results = [compared.by_id[candidate.id] for candidate in compared.workspace.candidates]
    if compared.step is not None:
        results.sort(key=lambda result: not result.steps)
    seen = [result for result in results if only is None or result.id in only.candidates]
    columns = [Column("check", "check")]
    columns += [Column(one.id, one.candidate.name, least=NAME_LEAST, names=True) for one in seen]
    rows: list[Row] = []
    for group, checks in in_groups(compared).items():
        listed = [check for check in checks if only is None or check.id in only.checks]
        if group in folded:
            rows.append(_folded(group, checks, compared, seen))
        elif listed:
            head = f"{'▾ ' if only is None else ''}{group_name(group)} {_counted(listed, compared, seen)}"
            rows.append(Row(group, (Cell(head, "head"),), heading=True))
            rows += [_row(check, compared, seen) for check in listed]
    if not compared.ranking:
        columns.append(Column("question", ASKED_OF_ALL, least=len(ASKED_OF_ALL)))
    told = DONE["nothing_blocks"] if compared.ranking else empty("nothing_blocks")
    return Table(tuple(columns), tuple(rows), told, widest=LABEL_WIDTH)


def check_of(compared: Compared, id_: str) -> Check | None:
    """The check of that id."""
    return next((one for one in checklist(compared.workspace.checks) if one.id == id_), None)


def in_groups(compared: Compared) -> Mapping[str, Sequence[Check]]:
    """The checks by their group, in the order of the checklist."""
    groups: dict[str, list[Check]] = {}
    for check in checklist(compared.workspace.checks):
        groups.setdefault(group_of(check), []).append(check)
    return groups


def without_a_must(compared: Compared) -> frozenset[str]:
    """The groups of which nothing must pass: what may be left for later."""
    groups = in_groups(compared).items()
    return frozenset(group for group, checks in groups if all(_importance(one, compared) != "must" for one in checks))


def _counted(checks: Sequence[Check], compared: Compared, seen: Sequence[CandidateResult]) -> str:
    """Behind a group's name: how many checks it has, and how many verdicts over all candidates fail or are open."""
    if all(asked_once(check.id) for check in checks):
        counts = Counter(team_verdict(check, compared) for check in checks)
        told = [f"({len(checks)}, answered once for the whole workspace)"]
    else:
        counts = Counter(result.checks[check.id].verdict for check in checks for result in seen)
        told = [f"({len(checks)})"]
    if counts["fail"]:
        told.append(f"✖ {counts['fail']:,} fail")
    if counts["unknown"]:
        told.append(f"? {counts['unknown']:,} open")
    return "  ".join(told)


def _row(check: Check, compared: Compared, seen: Sequence[CandidateResult]) -> Row:
    importance = _importance(check, compared)
    cells = [Cell(check.question, "dim")]
    if asked_once(check.id):
        answer = team_answer(compared, check.id)
        if answer is None:
            tone: Tone = "dim" if importance == "info" else "warn"
            cells = [Cell(f"{VERDICTS['unknown'].marked}  {check.question}", tone)]
        else:
            cells = [Cell(f"{VERDICTS[answer.verdict].marked}*  {answer.note}", TONES[answer.verdict])]
    elif compared.ranking:
        # A pass is plain where most pass, so that the odd one is seen.
        passes = sum(result.checks[check.id].verdict == "pass" for result in seen)
        passed: Tone = "plain" if passes * 2 > len(seen) else "good"
        cells = [_cell(compared, result, check.id, passed) for result in seen]
    label = Cell(f"{IMPORTANCE_SIGNS[importance]} {check.label}")
    return Row(check.id, (label, *cells), also=f"{check.id} {check.question} {importance}")


def _importance(check: Check, compared: Compared) -> Importance:
    """The gravest that the check has for any candidate."""
    found = {result.checks[check.id].importance for result in compared.ranking}
    gravest = next((one for one in IMPORTANCE_SIGNS if one in found), None)
    return gravest or importance_set(compared, check.id) or check.importance


def importance_set(compared: Compared, check: str) -> Importance | None:
    """The importance that the workspace gives a check, where it does."""
    return next((one.importance for one in compared.workspace.checks if one.id == check), None)


def team_answer(compared: Compared, check: str) -> Answer | None:
    """The answer to a check that is asked once per workspace."""
    return next((one for one in reversed(compared.workspace.answers) if one.check == check), None)


def team_verdict(check: Check, compared: Compared) -> Verdict:
    """The verdict of a check that is asked once; unknown of one that is asked of every candidate."""
    answer = team_answer(compared, check.id)
    return "unknown" if answer is None else answer.verdict


def _folded(group: str, checks: Sequence[Check], compared: Compared, seen: Sequence[CandidateResult]) -> Row:
    """One row for a group: what fails and what is unknown, for every candidate."""
    head = Cell(f"{FOLD} {group_name(group)} ({len(checks)})", "head")
    quiet = all(_importance(check, compared) == "info" for check in checks)
    if all(asked_once(check.id) for check in checks):
        cells = [_sum([team_verdict(check, compared) for check in checks], quiet)]
    elif compared.ranking:
        cells = [_sum([result.checks[check.id].verdict for check in checks], quiet) for result in seen]
    else:
        cells = [Cell("folded", "dim")]
    return Row(f"{FOLD}{group}", (head, *cells))


def _sum(verdicts: Sequence[Verdict], quiet: bool) -> Cell:
    failed, unknown = verdicts.count("fail"), verdicts.count("unknown")
    if failed:
        return Cell(f"✖ {failed}  ? {unknown}" if unknown else f"✖ {failed}", "tint_bad")
    if unknown:
        return Cell(f"? {unknown}", "dim" if quiet else "warn")
    return Cell("✓ all")
