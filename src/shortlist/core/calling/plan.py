"""What a run would call: which candidates with which examples, how often, and what that costs at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.unknown import Unknown, times, total
from shortlist.core.basics.words import count, listed
from shortlist.core.calling.call_cost import worst_case
from shortlist.core.calling.request import Asking, Setting, asking, judge_body, setting_of
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.problems import meant
from shortlist.core.document.scenario import Step
from shortlist.core.document.workspace import Workspace
from shortlist.core.golden.examples import Example, Golden
from shortlist.core.golden.grading import ModelAnswer, judge_messages
from shortlist.core.service.figures import Figures

MOST_REPEATS = 100
NO_ENDPOINT = (
    'it has no endpoint; write [candidates.endpoint] with base_url = "https://…/v1", and api_key_env = "NAME" of the '
    "environment variable that holds its key"
)


class NoEndpoint(ShortlistError):
    """Nobody says how these candidates are called, and one of them has to be."""

    def __init__(self, words: str, candidates: Sequence[str]) -> None:
        super().__init__(words)
        self.candidates = tuple(candidates)


class NoDataset(ShortlistError):
    """One of these steps has to have a golden dataset with an example, and none has."""

    def __init__(self, words: str, steps: Sequence[str]) -> None:
        super().__init__(words)
        self.steps = tuple(steps)


class Wanted(NamedTuple):
    """What a person asks for; empty: all that can be run."""

    steps: Sequence[str] = ()
    candidates: Sequence[str] = ()
    limit: int | None = None
    """How many examples of each step, the first ones."""
    repeat: int = 1


class PlanLine(NamedTuple):
    """One candidate in one step."""

    candidate: str
    step: str
    examples: int
    calls: int
    """Without a retry; those of the judge left out."""
    judge_calls: int
    worst_usd: Unknown
    """What all of it may cost at most without a retry, the judge's calls among it; unknown without a price."""


class PlanNotice(NamedTuple):
    """What is told of a step before it is run."""

    step: str
    told: str

    def __str__(self) -> str:
        return f"{self.step}: {self.told}"


class CallPlan(NamedTuple):
    """What a run would call."""

    askings: tuple[Asking, ...]
    """Example by example over all candidates, so that a run that ends early has the same examples of each."""
    settings: Mapping[str, Setting]
    lines: tuple[PlanLine, ...]
    notices: tuple[PlanNotice, ...]
    unpriced: tuple[str, ...]
    """Candidates, judges among them, without a price."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Those that are called, the judges among them."""
        judges = [self.settings[line.step].judge for line in self.lines if line.judge_calls]
        return tuple(dict.fromkeys((*(line.candidate for line in self.lines), *judges)))

    @property
    def worst_usd(self) -> Unknown:
        """What all of it may cost at most without a retry."""
        return total(*(line.worst_usd for line in self.lines))


def plan_run(
    workspace: Workspace,
    golden: Mapping[str, Golden],
    formats: Mapping[str, Mapping[str, Any] | None],
    wanted: Wanted,
    today: dt.date,
) -> CallPlan:
    """What a run would call.

    Raises `ShortlistError` with what has to be done first: a dataset, an endpoint, a judge.
    """
    steps = _steps(workspace, golden, wanted)
    candidates = _candidates(workspace, wanted)
    figures = {one.id: Figures(one, today) for one in workspace.candidates}
    notices: list[PlanNotice] = []
    lines: list[PlanLine] = []
    askings: list[Asking] = []
    settings = {step.id: setting_of(step, formats.get(step.id)) for step in steps}
    for step in steps:
        setting, dataset = settings[step.id], golden[step.id]
        if dataset.problems:
            bad = count(len(dataset.problems), "line")
            notices.append(PlanNotice(step.id, f"{bad} of its golden dataset cannot be used, and is left out"))
        examples: Sequence[Example] = dataset.active[: wanted.limit or None]
        if not setting.judge:
            examples = _graded_by_person(step, examples, notices)
        taking = _taking(step, setting, examples, candidates, workspace, wanted, notices)
        if step.setup.max_output_tokens is None:
            notices.append(
                PlanNotice(
                    step.id,
                    f"no longest answer is set (max_output_tokens in scenario.steps.evaluation); none may have more "
                    f"than {setting.max_output_tokens:,} tokens",
                )
            )
        rows = [
            asking(one, example, setting, repeat)
            for example in examples
            for repeat in range(1, wanted.repeat + 1)
            for one in taking
        ]
        askings += rows
        lines += [_line(one, setting, rows, workspace, figures) for one in taking]
    if not lines:
        raise ShortlistError("\n".join(map(str, notices)) or "there is nothing to run")
    judges = {settings[line.step].judge for line in lines if line.judge_calls}
    called = dict.fromkeys((*(line.candidate for line in lines), *sorted(judges)))
    prices = {one: figures[one].prices(1) for one in called}
    lacking = tuple(one for one, price in prices.items() if price.input is None or price.output is None)
    return CallPlan(tuple(askings), settings, tuple(lines), tuple(notices), lacking)


def _steps(workspace: Workspace, golden: Mapping[str, Golden], wanted: Wanted) -> list[Step]:
    known = workspace.scenario.by_id
    for name in wanted.steps:
        if name not in known:
            raise ShortlistError(f"no step {name!r}; {meant(name, known)}")
        dataset = golden.get(name, Golden())
        if not dataset.active:
            told = f"{name}: its golden dataset holds no example"
            if dataset.problems:
                raise NoDataset(f"{told}: {dataset.problems[0]}", ())
            raise NoDataset(f"{told}; `shortlist golden NAME --step {name} --starter KIND` begins one", (name,))
    chosen = [known[name] for name in dict.fromkeys(wanted.steps)]
    if not wanted.steps:
        chosen = [step for step in known.values() if golden.get(step.id, Golden()).active]
    if not chosen:
        told, without = "no step has a golden dataset with an example", tuple(known)
        for step, found in golden.items():
            if found.problems:
                told, without = f"{told} ({step}: {found.problems[0]})", ()
                break
        begin = f"`shortlist golden NAME --step {next(iter(known))} --starter KIND` begins one"
        raise NoDataset(f"{told}; {begin}", without)
    return chosen


def _candidates(workspace: Workspace, wanted: Wanted) -> list[Candidate]:
    known = {one.id: one for one in workspace.candidates}
    for name in wanted.candidates:
        if name not in known:
            raise ShortlistError(f"no candidate {name!r}; {meant(name, known)}")
        if not _reachable(known[name]):
            raise NoEndpoint(f"{name}: {NO_ENDPOINT}", (name,))
    if wanted.candidates:
        return [known[name] for name in dict.fromkeys(wanted.candidates)]
    found = [one for one in known.values() if _reachable(one)]
    if not found:
        raise NoEndpoint(f"no candidate can be called: {NO_ENDPOINT}", tuple(known))
    return found


def _reachable(candidate: Candidate) -> bool:
    return candidate.endpoint is not None and bool(candidate.endpoint.base_url)


def _taking(
    step: Step,
    setting: Setting,
    examples: Sequence[Example],
    candidates: Sequence[Candidate],
    workspace: Workspace,
    wanted: Wanted,
    notices: list[PlanNotice],
) -> list[Candidate]:
    """The candidates that are asked in a step: those that play its role, the judge of it left out."""
    taking = [one for one in candidates if one.plays(step) or one.id in wanted.candidates]
    if not any(check.type == "judge" for one in examples for check in one.checks):
        return taking
    judge = workspace.candidate(setting.judge)
    if judge is None:
        raise ShortlistError(f"{step.id}: no candidate is called {setting.judge!r}, whom the step names as its judge")
    if not _reachable(judge):
        raise NoEndpoint(f"{step.id}: its judge {judge.id}: {NO_ENDPOINT}", (judge.id,))
    if judge.id in wanted.candidates:
        raise ShortlistError(
            f"{step.id}: {judge.id} is its judge, and none judges itself; leave it out of --candidate, or name another"
        )
    if judge in taking:
        notices.append(PlanNotice(step.id, f"{judge.id} is its judge, and is not asked itself"))
    return [one for one in taking if one.id != judge.id]


def _graded_by_person(step: Step, examples: Sequence[Example], notices: list[PlanNotice]) -> list[Example]:
    """The examples, what a judge would decide left to a person: the step names no judge."""
    changed, number = [], 0
    for one in examples:
        checks = tuple(check._replace(type="person") if check.type == "judge" else check for check in one.checks)
        number += checks != one.checks
        changed.append(one._replace(checks=checks))
    if number:
        notices.append(
            PlanNotice(
                step.id,
                f"names no judge, so a person grades the answers to {count(number, 'example')}; until then they do "
                "not count",
            )
        )
    return changed


def _line(
    candidate: Candidate, setting: Setting, rows: Iterable[Asking], workspace: Workspace, figures: Mapping[str, Figures]
) -> PlanLine:
    own = [one for one in rows if one.candidate == candidate.id]
    worst = total(*(worst_case(figures[candidate.id], one.body) for one in own))
    judge_calls = 0
    judge = workspace.candidate(setting.judge)
    for one in own:
        for check in one.example.checks:
            if check.type == "judge" and judge is not None:
                judge_calls += 1
                # The answer that will be judged is not there yet: it is as long as it may be.
                answer = ModelAnswer("x" * 3 * setting.max_output_tokens)
                body = judge_body(judge, judge_messages(one.example, answer, check.value, one.key[:12]))
                worst = total(worst, times(1.0, worst_case(figures[judge.id], body)))
    return PlanLine(candidate.id, setting.step, len({one.example.id for one in own}), len(own), judge_calls, worst)


def refuse_without_price(plan: CallPlan) -> None:
    """Under a budget all that is called must have a price. Raises `ShortlistError`."""
    if plan.unpriced:
        names = listed(plan.unpriced)
        raise ShortlistError(
            f"{names}: without a price no budget can be kept; add input_price and output_price, choose others with "
            "--candidate, or run without --budget"
        )
