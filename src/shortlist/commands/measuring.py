"""`shortlist measure`: request logs as a step's traffic and as measured observations, in a preview, as one change."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import FOUND, OK, print_json, refuse_scenario, say, store_of, today_of
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.sanitising import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shortlist.core.document.candidate import Candidate
    from shortlist.core.document.workspace import Workspace
    from shortlist.core.measuring.logs import MeasuredLog


def measure(arguments: argparse.Namespace) -> int:
    """Print what the logs say and, unless it is a dry run, take it over. Exits with 1 where no model is a candidate."""
    from shortlist.catalogue.aliases import canonical
    from shortlist.core.document.problems import meant
    from shortlist.core.importing.names import Names
    from shortlist.core.measuring.logs import proposed_usage
    from shortlist.core.measuring.measured_figures import observations_of, with_measured
    from shortlist.importing_runs import pairs
    from shortlist.measuring.engine import measure as measured
    from shortlist.measuring.engine import open_logs

    store = store_of(arguments)
    opened = store.open(arguments.name)
    if not arguments.dry_run:
        refuse_scenario(opened, arguments.name)
    workspace, today = opened.workspace, today_of(arguments.today)
    known = workspace.scenario.by_id
    if arguments.step not in known:
        raise ShortlistError(f"no step {shown(arguments.step)!r}; {shown(meant(arguments.step, known))}")
    step = known[arguments.step]
    said = {}
    for one in arguments.map:
        meaning, equals, column = one.partition("=")
        if not equals or not column:
            raise ShortlistError(f"--map {shown(one)}: write MEANING=COLUMN, such as latency=took:ms")
        said[meaning] = column
    if arguments.candidate_column:
        said["candidate"] = arguments.candidate_column
    found = measured(open_logs(arguments.files, arguments.engine), said, arguments.days)
    each, of_all = pairs(arguments.candidate, "--candidate", "MODEL")
    names = Names(workspace.candidates, "logs", canonical, ())
    whose = {one.model: _whose(one.model, workspace, names, each, of_all) for one in found.groups}
    taken = {model: one for model, one in whose.items() if one is not None}
    counted = found
    if taken:
        counted = found._replace(groups=tuple(one for one in found.groups if one.model in taken))
    usage = proposed_usage(counted, step)
    others = sum(one.requests for one in found.groups) - sum(one.requests for one in counted.groups)
    if others:
        told = f"{others:,} requests of models that are no candidate are left out of the traffic of {step.id}"
        found = found._replace(notices=(*found.notices, told))
    before = {key: getattr(step.usage, key) for key in usage}
    observations: dict[str, list[dict[str, Any]]] = {}
    for one in counted.groups:
        candidate = taken.get(one.model)
        if candidate is not None:
            new = observations_of(candidate, one.figures, "own logs", today)
            observations.setdefault(candidate.id, []).extend(new)
    if not arguments.dry_run and taken:
        try:
            store.save(opened, with_measured(workspace, observations, {step.id: usage}))
        except InvalidDocument as error:
            raise ShortlistError("\n".join(f"{arguments.name}: {problem}" for problem in error.problems)) from None
    if arguments.json:
        print_json(_data(found, taken, usage, observations, arguments.dry_run))
    else:
        _tell(found, taken, usage, before, step.id, arguments.dry_run)
    return OK if taken else FOUND


def _whose(model: str, workspace: Workspace, names: Any, each: Mapping[str, str], of_all: str) -> Candidate | None:
    """The candidate that a model of the logs is: as a person says, by its id, by its endpoint, or by equal names."""
    from shortlist.core.document.problems import meant
    from shortlist.core.importing.rows import ModelRow

    told = each.get(model, of_all)
    if told:
        found = workspace.candidate(told)
        if found is None:
            known = [one.id for one in workspace.candidates]
            raise ShortlistError(f"no candidate {shown(told)!r}; {shown(meant(told, known))}")
        return found
    for same in (
        [one for one in workspace.candidates if one.id.casefold() == model.casefold()],
        [one for one in workspace.candidates if one.endpoint and one.endpoint.model and one.endpoint.model == model],
        names.joined(ModelRow(id=model, place="", name=model, model=model)),
    ):
        if len(same) == 1:
            only: Candidate = same[0]
            return only
    return None


def _data(
    found: MeasuredLog,
    taken: Mapping[str, Candidate],
    usage: Mapping[str, Any],
    observations: Mapping[str, Any],
    dry_run: bool,
) -> dict[str, Any]:
    models = []
    for one in found.groups:
        candidate = taken.get(one.model)
        models.append({**one._asdict(), "candidate": candidate and candidate.id, "cache_share": one.cache_share})
    return {
        "schema": 1,
        "days": found.days,
        "models": models,
        "usage": dict(usage),
        "observations": dict(observations),
        "notices": list(found.notices),
        "dry_run": dry_run,
    }


def _tell(
    found: MeasuredLog,
    taken: Mapping[str, Candidate],
    usage: Mapping[str, Any],
    before: Mapping[str, Any],
    step: str,
    dry_run: bool,
) -> None:
    from shortlist.core.measuring.logs import group_words

    for one in found.groups:
        who = taken[one.model].id if one.model in taken else "no candidate"
        say(f"{one.model} ({who}): {group_words(one)}")
    for notice in found.notices:
        say(notice)
    if not taken:
        say("No model of the logs is a candidate: --candidate MODEL=ID says which is.")
        return
    say(f"Would be the traffic of {step}:" if dry_run else f"The traffic of {step}:")
    for key, value in usage.items():
        was = "" if before[key] in (None, value) else f" (was {before[key]:g})"
        say(f"  {key} = {value}{was}")
