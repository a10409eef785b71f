"""The checklist: groups of checks down, candidates across, a verdict a cell with its evidence, answered by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

from textual.binding import BindingType

from shortlist.core.advice.open_questions import outcome
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.checklist import KNOWN_CHECKS, Importance, asked_once
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import answers as answering
from shortlist.core.edits.candidates import index_of
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.table_body import View
from shortlist.tui.screens.checklist.answer_form import AnswerForm
from shortlist.tui.screens.checklist.check_grid import VerdictGrid
from shortlist.tui.screens.checklist.evidence import COLUMN_OF, evidence, question_evidence
from shortlist.tui.screens.checklist.own_checks import OwnChecks
from shortlist.tui.screens.checklist.places import ChecklistPlaces, Target
from shortlist.tui.screens.checklist.tables import (
    FOLD,
    all_checks,
    blocking_checks,
    check_label,
    importance_set,
    question_table,
)
from shortlist.tui.widgets.summary import change_line

COMMON_WIDTH = 23
"""Columns that the keys of every screen take beside those of this one."""


def _width(hint: Hint) -> int:
    return len(hint.key) + len(hint.label) + 3


class ChecklistBody(ChecklistPlaces):
    """The verdicts, those that block, and the open questions in the order in which they matter."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "Checks down, candidates across. {checklist.pass}, {checklist.fail}, {checklist.unknown} and "
        "{checklist.not_asked} answer the check under the cursor, Enter opens the form for the evidence. ! marks "
        "what must pass, · what is only for information; * marks a person's answer, with what the figures say in "
        "brackets. An answer decides a check and with it a status; it rates no column: "
        "{checklist.rate} does. What is answered under “What blocks” stays in sight until the view is left."
    )
    GRID = VerdictGrid
    VIEWS = (
        View("All checks", all_checks, evidence, "! must  · info  * person (figures)"),
        View("What blocks", blocking_checks, evidence),
        View("Open questions", question_table, question_evidence),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("checklist")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._form, self._own = AnswerForm(self), OwnChecks(self)

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the checklist; more where there is room."""
        few = (
            hint("checklist.pass"),
            hint("checklist.fail"),
            hint("checklist.form", keys="{grid.open}"),
            hint("checklist.next"),
            hint("table.view"),
            hint("table.filter"),
        )
        more = (hint("checklist.importance"), hint("checklist.provider"), hint("checklist.add"))
        room = self.app.size.width - COMMON_WIDTH - sum(map(_width, few))
        return (*few, *(hint for place, hint in enumerate(more, 1) if sum(map(_width, more[:place])) <= room))

    def answerable(self) -> Target | None:
        """What is under the cursor, where it can be answered; else it is told why not."""
        target = self.target()
        if target is None:
            if self._grid.row_key is not None:
                self.desk.say(keyed("Unfold the group first: Enter or {checklist.fold}."))
            return None
        if not asked_once(target.check.id) and target.candidate not in self._analysis.by_id:
            self.desk.say(empty("to_answer"))
            return None
        return target

    def name_of(self, target: Target) -> str:
        """`Retention for GPT-6 Luna`, for the name of an edit."""
        label = check_label(target.check)
        result = self._analysis.by_id.get(target.candidate or "")
        return f"{label} for {result.candidate.name}" if result else label

    def edit(self, name: str, change: Callable[[Workspace], Workspace]) -> str:
        """Apply an edit as one step of its own; what is wrong with it, or nothing."""
        try:
            self.desk.edit(name, change)
        except InvalidDocument as error:
            return "; ".join(problem.message for problem in error.problems)
        self.tell_change()
        return ""

    def tell_change(self) -> None:
        """Say so where the last edit changed what is recommended."""
        session = self.desk.session
        if outcome(session.before).first != outcome(session.analysis).first:
            self.desk.say(change_line(session.before, session.analysis))

    def _edit(self, name: str, change: Callable[[Workspace], Workspace]) -> None:
        wrong = self.edit(name, change)
        if wrong:
            self.desk.say(wrong)

    # --- answering

    def action_answer(self, verdict: str) -> None:
        """Give a verdict, dated today; a note that was there stays."""
        target = self.answerable()
        if target is not None:
            given, day, by = cast(Verdict, verdict), self.desk.session.today, self._form.signed
            self._edit(
                f"answer {self.name_of(target)}",
                lambda w: answering.with_verdict(w, target.candidate, target.check.id, given, day, by),
            )

    def action_rate(self) -> None:
        """Rate the column that is judged from the same figures, for the candidate under the cursor."""
        target = self.answerable()
        if target is None:
            return
        column = COLUMN_OF.get(target.check.id)
        index = index_of(self.desk.session.workspace, target.candidate or "")
        if column is None or index is None:
            self.desk.say("No column is judged from the same figures as this check.")
            return
        from shortlist.tui.parts.rating import Rating

        Rating(self.app, self.desk, index).ask(column)

    def action_clear(self) -> None:
        """Take a person's answer away; what the figures say stands again."""
        target = self.answerable()
        if target is None:
            return
        if answering.answer_of(self.desk.session.workspace, target.candidate, target.check.id) is None:
            self.desk.say("No person has answered this.")
            return
        self._edit(
            f"clear {self.name_of(target)}",
            lambda w: answering.with_answer(w, target.candidate, target.check.id, None),
        )

    def on_grid_opened(self) -> None:
        """Enter answers with evidence, or unfolds."""
        if not self.screen.is_active:
            return
        if (self._grid.row_key or "").startswith(FOLD) and self.target() is None:
            self.action_fold()
        else:
            self.action_form()

    def action_form(self) -> None:
        """Open the form of the answer."""
        target = self.answerable()
        if target is not None:
            self._form.open(target.check, target.candidate, self.name_of(target))

    def action_provider(self) -> None:
        """Give this answer to every candidate of the provider."""
        target = self.answerable()
        if target is None:
            return
        if target.candidate is None:
            self.desk.say("This is answered once for the whole workspace.")
            return
        candidate, check, workspace = target.candidate, target.check.id, self.desk.session.workspace
        mates = answering.provider_mates(workspace, candidate)
        provider = self._analysis.by_id[candidate].candidate.provider
        if answering.answer_of(workspace, candidate, check) is None:
            key = keyed("{checklist.provider}")
            self.desk.say(f"Answer it first; {key} then gives the answer to the others of {provider}.")
        elif not mates:
            self.desk.say(f"No other candidate is served by {provider}.")
        else:
            name = f"answer {check_label(target.check)} for all of {provider}"
            self._edit(name, lambda w: answering.with_answer_for_provider(w, candidate, check))
            names = ", ".join(self._analysis.by_id[mate].candidate.name for mate in mates)
            self.desk.say(f"The same answer now stands for {names}.")

    def action_importance(self) -> None:
        """Choose whether the check must or should pass, or is only for information."""
        from shortlist.tui.dialogs.question import QuestionDialog

        target = self.target()
        if target is None:
            return
        check = target.check
        known = check.id in KNOWN_CHECKS
        answers = (
            ("must", "must: who fails it is excluded, who lacks it waits"),
            ("should", "should: it is asked, and decides nothing"),
            ("info", "info: it need not be answered"),
            *((("list", "as the list has it"),) if known else ()),
        )
        now = importance_set(self._analysis, check.id) or ("list" if known else check.importance)
        asked = QuestionDialog(f"Importance of “{check_label(check)}”", check.question, answers, now)

        def chosen(answer: str | None) -> None:
            if answer is not None:
                importance = cast(Importance, answer) if answer != "list" else None
                self._edit(
                    f"importance of {check_label(check)}", lambda w: answering.with_importance(w, check.id, importance)
                )

        self.app.push_screen(asked, chosen)

    # --- checks of one's own

    def action_own_add(self) -> None:
        """Ask for a check of one's own."""
        self._own.add()

    def action_own_change(self) -> None:
        """Ask for another question, id or importance."""
        target = self.target()
        self._own.change(target.check if target else None)

    def action_own_remove(self) -> None:
        """Remove a check of one's own with its answers."""
        target = self.target()
        self._own.remove(target.check if target else None)
