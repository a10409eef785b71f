"""Checks of the team's own over the checklist: added, reworded, renamed and removed, with their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from shortlist.core.document.checklist import KNOWN_CHECKS, Check, Importance
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import checklist as answering
from shortlist.tui.body import Desk
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.checklist.answer_keys import AskedCheck
from shortlist.tui.screens.checklist.edits import edited


class OwnChecks:
    """Asks for them, and makes the edits."""

    def __init__(
        self, desk: Desk, host: Host, asked: Callable[[], AskedCheck | None], point_at: Callable[[str], None]
    ) -> None:
        self._desk, self._host = desk, host
        self._asked = asked
        """The check under the cursor."""
        self._point_at = point_at
        """Moves the cursor to a check."""

    def add(self) -> None:
        """Ask for a new one."""

        def done(texts: dict[str, str]) -> str:
            question = texts["question"].strip()
            id_ = texts["id"].strip() or answering.new_check_id(self._desk.session.workspace, question)
            name = f"add the check {question}"
            return self._apply(id_, name, lambda w: answering.with_own_check(w, id_, question, _importance(texts)))

        text = "It is asked of every candidate. Without a short id it gets one made of the question."
        self._ask(text, {"question": "", "id": "", "importance": "should"}, done)

    def change(self) -> None:
        """Ask for another question, id or importance; the answers follow."""
        check = self._own_here()
        if check is None:
            return

        def done(texts: dict[str, str]) -> str:
            question, id_ = texts["question"].strip(), texts["id"].strip() or check.id
            return self._apply(
                id_,
                f"change the check {check.label}",
                lambda w: answering.with_own_check_changed(w, check.id, id_, question, _importance(texts)),
            )

        now = {"question": check.question, "id": check.id, "importance": check.importance}
        self._ask("Its answers stay.", now, done)

    def remove(self) -> None:
        """Remove one with its answers; undo brings all of it back."""
        check = self._own_here()
        if check is not None:
            name = f"remove the check {check.label}"
            if not edited(self._desk, name, lambda w: answering.without_own_check(w, check.id)):
                self._desk.say(keyed("Removed with its answers; {edit.undo} brings them back."))

    def _ask(self, text: str, now: dict[str, str], done: Callable[[dict[str, str]], str]) -> None:
        from shortlist.tui.screens.checklist.own_check_dialog import OwnCheckDialog

        self._host.push_screen(OwnCheckDialog(text, now, done))

    def _apply(self, id_: str, name: str, change: Callable[[Workspace], Workspace]) -> str:
        """Make the edit and go to the check; what is wrong with it, or nothing."""
        wrong = edited(self._desk, name, change)
        if not wrong:
            self._point_at(id_)
        return wrong

    def _own_here(self) -> Check | None:
        """The check under the cursor; says so where it is none of the team's own."""
        target = self._asked()
        if target is None:
            return None
        if target.check.id not in KNOWN_CHECKS:
            return target.check
        key = keyed("{checklist.importance}")
        self._desk.say(f"Only checks of your own can be reworded or removed; {key} changes the importance of any.")
        return None


def _importance(texts: Mapping[str, str]) -> Importance:
    return cast(Importance, texts["importance"])
