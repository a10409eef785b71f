"""The evidence: runs with their intervals, kinds, pairs and failures, and beneath what would settle the choice.

What takes longer than a key may is worked out beside the event loop and shown once it is there.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar, get_args

from textual.binding import BindingType

from shortlist.core.advice.settling import best_looks
from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import KeyPath, with_value
from shortlist.core.evidence.calibration import JudgeCheck, Judging
from shortlist.core.evidence.failures import ExampleOutcome, failed_examples
from shortlist.core.evidence.rows import RowVerdict
from shortlist.core.evidence.runs import RunInForce, judging_of
from shortlist.export.evidence_json import command_of
from shortlist.tui.body import Desk, style_beside
from shortlist.tui.draw.lines import Cell
from shortlist.tui.keys.bindings import bound, keyed
from shortlist.tui.keys.hint import Hint, hint
from shortlist.tui.keys.sentences import empty
from shortlist.tui.parts.applying import applied
from shortlist.tui.parts.table_body import TableBody, View
from shortlist.tui.screens.evidence import detail
from shortlist.tui.screens.evidence.tables import (
    VERDICTS,
    WIDE,
    WIDER,
    Drawn,
    Wanted,
    failures_table,
    look_key,
    pairs_table,
    runs_table,
    settle_table,
    slices_table,
)
from shortlist.tui.screens.evidence.working import PAUSE_S, work_out
from shortlist.tui.widgets.grid import Grid, Table

if TYPE_CHECKING:
    from shortlist.core.evidence.beside import KnownExample

One = TypeVar("One")
RUNS_VIEW, SLICES_VIEW, PAIRS_VIEW, FAILURES_VIEW, SETTLE_VIEW = range(5)


class EvidenceBody(TableBody):
    """Runs, and what follows from them."""

    DEFAULT_CSS = style_beside(__file__)
    HELP_TEXT = (
        "What the team's own examples show. A run is a line: a bar of its outcomes, how many examples, the 95 % "
        "interval of what was right, and how long answers took. {evidence.import} reads runs of promptfoo, Inspect, "
        "DeepEval and others, and your own tables of examples; {evidence.run} runs your examples itself. Enter on a "
        "run, or {evidence.failures}, browses what went wrong; there {evidence.kind} and {evidence.verdict} narrow it "
        "down, and Enter lays the answers side by side.\n\n"
        "Beneath stands what would settle the choice: whom to run on how many more examples, what that costs, what it "
        "saves a month on average, and how likely it changes the choice."
    )
    VIEWS = (
        View("Runs", runs_table, lambda *_: (), "of your own examples"),
        View("Kinds", slices_table, lambda *_: (), "and metrics"),
        View("Pairs", pairs_table, lambda *_: (), "same examples"),
        View("Failures", lambda *_: Table((), ()), lambda *_: ()),
        View("Settle", lambda *_: Table((), ()), lambda *_: (), "what to look at next"),
    )
    BINDINGS: ClassVar[list[BindingType]] = bound("evidence")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.wanted = Wanted()
        """Which failures are shown."""
        self.drawn: Drawn | None = None
        """What was worked out beside the loop, of the analysis that it was worked out for or of one before it."""
        self._drawn_for: Analysis | None = None
        self._asked_for: Analysis | None = None
        self._narrowed: tuple[list[ExampleOutcome], Wanted, list[ExampleOutcome]] | None = None
        self._listed: tuple[object, Table] | None = None
        self._checker = ""
        """Who checked a judge last."""
        self._failed: tuple[list[object], list[ExampleOutcome]] | None = None

    # --- showing

    @property
    def _analysis(self) -> Analysis:
        return self.desk.session.analysis

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < WIDE

    @property
    def _table_width(self) -> int:
        """The columns that the table may count on."""
        width = self.app.size.width
        return width * 17 // 25 if width >= WIDER else width

    def table(self) -> Table:
        """The table of the view in front, filtered."""
        return self.table_of(self.VIEWS[self.view], self._analysis, self._table_width).matching(self._filter)

    def table_of(self, view: View, analysis: Analysis, width: int) -> Table:
        """The table of a view, with what was worked out so far, and the failures that are wanted."""
        match self.VIEWS.index(view):
            case 0:
                return runs_table(analysis, width, self.drawn)
            case 3:
                return self._failures_table(analysis, width)
            case 4:
                return settle_table(analysis, width, self._fresh)
            case _:
                return view.table(analysis, width)

    def refresh_analysis(self) -> None:
        """Fill the view in front, and have worked out what takes longer."""
        self.set_class(self.app.size.width >= WIDER, "wide")
        super().refresh_analysis()
        self._work_out()

    @property
    def note(self) -> str:
        """What is shown of the failures; how many runs there are."""
        if self.view == FAILURES_VIEW:
            return self._wanted_words()
        if self.view == RUNS_VIEW:
            return count(len(self._analysis.runs), "run") + " in force"
        return super().note

    def told(self, key: str, column: str | None) -> Sequence[Cell]:
        """What the pane says of a line."""
        analysis, drawn = self._analysis, self._fresh
        match self.view:
            case 0:
                return detail.run_detail(analysis, key, drawn, self._narrow)
            case 1:
                return detail.slice_detail(analysis, key, drawn, self._narrow)
            case 2:
                return detail.pair_detail(analysis, key)
            case 3:
                example = self._example(key)
                return () if example is None else detail.example_detail(analysis, example, self._known(example))
            case _:
                return detail.look_detail(analysis, key, drawn, self._called)

    def told_of_nothing(self) -> Sequence[Cell]:
        """Without a run: how one comes in, and what it would settle."""
        if self.view in (FAILURES_VIEW, SETTLE_VIEW):
            return ()
        return [
            Cell(keyed(detail.HOW_IT_COMES_IN)),
            Cell(" "),
            *detail.settle_lines(self._analysis, self._fresh),
        ]

    # --- what takes longer than a key may

    @property
    def _fresh(self) -> Drawn | None:
        """What was worked out, where it still holds."""
        return self.drawn if self._drawn_for is self._analysis else None

    def _work_out(self) -> None:
        analysis = self._analysis
        if analysis not in (self._drawn_for, self._asked_for):
            self._asked_for = analysis
            self.run_worker(self._worked_out(analysis), group="evidence", exclusive=True)

    async def _worked_out(self, analysis: Analysis) -> None:
        await asyncio.sleep(PAUSE_S)
        drawn = await asyncio.to_thread(work_out, analysis)
        if self._analysis is analysis and self.is_attached:
            self.drawn, self._drawn_for = drawn, analysis
            if not self.stale:
                super().refresh_analysis()

    # --- failures

    def _examples(self) -> list[ExampleOutcome]:
        """Every example that somebody failed at; looked for once for the same rows."""
        runs = self._analysis.runs
        key: list[object] = [one.kept for one in runs]
        if (
            self._failed is None
            or len(key) != len(self._failed[0])
            or any(one is not other for one, other in zip(key, self._failed[0], strict=True))
        ):
            self._failed = (key, failed_examples(runs))
        return self._failed[1]

    def _shown(self) -> list[ExampleOutcome]:
        """Those that are wanted; looked for once for the same rows and wish."""
        examples = self._examples()
        if self._narrowed is None or self._narrowed[0] is not examples or self._narrowed[1] != self.wanted:
            kept = [example for example in examples if self.wanted.takes(example)]
            self._narrowed = (examples, self.wanted, kept)
        return self._narrowed[2]

    def _failures_table(self, analysis: Analysis, width: int) -> Table:
        """The table of the failures; made once for the same ones, names and width, for it may have a thousand lines."""
        shown, names = self._shown(), tuple((id_, one.candidate.name) for id_, one in analysis.by_id.items())
        steps = tuple((step.id, step.name) for step in analysis.scenario.steps)
        key = (id(shown), id(analysis.evidence), names, steps, width)
        if self._listed is None or self._listed[0] != key:
            self._listed = (key, self._failures_of(analysis, width, shown))
        return self._listed[1]

    def _failures_of(self, analysis: Analysis, width: int, shown: list[ExampleOutcome]) -> Table:
        asked = {candidate for example in shown for candidate in example.answers}
        columns = [id_ for id_ in analysis.by_id if id_ in asked]
        if self.wanted.run is not None and self.wanted.run[0] in columns:
            columns.remove(self.wanted.run[0])
            columns.insert(0, self.wanted.run[0])
        inputs = {example.digest: known.input for example in shown if (known := self._known(example)) is not None}
        return failures_table(analysis, width, shown, columns, inputs)

    def _known(self, example: ExampleOutcome) -> KnownExample | None:
        evidence = self._analysis.evidence
        return None if evidence is None else evidence.example(example.step, example.digest, example.id)

    def _example(self, key: str) -> ExampleOutcome | None:
        _, step, digest = key.split(":", 2)
        return next((one for one in self._examples() if (one.step, one.digest) == (step, digest)), None)

    def _wanted_words(self) -> str:
        wanted, told = self.wanted, []
        if wanted.run is not None:
            told.append(f"{self._analysis.by_id[wanted.run[0]].candidate.name} in {wanted.run[1]}")
        if wanted.kind is not None:
            told.append(wanted.kind.replace("_", " "))
        if wanted.verdict is not None:
            told.append(VERDICTS[wanted.verdict][0])
        return f"{len(self._shown()):,} of {len(self._examples()):,}  {' · '.join(told) or 'all'}"

    def action_failures(self) -> None:
        """The failures of the run under the cursor, or of all; from among them back to all."""
        run = self._run_here()
        self.wanted = Wanted() if run is None else Wanted((run.candidate, run.step))
        self.show_view(FAILURES_VIEW)

    def action_kind(self) -> None:
        """Show the failures of the next kind alone, after the last one all."""
        kinds: list[str | None] = [None, *sorted({one.kind for one in self._examples() if one.kind})]
        self._narrow_to(self.wanted._replace(kind=_after(kinds, self.wanted.kind)))

    def action_verdict(self) -> None:
        """Show the failures with the next verdict alone, after the last one all."""
        given = {row.verdict for one in self._examples() for rows in one.answers.values() for row in rows}
        verdicts: list[RowVerdict | None] = [one for one in get_args(RowVerdict) if one in given and one != "ok"]
        self._narrow_to(self.wanted._replace(verdict=_after([None, *verdicts], self.wanted.verdict)))

    def _narrow_to(self, wanted: Wanted) -> None:
        self.wanted = wanted
        if self.view == FAILURES_VIEW:
            self.refresh_analysis()
        else:
            self.show_view(FAILURES_VIEW)

    def _browse(self, key: str) -> None:
        """Lay the answers to an example side by side, and go on from there to the others."""
        from shortlist.tui.screens.evidence.failure_dialog import FailureDialog

        shown = self._shown()
        at = next((at for at, one in enumerate(shown) if f"example:{one.step}:{one.digest}" == key), 0)
        if shown:
            self.app.push_screen(FailureDialog(self._analysis, shown, at), self._left_at)

    def _left_at(self, key: str | None) -> None:
        if key is not None:
            self.query_one(Grid).at_row(key)

    # --- runs

    def _run_here(self) -> Evaluation | None:
        key = self.query_one(Grid).row_key
        if key is None or self.view not in (RUNS_VIEW, SLICES_VIEW):
            return None
        found = detail.run_at(self._analysis, key)
        return None if found is None else found[0]

    def _place_here(self) -> int | None:
        """Where the run under the cursor stands in the document; says so where there is none."""
        run = self._run_here()
        rows = self.desk.session.workspace.evaluations
        place = next((at for at, one in enumerate(rows) if one is run), None)
        if place is None:
            self.desk.say(empty("no_run_here"))
        return place

    def action_import_runs(self) -> None:
        """Read runs from a file."""
        from shortlist.tui.screens.importing.flow import ImportFlow

        self.run_worker(ImportFlow(self.app, self.desk).from_file(), group="import", exclusive=True)

    def action_run_examples(self) -> None:
        """Run the golden datasets against the candidates."""
        from shortlist.tui.screens.evaluating.flow import EvaluateFlow

        self.run_worker(EvaluateFlow(self.app, self.desk).begin(), group="run", exclusive=True)

    def action_golden(self) -> None:
        """The golden dataset of a step."""
        self.run_worker(self._open_golden(), group="run", exclusive=True)

    async def _open_golden(self) -> None:
        from shortlist.tui.screens.evaluating.golden_dialog import GoldenDialog

        session = self.desk.session
        steps = session.workspace.scenario.steps
        chosen: str | None = steps[0].id
        if len(steps) > 1:
            from shortlist.tui.dialogs.question import QuestionDialog

            answers = tuple((step.id, step.name) for step in steps)
            chosen = await self.app.push_screen_wait(QuestionDialog("Of which step?", "Each has its own.", answers))
        step = next((one for one in steps if one.id == chosen), None)
        if step is None:
            return
        dialog = GoldenDialog(session.opened.path, step, session.today)
        if await self.app.push_screen_wait(dialog):
            self.desk.look_beside()

    def action_review_answers(self) -> None:
        """Grade answers without knowing whose they are."""
        from shortlist.tui.screens.evaluating.review_flow import ReviewFlow

        self.run_worker(ReviewFlow(self.app, self.desk).begin(), group="run", exclusive=True)

    def action_judge(self) -> None:
        """Check verdicts of the judge of the run under the cursor, blind."""
        run = self._run_here()
        held = next((one for one in self._analysis.runs if one.run is run), None)
        if held is None or run is None or run.graded_by != "judge":
            self.desk.say("No judge graded the run under the cursor.")
        elif self.desk.session.read_only:
            self.desk.edit("check a judge", lambda now: now)  # says why nothing is taken
        else:
            self.run_worker(self._check_judge(held), group="judge", exclusive=True)

    async def _check_judge(self, held: RunInForce) -> None:
        from shortlist.store.evidence import keep_judge_checks, read_judge_checks
        from shortlist.tui.dialogs.prompt import PromptDialog
        from shortlist.tui.screens.evidence.judge_dialog import JudgeDialog, shuffled

        session, evidence = self.desk.session, self._analysis.evidence
        path, workspace = session.opened.path, session.workspace
        judging = judging_of(workspace, held.run, {} if evidence is None else evidence.rubrics)
        done = {check.answer for check in read_judge_checks(path) if check.judging == judging}
        alike = [one for one in self._analysis.runs if one.run.graded_by == "judge" and one.run.step == held.run.step]
        judged = [
            (one.run.candidate, row)
            for one in alike
            for row in ((one.kept.rows or ()) if one.kept is not None else ())
            if row.graded_by == "judge" and row.answer is not None and row.verdict in ("ok", "wrong")
        ]
        left = shuffled([one for one in judged if (judging, one[0], one[1].digest, one[1].repeat) not in done])
        if not left:
            self.desk.say("No verdict of this judge is left to check: its answers are checked, or were not kept.")
            return
        asked = PromptDialog("Who checks?", "Kept beside each verdict, with the day.", self._checker, "a name")
        by = await self.app.push_screen_wait(asked)
        if not by:
            return
        self._checker = by
        known = [
            None if evidence is None else evidence.example(judging.step, row.digest, row.example) for _, row in left
        ]
        said = await self.app.push_screen_wait(JudgeDialog(left, known, len(done)))
        checks = [
            JudgeCheck(
                step=judging.step,
                model=judging.model,
                rubric_sha256=judging.rubric_sha256,
                candidate=candidate,
                digest=row.digest,
                repeat=row.repeat,
                judge_right=row.verdict == "ok",
                person_right=right,
                by=by,
                checked_on=session.today,
            )
            for (candidate, row), right in said or ()
        ]
        if not checks:
            return
        try:
            await asyncio.to_thread(keep_judge_checks, path, checks)
        except ShortlistError as error:
            self.desk.say(str(error), "error", seconds=10)
            return
        kept = {check.answer: check for check in read_judge_checks(path) if check.judging == judging}
        self._count_checks(judging, list(kept.values()))

    def _count_checks(self, judging: Judging, checks: Sequence[JudgeCheck]) -> None:
        """Take the counts of each run over into it, so that they hold without the file too."""
        alike = Counter((check.candidate, check.judge_right == check.person_right) for check in checks)
        runs = {id(one.run) for one in self._analysis.runs if one.run.graded_by == "judge"}

        def counted(workspace: Workspace) -> Workspace:
            for place, run in enumerate(workspace.evaluations):
                agreed = alike[run.candidate, True]
                number = agreed + alike[run.candidate, False]
                if id(run) in runs and run.step == judging.step and 0 < number <= run.examples:
                    for key, value in (("judge_checked", number), ("judge_agreed", agreed)):
                        workspace = with_value(workspace, ("evaluations", place, key), value)
            return workspace

        if applied(self.desk, "check a judge", counted):
            self.desk.look_beside()
            agreed = sum(check.judge_right == check.person_right for check in checks)
            self.desk.say(f"{count(len(checks), 'verdict')} of the judge checked, {agreed} alike.", seconds=6)

    def action_edit(self) -> None:
        """The fields of the run under the cursor."""
        from shortlist.tui.forms.candidate import run_parts
        from shortlist.tui.forms.form_dialog import FormDialog
        from shortlist.tui.forms.item import Item

        place = self._place_here()
        if place is not None:
            name = self._analysis.by_id[self.desk.session.workspace.evaluations[place].candidate].candidate.name
            item = Item(self.desk, ("evaluations", place), f"an evaluation of {name}", run_parts(place))
            self.app.push_screen(FormDialog(item, f"{name}: an evaluation", ("evaluations", place, "examples")))

    def action_remove(self) -> None:
        """Remove the run; its rows stay on the disk, so that undo brings all of it back."""
        place = self._place_here()
        if place is None:
            return
        run = self.desk.session.workspace.evaluations[place]
        name = self._analysis.by_id[run.candidate].candidate.name
        step = self._analysis.scenario.named(run.step)
        self.desk.session.typed.drop(("evaluations",))
        if applied(self.desk, f"remove a run of {name}", lambda w: with_value(w, ("evaluations", place), None)):
            self.desk.say(f"Removed the run of {name} in {step}. {keyed('{edit.undo}')} brings it back.")

    # --- what would settle it

    @property
    def _called(self) -> str:
        """The workspace as the command line calls it."""
        opened = self.desk.session.opened
        return opened.path.stem if opened.managed else str(opened.path)

    def action_command(self) -> None:
        """Copy the command of the look under the cursor, elsewhere of the one that saves most."""
        drawn = self._fresh
        if drawn is None:
            self.desk.say(detail.WAITING)
            return
        looks = best_looks(drawn.settling)
        key = self.query_one(Grid).row_key if self.view == SETTLE_VIEW else None
        look = next((one for one in looks if look_key(one) == key), looks[0] if looks else None)
        if look is None:
            self.desk.say(empty("nothing_to_settle"))
            return
        command = command_of(look, self._called)
        self.app.copy_to_clipboard(command)
        self.desk.say(f"Copied: {command}", seconds=6)

    def _open_question(self, key: str) -> None:
        drawn = self._fresh
        if drawn is not None:
            question = drawn.settling.questions[int(key.split(":")[1])]
            self.desk.go_to("", "checklist", question.candidate or next(iter(self._analysis.by_id), None))

    # --- keys

    def on_grid_opened(self) -> None:
        key = self.query_one(Grid).row_key
        if key is None:
            return
        if self.view == FAILURES_VIEW:
            self._browse(key)
        elif key.startswith("question:"):
            self._open_question(key)
        elif self.view == SETTLE_VIEW:
            self.action_command()
        else:
            self.action_failures()

    def table_hints(self) -> tuple[Hint, ...]:
        """The keys of the view in front."""
        own: tuple[Hint, ...]
        if self.view == FAILURES_VIEW:
            own = (hint("grid.open", "side by side"), hint("evidence.kind"), hint("evidence.verdict"))
        elif self.view == SETTLE_VIEW:
            own = (hint("evidence.command"),)
        else:
            own = (hint("evidence.run"), hint("evidence.import"), hint("evidence.failures"), hint("evidence.remove"))
        return (hint("table.view"), *own, *super().table_hints()[1:])

    def back(self) -> bool:
        """From the failures of a run or a kind to all of them, then to the runs."""
        if super().back():
            return True
        if self.view == FAILURES_VIEW and self.wanted != Wanted():
            self._narrow_to(Wanted())
            return True
        if self.view != RUNS_VIEW:
            self.show_view(RUNS_VIEW)
            return True
        return False

    def show_place(self, path: KeyPath, item: str | None = None) -> None:
        """Go to a run, or to those of a candidate."""
        self.drop_filter()
        if self.view != RUNS_VIEW:
            self.show_view(RUNS_VIEW)
        match path:
            case ("evaluations", int(place), *_):
                self.query_one(Grid).at_row(f"run:{place}")
            case _ if item is not None:
                held = next((one for one in self._analysis.runs if one.run.candidate == item), None)
                if held is not None:
                    self.query_one(Grid).at_row(f"run:{held.place}")

    def copied_table(self) -> Table:
        """The table as it is copied, its drawings left out."""
        table = super().copied_table()
        drawn = [at for at, column in enumerate(table.columns) if column.key in ("interval", "outcomes")]
        columns = tuple(column for at, column in enumerate(table.columns) if at not in drawn)
        rows = tuple(
            row
            if row.heading or len(row.cells) < len(table.columns)
            else row._replace(cells=tuple(cell for at, cell in enumerate(row.cells) if at not in drawn))
            for row in table.rows
        )
        return replace(table, columns=columns, rows=rows)


def _after(values: Sequence[One], now: One) -> One:
    """The value behind another one, from the last back to the first."""
    return values[(values.index(now) + 1) % len(values)] if now in values else values[0]
