"""Answering the checks by keys: a verdict, the form of the evidence, the same for a provider, the importance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from shortlist.core.analysis import Analysis
from shortlist.core.document.checklist import KNOWN_CHECKS, Check, Importance
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits import checklist as answering
from shortlist.core.edits.candidates import index_of
from shortlist.tui.body import Desk
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.screens.checklist.answer_form import AnswerForm
from shortlist.tui.screens.checklist.edits import edited
from shortlist.tui.screens.checklist.evidence import COLUMN_OF
from shortlist.tui.screens.checklist.tables import importance_set


class AskedCheck(NamedTuple):
    """The check under the cursor, and for whom; None for one that is asked once per workspace."""

    check: Check
    candidate: str | None


class AnswerKeys:
    """What a person answers; each answer is a step of its own to undo."""

    def __init__(
        self,
        desk: Desk,
        host: Host,
        asked: Callable[[], AskedCheck | None],
        answerable: Callable[[], AskedCheck | None],
        became_eligible: Callable[[Sequence[str]], None],
    ) -> None:
        self._desk, self._host = desk, host
        self._asked = asked
        """The check under the cursor."""
        self._answerable = answerable
        """The same where it can be answered; else it says why not."""
        self._became_eligible = became_eligible
        """Told who is eligible since an answer."""
        self._form = AnswerForm(desk, host)

    @property
    def _analysis(self) -> Analysis:
        return self._desk.session.analysis

    def _edit(self, name: str, change: Callable[[Workspace], Workspace]) -> None:
        before = self._eligible
        wrong = edited(self._desk, name, change)
        if wrong:
            self._desk.say(wrong)
        elif new := self._eligible - before:
            self._became_eligible(sorted(new))

    @property
    def _eligible(self) -> frozenset[str]:
        """Ids of those who are eligible, for all steps or for the one that is looked at."""
        ranking = self._desk.session.compared.ranking
        return frozenset(one.id for one in ranking if one.standing.status == "eligible")

    def _name_of(self, target: AskedCheck) -> str:
        """`Retention for GPT-6 Luna`, for the name of an edit."""
        label = target.check.label
        result = self._analysis.by_id.get(target.candidate or "")
        return f"{label} for {result.candidate.name}" if result else label

    def answer(self, verdict: Verdict) -> None:
        """Give a verdict, dated today; a note that was there stays."""
        target = self._answerable()
        if target is not None:
            day, by = self._desk.session.today, self._form.signed
            self._edit(
                f"answer {self._name_of(target)}",
                lambda w: answering.with_verdict(w, target.candidate, target.check.id, verdict, day, by),
            )

    def rate(self) -> None:
        """Rate the column that is judged from the same figures, for the candidate under the cursor."""
        target = self._answerable()
        if target is None:
            return
        column = COLUMN_OF.get(target.check.id)
        index = index_of(self._desk.session.workspace, target.candidate or "")
        if column is None or index is None:
            self._desk.say("No column is judged from the same figures as this check.")
            return
        from shortlist.tui.parts.rating import Rating

        Rating(self._host, self._desk, index).ask(column)

    def clear(self) -> None:
        """Take a person's answer away; what the figures say stands again."""
        target = self._answerable()
        if target is None:
            return
        if answering.answer_of(self._desk.session.workspace, target.candidate, target.check.id) is None:
            self._desk.say("No person has answered this.")
            return
        self._edit(
            f"clear {self._name_of(target)}",
            lambda w: answering.with_answer(w, target.candidate, target.check.id, None),
        )

    def form(self) -> None:
        target = self._answerable()
        if target is not None:
            self._form.open(target.check, target.candidate, self._name_of(target))

    def provider(self) -> None:
        """Give this answer to every candidate of the provider."""
        target = self._answerable()
        if target is None:
            return
        if target.candidate is None:
            self._desk.say("This is answered once for the whole workspace.")
            return
        candidate, check, workspace = target.candidate, target.check.id, self._desk.session.workspace
        mates = answering.provider_mates(workspace, candidate)
        provider = self._analysis.by_id[candidate].candidate.provider
        if answering.answer_of(workspace, candidate, check) is None:
            key = keyed("{checklist.provider}")
            self._desk.say(f"Answer it first; {key} then gives the answer to the others of {provider}.")
        elif not mates:
            self._desk.say(f"No other candidate is served by {provider}.")
        else:
            name = f"answer {target.check.label} for all of {provider}"
            self._edit(name, lambda w: answering.with_answer_for_provider(w, candidate, check))
            names = ", ".join(self._analysis.by_id[mate].candidate.name for mate in mates)
            self._desk.say(f"The same answer now stands for {names}.")

    def importance(self) -> None:
        """Choose whether the check must or should pass, or is only for information."""
        from shortlist.tui.dialogs.question import QuestionDialog

        target = self._asked()
        if target is None:
            return
        check = target.check
        answers = {
            "must": "must: who fails it is excluded, who lacks it waits",
            "should": "should: it is asked, and decides nothing",
            "info": "info: it need not be answered",
        }
        now: str = check.importance
        if check.id in KNOWN_CHECKS:
            answers["list"], now = f"as the list has it: {KNOWN_CHECKS[check.id].importance}", "list"
        now = importance_set(self._analysis, check.id) or now
        asked = QuestionDialog(f"Importance of “{check.label}”", check.question, tuple(answers.items()), now)

        def chosen(answer: str) -> None:
            importance = cast(Importance, answer) if answer != "list" else None
            self._edit(f"importance of {check.label}", lambda w: answering.with_importance(w, check.id, importance))

        self._host.ask(asked, chosen)
