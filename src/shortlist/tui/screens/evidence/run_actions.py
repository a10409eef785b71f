"""What is done with runs: read from files, made, graded by hand, edited, removed; and the looks that would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.advice.value_of_information import Look, best_looks
from shortlist.core.basics.words import count
from shortlist.core.calling.plan import Wanted
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.edits.places import with_value
from shortlist.export.evidence_json import command_of, limit_of
from shortlist.store.golden import read_all
from shortlist.tui.body import Desk, applied
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed
from shortlist.tui.keys.sentences import empty
from shortlist.tui.screens.evidence.background import Working
from shortlist.tui.screens.evidence.tables import look_key
from shortlist.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from textual.widget import Widget

    from shortlist.core.evidence.failures import ExampleOutcome


class RunActions:
    """What the keys of the screen do; dialogs and flows are loaded when they are first asked for."""

    def __init__(
        self, app: Host, desk: Desk, owner: Widget, grid: Grid, here: Callable[[], Evaluation | None], working: Working
    ) -> None:
        """`owner` is the widget that conversations belong to: they end where it goes; `here` is the run under the
        cursor of the grid, `working` has what would settle the choice."""
        self.app, self.desk, self._owner, self._grid, self.here, self._working = app, desk, owner, grid, here, working
        self._checker = ""
        """Who checked a judge last."""

    def _go(self, work: Coroutine[Any, Any, object], group: str) -> None:
        self._owner.run_worker(work, group=group, exclusive=True)

    # --- runs come in, and go

    def import_runs(self) -> None:
        """Read runs from a file."""
        from shortlist.tui.flows.importing.flow import ImportFlow

        self._go(ImportFlow(self.app, self.desk).from_file(), "import")

    def make(self, wanted: Wanted = Wanted()) -> None:  # noqa: B008
        """Run the golden datasets against the candidates."""
        from shortlist.tui.flows.evaluating.flow import EvaluateFlow

        self._go(EvaluateFlow(self.app, self.desk, wanted).begin(), "run")

    def _run(self) -> Evaluation | None:
        """The run under the cursor; says so where there is none."""
        run = self.here()
        if run is None:
            self.desk.say(empty("no_run_here"))
        return run

    def edit(self) -> None:
        """The fields of a run."""
        if (run := self._run()) is None:
            return
        from shortlist.tui.forms.candidate import run_parts
        from shortlist.tui.forms.form_dialog import FormDialog
        from shortlist.tui.forms.item import Item

        place, name = self._known(run)
        item = Item(self.desk, ("evaluations", place), f"an evaluation of {name}", run_parts(place))
        self.app.push_screen(FormDialog(item, f"{name}: an evaluation", ("evaluations", place, "examples")))

    def remove(self) -> None:
        """Remove a run; its rows stay on the disk, so that undo brings all of it back."""
        if (run := self._run()) is None:
            return
        place, name = self._known(run)
        step = self.desk.session.analysis.scenario.named(run.step)
        self.desk.session.typed.drop(("evaluations",))
        if applied(self.desk, f"remove a run of {name}", lambda now: with_value(now, ("evaluations", place), None)):
            self.desk.say(f"Removed the run of {name} in {step}. {keyed('{edit.undo}')} brings it back.")

    def _known(self, run: Evaluation) -> tuple[int, str]:
        """Where a run stands in the file, and whose it is."""
        rows = self.desk.session.workspace.evaluations
        place = next(at for at, one in enumerate(rows) if one is run)
        return place, self.desk.session.analysis.by_id[run.candidate].candidate.name

    # --- examples and verdicts

    def golden(self) -> None:
        """The golden dataset of a step."""
        self._go(self._open_golden(), "run")

    async def _open_golden(self) -> None:
        from shortlist.tui.dialogs.question import chosen
        from shortlist.tui.flows.evaluating.golden_dialog import edit_golden

        session = self.desk.session
        steps = session.workspace.scenario.steps
        held: dict[str, int] = {}
        if len(steps) > 1:
            kept = read_all(session.opened.path, session.workspace)
            held = {id_: len(golden.active) for id_, golden in kept.items()}
        answers = tuple((step.id, f"{step.name} · {count(held.get(step.id, 0), 'example')}") for step in steps)
        fullest = max(held, key=held.__getitem__, default="")
        id_ = await chosen(self.app, "Of which step?", "Each has its own.", answers, fullest)
        for step in steps:
            if step.id == id_:
                await edit_golden(self.app, self.desk, step)

    def add(self, failure: ExampleOutcome) -> None:
        """Make a regression example of a failure."""
        from shortlist.tui.flows.evaluating.regression_flow import RegressionFlow

        self._go(RegressionFlow(self.app, self.desk, failure).begin(), "run")

    def review(self) -> None:
        """Grade answers without knowing whose they are."""
        from shortlist.tui.flows.evaluating.hand_grading_flow import HandGradingFlow

        self._go(HandGradingFlow(self.app, self.desk).begin(), "run")

    def judge(self) -> None:
        """Check verdicts of the judge of a run, blind."""
        run = self.here()
        held = next((one for one in self.desk.session.analysis.runs if one.run is run), None)
        if held is None or held.run.graded_by != "judge":
            self.desk.say("No judge graded the run under the cursor.")
        elif self.desk.may_edit():
            from shortlist.tui.flows.evaluating.calibration_flow import CalibrationFlow

            self._go(self._judged(CalibrationFlow(self.app, self.desk, held, self._checker)), "judge")

    async def _judged(self, flow: Any) -> None:
        self._checker = await flow.begin()

    # --- what would settle it

    @property
    def called(self) -> str:
        """The workspace as the command line calls it."""
        opened = self.desk.session.opened
        return opened.path.stem if opened.managed else str(opened.path)

    def _look(self) -> Look | None:
        """The look under the cursor, elsewhere the one that saves most; says so where there is none."""
        drawn, key = self._working.fresh, self._grid.row_key
        if drawn is None:
            self.desk.say("What would settle it is being worked out …")
            return None
        looks = best_looks(drawn.information)
        found = next((one for one in looks if look_key(one) == key), looks[0] if looks else None)
        if found is None:
            self.desk.say(empty("nothing_to_settle"))
        return found

    def make_look(self) -> None:
        """Run the candidate of a look on so many more examples of its step."""
        if (look := self._look()) is not None:
            limit = limit_of(self.desk.session.analysis, look)
            self.make(Wanted(steps=(look.step,), candidates=(look.candidate,), limit=limit))

    def command(self) -> None:
        """Copy the command that makes a look."""
        if (look := self._look()) is not None:
            command = command_of(self.desk.session.analysis, look, self.called)
            self.app.copy_to_clipboard(command)
            self.desk.say(f"Copied: {command}", seconds=6)
