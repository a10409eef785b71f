"""The tables of the checklist: verdicts in groups that fold, and the open questions, those first that matter most.

A row's key is the check's id; in the list of open questions it names the candidate as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from shortlist.core.advice.open_questions import OpenQuestion, is_idle, open_questions, what_it_changes
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import (
    GROUP_NAMES,
    KNOWN_CHECKS,
    Answer,
    Check,
    Importance,
    asked_once,
    checklist,
)
from shortlist.core.document.vocabulary import VERDICTS, Verdict
from shortlist.core.judging.checks import COST_TARGET, RATE_LIMITS, CheckResult
from shortlist.core.judging.judge import CandidateResult
from shortlist.core.judging.verdicts import BY_STEP
from shortlist.shown import shown
from shortlist.tui.draw.lines import Cell, Tone, fit, width_of
from shortlist.tui.keys.sentences import DONE, empty
from shortlist.tui.widgets.grid import Column, Row, Table

TONES: dict[Verdict, Tone] = {"pass": "good", "fail": "bad", "unknown": "warn", "not_applicable": "dim"}
IMPORTANCE_SIGNS: dict[Importance, str] = {"must": "!", "should": " ", "info": "·"}
OWN, OWN_NAME = "own", "Checks of your own"
FOLD = "▸"
"""Begins the key of a folded group's row."""
WIDE = 110
NARROW_CELL, WIDE_CELL, WIDEST_CELL = 11, 16, 26
LABEL_WIDTH = 28

questions_of = lru_cache(maxsize=2)(open_questions)
"""The open questions of an compared, found once for each."""


def verdict_text(result: CheckResult) -> str:
    """A verdict with its symbol; * where a person gave it, and in brackets what the figures say."""
    if result.by != "person":
        return VERDICTS[result.verdict].marked
    if result.derived is None:
        return VERDICTS[result.verdict].marked + "*"
    word = VERDICTS[result.verdict].marked.replace("unknown", "unkn")
    return f"{word}*({VERDICTS[result.derived.verdict].sign})"


def _cell(compared: Compared, result: CandidateResult, check: str) -> Cell:
    """The verdict; what concerns the whole only says so where one step is looked at, and who is not asked of it too."""
    found = result.checks[check]
    if compared.step is not None and found.by == "derived" and found.verdict == "not_applicable":
        if not result.steps and check in (*BY_STEP, *OF_TRAFFIC):
            return Cell("– not played", "dim")
        if check == COST_TARGET:
            return Cell("– for all", "dim")
    return _verdict_cell(found)


OF_TRAFFIC = (COST_TARGET, RATE_LIMITS)
"""What is asked of all the steps that a candidate plays together."""


def _verdict_cell(result: CheckResult) -> Cell:
    # What need not be answered and was not is no warning.
    quiet = result.verdict == "unknown" and result.importance == "info"
    return Cell(verdict_text(result), "dim" if quiet else TONES[result.verdict])


def group_of(check: Check) -> str:
    """The group that lists a check; whatever a check of the team's own is called, it is among the own ones."""
    return check.group if check.id in KNOWN_CHECKS else OWN


def group_name(group: str) -> str:
    """A group as people read it."""
    return GROUP_NAMES.get(group, OWN_NAME)


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


def verdict_table(only: Kept | None, compared: Compared, width: int, folded: Set[str] = frozenset()) -> Table:
    """Every check against every candidate, or only some of both; a folded group is one row."""
    # The order of the file, not that of the ranks: an answer must not move the columns under the hand.
    results = [compared.by_id[candidate.id] for candidate in compared.workspace.candidates]
    if compared.step is not None:
        results.sort(key=lambda result: not result.steps)
    seen = [result for result in results if only is None or result.id in only.candidates]
    # Few candidates get room for their names, many as much as a verdict needs.
    room = (width - LABEL_WIDTH - 3) // max(1, len(seen)) - 1
    size = max(NARROW_CELL if width < WIDE else WIDE_CELL, min(WIDEST_CELL, room))
    columns = [Column("check", "check"), *(Column(r.id, both_ends(r.candidate.name, size), size) for r in seen)]
    groups: dict[str, list[Check]] = {}
    for check in checklist(compared.workspace.checks):
        if only is None or check.id in only.checks:
            groups.setdefault(group_of(check), []).append(check)
    rows: list[Row] = []
    for group, checks in groups.items():
        if group in folded:
            rows.append(_folded(group, checks, compared, seen))
            continue
        once = ": answered once, for the whole workspace" if all(asked_once(check.id) for check in checks) else ""
        head = f"{'▾ ' if only is None else ''}{group_name(group)}{once}"
        rows.append(Row(group, (Cell(head, "head"),), heading=True))
        rows += [_row(check, compared, seen) for check in checks]
    if not compared.ranking:
        columns.append(Column("question", "asked of every candidate, once there is one", max(20, width - 31)))
    told = DONE["nothing_blocks"] if compared.ranking else empty("nothing_blocks")
    return Table(tuple(columns), tuple(rows), told, widest=LABEL_WIDTH)


def both_ends(name: str, width: int) -> str:
    """A name in at most that many columns, cut in the middle: names of models differ at their ends."""
    clean = shown(name)
    if width_of(clean) <= width:
        return clean
    tail = ""
    for character in reversed(clean):
        if width_of(character + tail) > (width - 1) // 2:
            break
        tail = character + tail
    return fit(clean, width - width_of(tail)) + tail


def _row(check: Check, compared: Compared, seen: Sequence[CandidateResult]) -> Row:
    if asked_once(check.id):
        cells: tuple[Cell, ...] = (_team_cell(check, compared),)
    elif compared.ranking:
        cells = tuple(_cell(compared, result, check.id) for result in seen)
    else:
        cells = (Cell(check.question, "dim"),)
    importance = _importance(check, compared)
    label = Cell(f"{IMPORTANCE_SIGNS[importance]} {check.label}")
    return Row(check.id, (label, *cells), also=f"{check.id} {check.question} {importance}")


def _importance(check: Check, compared: Compared) -> Importance:
    """The gravest that the check has for any candidate."""
    order: tuple[Importance, ...] = ("must", "should", "info")
    found = {result.checks[check.id].importance for result in compared.ranking}
    return next((one for one in order if one in found), importance_set(compared, check.id) or check.importance)


def importance_set(compared: Compared, check: str) -> Importance | None:
    """The importance that the workspace gives a check, where it does."""
    return next((one.importance for one in compared.workspace.checks if one.id == check), None)


def team_answer(compared: Compared, check: str) -> Answer | None:
    """The answer to a check that is asked once per workspace."""
    return next((one for one in reversed(compared.workspace.answers) if one.check == check), None)


def _team_cell(check: Check, compared: Compared) -> Cell:
    """One cell for all candidates, with what was found."""
    answer = team_answer(compared, check.id)
    if answer is None:
        quiet = _importance(check, compared) == "info"
        return Cell(f"{VERDICTS['unknown'].marked}  {check.question}", "dim" if quiet else "warn")
    return Cell(f"{VERDICTS[answer.verdict].marked}*  {answer.note}", TONES[answer.verdict])


def _folded(group: str, checks: Sequence[Check], compared: Compared, seen: Sequence[CandidateResult]) -> Row:
    """One row for a group: what fails and what is unknown, for every candidate."""
    head = Cell(f"{FOLD} {group_name(group)} ({len(checks)})", "head")
    if all(asked_once(check.id) for check in checks):
        answers = [team_answer(compared, check.id) for check in checks]
        return Row(f"{FOLD}{group}", (head, _sum([answer.verdict if answer else "unknown" for answer in answers])))
    cells = (_sum([result.checks[check.id].verdict for check in checks]) for result in seen)
    return Row(f"{FOLD}{group}", (head, *cells) if compared.ranking else (head, Cell("folded", "dim")))


def _sum(verdicts: Sequence[str]) -> Cell:
    failed, unknown = verdicts.count("fail"), verdicts.count("unknown")
    told = [f"✖ {failed}"] * bool(failed) + [f"? {unknown}"] * bool(unknown)
    tone: Tone = "good"
    if failed or unknown:
        tone = "bad" if failed else "warn"
    return Cell("  ".join(told) or "✓ all", tone)


def all_checks(compared: Compared, width: int) -> Table:
    """Every check against every candidate."""
    return verdict_table(None, compared, width)


def blocking_checks(compared: Compared, width: int) -> Table:
    """Only the checks that block somebody."""
    return verdict_table(blocking_now(compared), compared, width)


# --- open questions


def question_key(question: OpenQuestion) -> str:
    """The key of a question's row."""
    return repr((question.check, question.candidate))


def question_at(compared: Compared, key: str) -> OpenQuestion | None:
    """The open question of a row."""
    return next((one for one in questions_of(compared) if question_key(one) == key), None)


def question_table(compared: Compared, width: int) -> Table:
    """The unknown checks, those first that could change the recommendation."""
    names = 18 if width < WIDE else 30
    columns = (
        Column("check", "open question"),
        Column("candidate", "candidate", names),
        Column("asks", "asks", 6),
        Column("changes", "what an answer changes", max(20, width - 36 - names)),
    )
    labels = {check.id: check.label for check in checklist(compared.workspace.checks)}
    rows = [_question_row(question, labels[question.check], compared) for question in questions_of(compared)]
    return Table(columns, tuple(rows), nothing_open(compared), widest=26)


def nothing_open(compared: Compared) -> str:
    """What is said where no question is open: all are answered, or nobody is there to ask about."""
    return DONE["nothing_open"] if compared.ranking else empty("no_questions")


TELLING = frozenset({"first", "fallback", "together"})
"""Bearings of answers that could change the recommendation."""


def _question_row(question: OpenQuestion, label: str, compared: Compared) -> Row:
    result = compared.by_id.get(question.candidate or "")
    telling = question.bearing in TELLING
    if telling:
        told = what_it_changes(compared, question)
    elif is_idle(compared, question):
        told = "nothing: it is excluded"
    else:
        told = "its status" if question.bearing == "must" else "–"
    return Row(
        question_key(question),
        (
            Cell(f"{IMPORTANCE_SIGNS[question.importance]} {label}"),
            Cell(result.candidate.name if result else "all, asked once", "plain" if result else "dim"),
            Cell(question.importance, "warn" if question.importance == "must" else "dim"),
            Cell(told, "plain" if telling else "dim"),
        ),
        also=question.check,
    )


def every_group(compared: Compared) -> Iterable[str]:
    """The groups of the checklist, in its order."""
    return dict.fromkeys(group_of(check) for check in checklist(compared.workspace.checks))
