"""A failure that becomes a regression example: from then on every run of the golden dataset asks it."""

from __future__ import annotations

from typing import Any

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import listed
from shortlist.core.evidence.failures import ExampleOutcome
from shortlist.core.golden.examples import Example, Golden, free_example_id, plain_example, with_example
from shortlist.store.golden import read_step, write_step
from shortlist.tui.body import Desk
from shortlist.tui.flows.evaluating.example_dialog import NEW, ExampleDialog
from shortlist.tui.host import Host

REGRESSION = "regression"


class RegressionFlow:
    """One failure, from the key to the line of the dataset."""

    def __init__(self, app: Host, desk: Desk, failure: ExampleOutcome) -> None:
        self.app, self.desk, self.failure = app, desk, failure

    async def begin(self) -> None:
        """Propose the example, have it looked over, and write it."""
        session, failure = self.desk.session, self.failure
        step = session.workspace.scenario.by_id.get(failure.step)
        if step is None or not self.desk.may_edit():
            return
        path = session.opened.path
        try:
            golden = read_step(path, step)
        except ShortlistError as error:
            self.app.say(str(error), "error", seconds=8)
            return
        # By its id where a tool knows it by another digest.
        same = [one for one in golden.examples if one.digest == failure.digest]
        same += [one for one in golden.examples if one.id == failure.id]
        known = next(iter(same), None)
        if known is not None and known.kind == REGRESSION and not known.retired_on:
            self.desk.say(f"{known.id} is a regression example of the dataset already.")
            return
        heading = f"A regression example of {step.name}: its input is not kept, write it in"
        if known is not None:
            heading = f"{known.id} as a regression example of {step.name}"
        one = await self.app.push_screen_wait(ExampleDialog(heading, self._proposed(golden, known)))
        if one is None:
            return
        try:
            changed = with_example(golden.examples, one, known, session.today)
            write_step(path, step, golden._replace(examples=changed.all))
        except ShortlistError as error:
            self.app.say(str(error), "error", title="Not written", seconds=8)
            return
        self.desk.look_beside()
        self.desk.say(f"{changed.taken.id} is an example of {step.name}, and is asked by every run from now on.")

    def _proposed(self, golden: Golden, known: Example | None) -> dict[str, Any]:
        failure, by_id = self.failure, self.desk.session.analysis.by_id
        failed = [by_id[id_].candidate.name for id_ in failure.answers if failure.verdict(id_) != "ok"]
        note = f"failed by {listed(failed)}, seen on {self.desk.session.today}"
        if known is not None:
            values = plain_example(known)
            values.pop("retired_on", None)
            if known.note:
                note = f"{known.note}; {note}"
            if known.kind:
                note += f"; until then {known.kind.replace('_', ' ')}"
            return {**values, "kind": REGRESSION, "note": note}
        id_ = free_example_id(failure.id, [one.id for one in golden.examples])
        return {"id": id_, **NEW, "kind": REGRESSION, "critical": failure.critical, "note": note}
