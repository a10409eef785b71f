"""A run from the workspace to its one change: what would be called, calling it, and the rows that come of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.core.calling.logged_answers import (
    AnswerKey,
    AnswerVerdicts,
    Collected,
    LoggedAnswer,
    answer_key,
    collect,
    logged,
    read_judged,
)
from shortlist.core.calling.plan import CallPlan, Wanted, plan_run, refuse_without_price
from shortlist.core.document.workspace import Workspace
from shortlist.core.evidence.found_run import FoundRun
from shortlist.core.evidence.rows import rows_digest, rows_text, sums
from shortlist.core.evidence.runs import OWN_TOOL
from shortlist.core.golden.examples import Golden
from shortlist.core.golden.grading import needs_extra
from shortlist.core.importing.runs import RunLine, with_runs
from shortlist.core.service.figures import Figures
from shortlist.evaluating.budget import Budget
from shortlist.evaluating.client import THINKING, Connection, Timeouts, load_client, require_client
from shortlist.evaluating.evaluation_run import EvaluationRun, Party
from shortlist.store.evidence import keep_rows
from shortlist.store.golden import read_response_format, read_step
from shortlist.store.places import evidence_folder
from shortlist.store.run_log import RunLog, read_hand_grades


class Options(NamedTuple):
    """How a run is made."""

    concurrency: int = 4
    rate: float | None = None
    budget_usd: float | None = None
    limits: Timeouts | None = None
    """None: the usual ones, longer for models that think."""


class Job(NamedTuple):
    """A run that can be made."""

    path: Path
    workspace: Workspace
    plan: CallPlan
    options: Options
    today: dt.date


class Known(NamedTuple):
    """What earlier runs left beside the workspace, of what this one wants."""

    log: Mapping[AnswerKey, LoggedAnswer]
    verdicts: AnswerVerdicts
    spent_usd: float
    """What was spent for it, at most."""

    def standing(self, plan: CallPlan) -> int:
        """How many of the answers that are wanted are there."""
        return sum(one.place in self.log for one in plan.askings)


def prepare(path: Path, workspace: Workspace, wanted: Wanted, options: Options, today: dt.date) -> Job:
    """A run, planned. Raises `ShortlistError` with what has to be done first."""
    require_client()
    golden: dict[str, Golden] = {}
    formats: dict[str, Any] = {}
    for step in workspace.scenario.steps:
        if wanted.steps and step.id not in wanted.steps:
            continue
        golden[step.id] = read_step(path, step)
        if golden[step.id].active:
            formats[step.id] = read_response_format(path, step)
    plan = plan_run(workspace, golden, formats, wanted, today)
    if any(needs_extra(one.example) for one in plan.askings):
        try:
            import jsonschema  # noqa: F401
            import regex  # noqa: F401
        except ImportError:
            raise ShortlistError(
                'checks by pattern or schema need jsonschema and regex: pip install "shortlist[eval]"'
            ) from None
    if options.budget_usd is not None:
        refuse_without_price(plan)
    load_client()
    return Job(path, workspace, plan, options, today)


def known_of(job: Job, answers: list[dict[str, Any]], ledger: list[dict[str, Any]]) -> Known:
    """What log and ledger hold of a run."""
    wanted = {one.place for one in job.plan.askings}
    log: dict[AnswerKey, LoggedAnswer] = {}
    for line in map(logged, answers):
        if line is not None and line.place in wanted:
            log.setdefault(line.place, line)  # of two the first, which was paid first
    # What judges and persons said of answers beside a workspace; of several words of a person the last.
    person, notes = {}, {}
    for one in read_hand_grades(job.path):
        try:
            place = answer_key(one["of"])
            person[place], notes[place] = bool(one["ok"]), str(one.get("note", ""))
        except (KeyError, TypeError, ValueError):
            continue
    return Known(log, AnswerVerdicts(read_judged(ledger), person, notes), _spent(ledger, wanted))


def _spent(ledger: list[dict[str, Any]], wanted: set[AnswerKey]) -> float:
    """What the calls for these answers cost; one of which nothing came back counts as much as it may have cost."""
    paid: dict[tuple[Any, ...], float] = {}
    for one in ledger:
        name = one.get("asked") or one.get("settled")
        try:
            if not isinstance(name, list) or answer_key(name[1:5]) not in wanted:
                continue
            amount = one.get("worst_usd" if "asked" in one else "cost_usd")
            if amount is not None:
                paid[tuple(name)] = float(amount)
        except (TypeError, ValueError):
            continue
    return sum(paid.values())


def parties(job: Job) -> dict[str, Party]:
    """Those that are called, each with its endpoint. Raises `ShortlistError` where a key is not there."""
    found = {}
    for id_ in job.plan.candidates:
        candidate, limits = job.workspace.candidate(id_), job.options.limits
        assert candidate is not None
        told = candidate.endpoint
        if told is None:
            raise ShortlistError(f"{id_}: it has no endpoint")
        if limits is None:
            limits = THINKING if candidate.size_class == "reasoning" else Timeouts()
        try:
            endpoint = Connection(told.base_url, told.api_key_env, told.headers_env, limits)
        except ShortlistError as error:
            raise ShortlistError(f"{id_}: {error}") from None
        found[id_] = Party(candidate, Figures(candidate, job.today), endpoint)
    return found


async def execute(
    job: Job,
    log: RunLog,
    known: Known,
    calling: Mapping[str, Party],
    told: Callable[[EvaluationRun], None] | None = None,
) -> EvaluationRun:
    """Make a run; `told` is given it before it begins. Raises `SaveFailed` where the log cannot be written."""
    budget = Budget(job.options.budget_usd)
    budget.count(known.spent_usd)
    judges = {step: setting.judge for step, setting in job.plan.settings.items() if setting.judge}
    many, rate = job.options.concurrency, job.options.rate
    run = EvaluationRun(job.plan.askings, calling, judges, log, budget, concurrency=many, rate=rate)
    if told is not None:
        told(run)
    try:
        await run.run(known.log, known.verdicts)
    finally:
        for party in calling.values():
            await party.endpoint.close()
    return run


# --- the end of a run


class Recorded(NamedTuple):
    """What a run brought, ready to be taken over."""

    lines: tuple[RunLine, ...]
    """A line a candidate and step with rows; `kind` new, or unchanged where the workspace holds it already."""
    collected: tuple[Collected, ...]


def recorded(job: Job, workspace: Workspace, answers: list[dict[str, Any]], ledger: list[dict[str, Any]]) -> Recorded:
    """The runs that the log holds of what was wanted."""
    known = known_of(job, answers, ledger)
    collected = collect(job.plan.askings, known.log, known.verdicts)
    lines = []
    for one in collected:
        if not one.rows:
            continue
        text = rows_text(one.rows)
        digest = rows_digest(text)
        whole = sums(one.rows)
        there = any(
            (run.candidate, run.step, run.sha256) == (one.candidate, one.step, digest) for run in workspace.evaluations
        )
        found = FoundRun(
            one.candidate,
            (one.candidate,),
            OWN_TOOL,
            job.today,
            one.rows,
            prompt_version=job.plan.settings[one.step].prompt_version,
            notices=_notices(one, job),
        )
        lines.append(RunLine("unchanged" if there else "new", found, one.candidate, one.step, whole, digest))
    return Recorded(tuple(lines), tuple(collected))


def _notices(one: Collected, job: Job) -> tuple[str, ...]:
    told = []
    candidate = job.workspace.candidate(one.candidate)
    asked = next((a.body["model"] for a in job.plan.askings if a.candidate == one.candidate), "")
    served = sorted({row.served_model for row in one.rows if row.served_model})
    others = [name for name in served if not _same_model(str(asked), name)]
    if others and candidate is not None:
        told.append(f"{', '.join(others)} answered, not {asked}")
    if one.waiting:
        told.append(f"{count(one.waiting, 'answer')} without a verdict of a judge or a person yet, and not counted")
    if one.missing:
        told.append(f"not asked: {count(one.missing, 'example')}")
    return tuple(told)


def _same_model(asked: str, served: str) -> bool:
    """Whether a served model is the one asked for: a dated version, or one behind a provider's prefix, is."""
    one, other = asked.casefold().rpartition("/")[2], served.casefold().rpartition("/")[2]
    return one == other or other.startswith((f"{one}-", f"{one}@")) or one.startswith(f"{other}-")


def with_recorded(path: Path, workspace: Workspace, found: Recorded) -> Workspace:
    """The workspace with these runs, their rows written beside it. Raises `SaveFailed` or `InvalidDocument`."""
    new = [line for line in found.lines if line.kind == "new"]
    changed = with_runs(workspace, new, evidence_folder(path).name, "")
    keep_rows(path, (line.rows_text for line in new))
    return changed
