"""Checks of the team's own over the checklist: added, reworded, renamed and removed, with their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from shortlist.core.document.checklist import KNOWN_CHECKS, Check, Importance
from shortlist.core.edits import answers as answering
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.checklist.asking import Asker
from shortlist.tui.screens.checklist.tables import check_label

if TYPE_CHECKING:
    from shortlist.tui.screens.checklist.own_check_dialog import OwnCheck


class OwnChecks:
    """Asks for them, and makes the edits."""

    def __init__(self, body: Asker) -> None:
        self._body = body

    def add(self) -> None:
        """Ask for a new one."""
        from shortlist.tui.screens.checklist.own_check_dialog import OwnCheck, OwnCheckDialog

        def done(told: OwnCheck) -> str:
            question, importance = told.question.strip(), cast(Importance, told.importance)
            id_ = told.id.strip() or answering.new_check_id(self._body.desk.session.workspace, question)
            return self._applied(
                id_,
                self._body.edit(
                    f"add the check {question}", lambda w: answering.with_own_check(w, id_, question, importance)
                ),
            )

        text = "It is asked of every candidate. Without a short id it gets one made of the question."
        self._body.app.push_screen(OwnCheckDialog("A check of your own", text, OwnCheck("", "should", ""), done))

    def change(self, check: Check | None) -> None:
        """Ask for another question, id or importance; the answers follow."""
        from shortlist.tui.screens.checklist.own_check_dialog import OwnCheck, OwnCheckDialog

        if check is None or not self._is_own(check):
            return
        own = check

        def done(told: OwnCheck) -> str:
            question, importance = told.question.strip(), cast(Importance, told.importance)
            id_ = told.id.strip() or own.id
            return self._applied(
                id_,
                self._body.edit(
                    f"change the check {check_label(own)}",
                    lambda w: answering.with_own_check_changed(w, own.id, id_, question, importance),
                ),
            )

        now = OwnCheck(own.question, own.importance, own.id)
        self._body.app.push_screen(OwnCheckDialog("A check of your own", "Its answers stay.", now, done))

    def remove(self, check: Check | None) -> None:
        """Remove one with its answers; undo brings all of it back."""
        if check is not None and self._is_own(check):
            name = f"remove the check {check_label(check)}"
            if not self._body.edit(name, lambda w: answering.without_own_check(w, check.id)):
                self._body.desk.say(keyed("Removed with its answers; {edit.undo} brings them back."))

    def _applied(self, id_: str, wrong: str) -> str:
        if not wrong:
            self._body.point_at(id_)
        return wrong

    def _is_own(self, check: Check) -> bool:
        if check.id in KNOWN_CHECKS:
            key = keyed("{checklist.importance}")
            self._body.desk.say(
                f"Only checks of your own can be reworded or removed; {key} changes the importance of any."
            )
        return check.id not in KNOWN_CHECKS
