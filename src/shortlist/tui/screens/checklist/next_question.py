"""Where to go on the checklist: to the next open question, and to the check that a place of the file names."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from shortlist.core.advice.open_questions import TELLING, OpenQuestion, is_idle, what_it_changes
from shortlist.core.basics.words import count
from shortlist.core.comparison.compared import Compared
from shortlist.core.document.checklist import check_labels
from shortlist.core.edits.places import KeyPath
from shortlist.core.walkthrough import still_to_answer
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.sentences import DONE
from shortlist.tui.screens.checklist.question_table import nothing_open, questions_of
from shortlist.tui.screens.checklist.tables import blocked, blocks

ONLY_FAILS = "No question is open here: what blocks still was answered, and fails."
LISTED = 40
"""Open questions that stand beside the matrix."""


class CheckTarget(NamedTuple):
    """A check, and for whom; None for what is asked once per workspace, or of nobody in particular."""

    check: str
    candidate: str | None


def next_open(compared: Compared, blocking: bool, here: CheckTarget | None, by: int) -> OpenQuestion | str:
    """The open question that follows a place in the order in which they matter; without one, why there is none.

    `blocking` leaves out what keeps nobody from being eligible.
    """
    questions, nothing = questions_of(compared), nothing_open(compared)
    if blocking and compared.ranking:
        questions = tuple(one for one in questions if one.importance == "must")
        failing = blocked(compared) and not questions
        nothing = ONLY_FAILS if failing else DONE["nothing_blocks"]
    if not questions:
        return nothing
    places = [CheckTarget(question.check, question.candidate) for question in questions]
    if here in places:
        return questions[(places.index(here) + by) % len(places)]
    return questions[0 if by > 0 else -1]


def place_at(compared: Compared, path: KeyPath, item: str | None) -> CheckTarget | None:
    """The check that a place of the file names, or what keeps a candidate from being chosen; None for neither."""
    workspace, check = compared.workspace, None
    match path:
        case ("candidates", int(index), "answers", int(number)):
            item, check = workspace.candidates[index].id, workspace.candidates[index].answers[number].check
        case ("candidates", int(index), "answers"):
            # What is asked for as it is chosen comes before what else blocks it.
            item = workspace.candidates[index].id
            check = next(iter(still_to_answer(workspace, compared.whole.by_id[item])), None)
        case ("checks", int(number)):
            check = workspace.checks[number].id
        case ("answers", int(number)):
            check = workspace.answers[number].check
    if check is None and item is not None:
        here, whole = compared.by_id[item], compared.whole.by_id[item]
        check = next(iter((*blocks(here), *blocks(whole))), None)
    return None if check is None else CheckTarget(check, item)


def questions_told(compared: Compared, here: CheckTarget | None) -> list[Cell]:
    """What must be answered, as it stands beside the matrix with that under the cursor marked; the rest by check."""
    questions = questions_of(compared)
    if not questions:
        return [Cell(nothing_open(compared), "good")]
    telling = [one for one in questions if one.importance == "must" or one.bearing in TELLING]
    labels = check_labels(compared.workspace.checks)
    told = [Cell("What matters most first", "head")]
    if not telling:
        told.append(Cell("Nothing that must pass is open.", "good"))
    for number, one in enumerate(telling[:LISTED], 1):
        who = "all"
        if one.candidate is not None:
            who = compared.by_id[one.candidate].candidate.name
        words = f"{number:>2} {labels[one.check]}: {who}"
        at = CheckTarget(one.check, one.candidate) == here
        told.append(Cell(f"▸{words}", "strong") if at else Cell(f" {words}", "warn"))
        if one.bearing in TELLING:
            told.append(Cell(f"    {what_it_changes(compared, one)}", "accent"))
        elif is_idle(compared, one):
            told.append(Cell("    It changes nothing: another check excludes it.", "dim"))
    told_of = set(telling[:LISTED])
    rest = Counter(labels[one.check] for one in questions if one not in told_of)
    if rest:
        words = f"{count(rest.total(), 'other')} that decide nothing, in the view “Open questions”"
        told += [Cell(""), Cell(words, "head")]
        told += [Cell(f"{many:>4} {label}", "dim") for label, many in rest.most_common()]
    return told
