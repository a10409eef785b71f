"""What importing runs would do: for each whose it is, for which step, with its counts; and the one edit that takes it.

A run is joined to a candidate by its id, by equal names or by an alias that a person confirmed, never by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.problems import meant
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.evidence.found_run import Deciding, FoundRun, FoundRuns
from shortlist.core.evidence.rows import rows_digest, rows_name, rows_text, sums
from shortlist.core.importing.names import Alias, Canonical, Names
from shortlist.core.importing.rows import ModelRow

RunKind = Literal["new", "unchanged", "no_candidate", "no_step", "no_offering"]


class StepAlias(NamedTuple):
    """What a person confirmed: that what files of a format call a suite was run for this step."""

    format: str
    name: str
    step: str
    confirmed_on: date


class SaidOfRuns(NamedTuple):
    """What a person says of the runs of a file."""

    candidates: Mapping[str, str] = {}
    """By what the file calls a run: the candidate's id."""
    candidate: str = ""
    """The one candidate of all runs."""
    steps: Mapping[str, str] = {}
    """By what the file calls a suite, or a run: the step's id."""
    step: str = ""
    """The one step of all runs."""


NOTHING_SAID = SaidOfRuns()


class RunLine(NamedTuple):
    """One line of the preview: a run, whose it is, and what it adds up to."""

    kind: RunKind
    found: FoundRun
    candidate: str | None
    step: str | None
    sums: Mapping[str, Any]
    """The keys of an evaluation that follow from its rows."""
    sha256: str
    """Of its rows as they would be written; empty without rows."""
    candidates: tuple[str, ...] = ()
    """Those that it may be of, where it is not known: what fits equally well, else what is alike."""
    whose: bool = False
    """Whether a person said just now of which candidate it is."""
    what_for: bool = False
    """Whether a person said just now which step it was made for."""

    @property
    def rows_text(self) -> str:
        """Its rows as they are written."""
        return rows_text(self.found.rows)


class RunPlan(NamedTuple):
    """What importing the runs of a file would do."""

    format: str
    title: str
    lines: tuple[RunLine, ...]
    refused: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    personal: bool
    """Whether the rows would hold answers, which may be personal."""
    deciding: Deciding | None = None
    """What decides what is right, where there is a choice."""

    def of(self, kind: RunKind) -> list[RunLine]:
        return [line for line in self.lines if line.kind == kind]


def plan_runs(
    workspace: Workspace,
    found: FoundRuns,
    format_: str,
    title: str,
    canonical: Canonical,
    *,
    said: SaidOfRuns = NOTHING_SAID,
    aliases: Iterable[Alias] = (),
    steps: Iterable[StepAlias] = (),
) -> RunPlan:
    """What taking over these runs would do to a workspace. Raises `ShortlistError` for ids and names that are none."""
    _check(workspace, found, said)
    names = Names(workspace.candidates, format_, canonical, aliases)
    remembered = {one.name: one.step for one in steps if one.format == format_}
    lines = tuple(_line(workspace, run, said, names, remembered) for run in found.runs)
    return RunPlan(format_, title, lines, found.refused, found.notices, found.personal, found.deciding)


def _check(workspace: Workspace, found: FoundRuns, said: SaidOfRuns) -> None:
    """What a person says must name what there is."""
    ids, steps = [one.id for one in workspace.candidates], workspace.scenario.by_id
    runs = {run.id for run in found.runs}
    suites = {run.suite for run in found.runs} | runs
    models = runs | {name for run in found.runs for name in run.called}
    for what, name, known in (
        *(("candidate", one, ids) for one in (said.candidate, *said.candidates.values())),
        *(("step", one, steps) for one in (said.step, *said.steps.values())),
        *(("model in the file", one, models) for one in said.candidates),
        *(("suite in the file", one, suites) for one in said.steps),
    ):
        if name and name not in known:
            raise ShortlistError(f"no {what} {name!r}; {meant(name, sorted(known))}")
    told = {run.id for run in found.runs if not _said(run, said)}
    if said.candidate and len(told) > 1:
        each = ", ".join(f"--candidate {name}={said.candidate}" for name in sorted(told)[:3])
        raise ShortlistError(f"the file holds {len(told)} runs of different models: say of which each is, as in {each}")


def _said(run: FoundRun, said: SaidOfRuns) -> str:
    return next((said.candidates[name] for name in (run.id, *run.called) if name in said.candidates), "")


def _line(
    workspace: Workspace, run: FoundRun, said: SaidOfRuns, names: Names, remembered: Mapping[str, str]
) -> RunLine:
    whole, digest = run.totals or {}, ""
    if run.rows:
        whole, digest = sums(run.rows), rows_digest(rows_text(run.rows))
    known = _said(run, said) or said.candidate
    named_step = said.steps.get(run.suite) or said.steps.get(run.id) or said.step
    fitting = [known] if known else [one.id for one in _joined(run, names)]
    candidate = fitting[0] if len(fitting) == 1 else None
    step = _step(workspace, named_step or run.step or remembered.get(run.suite, ""))
    kind: RunKind = "new"
    if candidate is None:
        kind = "no_candidate" if run.offering else "no_offering"
        if run.called and not fitting:
            fitting = [proposal.candidate.id for proposal in names.judged(_row(run, run.called[-1]))[0]]
    elif step is None:
        kind = "no_step"
    elif any(_is_there(one, candidate, step, digest, run, whole) for one in workspace.evaluations):
        kind = "unchanged"
    may_be = tuple(fitting) if candidate is None else ()
    return RunLine(kind, run, candidate, step, whole, digest, may_be, bool(known), bool(named_step))


def _is_there(one: Evaluation, candidate: str, step: str, digest: str, run: FoundRun, whole: Mapping[str, Any]) -> bool:
    if (one.candidate, one.step) != (candidate, step):
        return False
    if digest:
        return one.sha256 == digest
    return one.ran_on == run.ran_on and all(getattr(one, key) == whole[key] for key in ("examples", "successes"))


def _joined(run: FoundRun, names: Names) -> list[Candidate]:
    """The candidates that a run may be of: what was confirmed, then its own id, then equal names, the surest first."""
    if names.remembers(run.id):
        return names.joined(_row(run, run.id))
    for name in run.called:
        own = [one for one in names.candidates if one.id.casefold() == name.casefold()]
        found = own or names.joined(_row(run, name))
        if found:
            return found
    return []


def _row(run: FoundRun, name: str) -> ModelRow:
    return ModelRow(id=run.id, place="", name=name, model=name)


def _step(workspace: Workspace, told: str) -> str | None:
    """The step that was named; the only one where none was."""
    steps = workspace.scenario.by_id
    if told or len(steps) > 1:
        return told if told in steps else None
    return next(iter(steps))


def what_is_asked(plan: RunPlan, workspace: Workspace) -> list[str]:
    """What a person has to say before the runs can be taken over, with how it is said on the command line."""
    told = []
    for line in plan.lines:
        if line.kind == "no_candidate":
            known = ", ".join(line.candidates or [one.id for one in workspace.candidates])
            how = "there is none yet: add it first"
            if known:
                how = f"--candidate {line.found.id}=ID, one of: {known}"
            told.append(f"which candidate is “{line.found.id}”? {how}")
    if plan.of("no_step"):
        told.append(f"which step was it run for? --step ID, one of: {', '.join(workspace.scenario.by_id)}")
    return told


# --- taking over -------------------------------------------------------------------------------------------------


def with_runs(workspace: Workspace, lines: Sequence[RunLine], folder: str, source: str) -> Workspace:
    """The workspace with the runs of these lines; `folder` is where their rows lie, `source` the file without rows.

    Raises `InvalidDocument`, and nothing changes then.
    """
    data = to_data(workspace)
    rows = [_document(line, folder, source) for line in lines if line.kind == "new"]
    if not rows:
        return workspace
    return read_workspace({**data, "evaluations": [*data.get("evaluations", ()), *rows]})


def _document(line: RunLine, folder: str, source: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "candidate": line.candidate,
        "step": line.step,
        "ran_on": line.found.ran_on,
        "tool": line.found.tool,
        "file": f"{folder}/{rows_name(line.sha256)}" if line.sha256 else source,
        "sha256": line.sha256,
        "prompt_version": line.found.prompt_version,
        **line.sums,
    }
    return {key: value for key, value in told.items() if value != ""}


def confirmed_runs(
    lines: Iterable[RunLine], candidates: Sequence[Candidate], format_: str, today: date
) -> tuple[list[Alias], list[StepAlias]]:
    """What is remembered once runs are taken over: whose they are and which step they were for."""
    by_id = {one.id: one for one in candidates}
    aliases, steps = [], []
    for line in lines:
        one = by_id.get(line.candidate or "")
        if one is not None and line.whose and line.found.called:
            model = one.model or one.id
            aliases.append(Alias(format_, line.found.id, model, one.provider, one.effort, today))
        if line.step and line.what_for and line.found.suite:
            steps.append(StepAlias(format_, line.found.suite, line.step, today))
    return aliases, steps
