"""The decisions in force watched: what is due, who could take over at today's figures, and the draft that proposes it.

Today's figures are those of the catalogue: they are taken over in memory, so that what is served and what could be are
compared alike. What the workspace knows of a model counts for it wherever it is served; a price never does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from shortlist.catalogue.aliases import ROUTING_SUFFIXES, canonical
from shortlist.catalogue.candidate import draft
from shortlist.catalogue.completing import FORMAT, catalogue_rows
from shortlist.catalogue.lookup import decided_offerings
from shortlist.core.advice.challengers import StepChallengers, step_challengers
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.basics.tolerance import above
from shortlist.core.document.accepted import followed
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import is_quality
from shortlist.core.document.offering import Catalogue, Offering
from shortlist.core.document.record import Record
from shortlist.core.document.workspace import Choice, Workspace, choices, read_workspace, to_data
from shortlist.core.importing.applying import with_import
from shortlist.core.importing.names import Names, tail
from shortlist.core.importing.plan import make_plan
from shortlist.core.importing.rows import ModelRow
from shortlist.core.review.filed_records import Filed, decided_workspace
from shortlist.core.review.triggers import TriggerState
from shortlist.gateway import litellm
from shortlist.gateway.gateway_config import NamedStep, differences
from shortlist.gateway.plan import make_plan as gateway_plan

MOST_UNTESTED = 200
"""Offerings without a figure of quality that are looked at, the cheapest; they count only where no step sets a bar."""
OF_THE_MODEL = ("size_class", "roles", "licence", "commercial_use", "fine_tuning", "redistribution", "usage", "effort")
"""Keys of a candidate that are the model's, whoever serves it."""


class Watched(NamedTuple):
    """A decision in force under watch."""

    record: Record
    due: tuple[TriggerState, ...]
    steps: tuple[StepChallengers, ...]
    """The steps that what is due concerns; none where nothing is due."""
    analysis: Analysis
    """At today's figures, the challengers among the candidates."""
    today: Workspace
    """The workspace at today's figures, without anybody new."""
    chosen: Mapping[str, Choice]
    """Who serves each step by the record."""
    unfigured: int = 0
    """Offerings that were not looked at, because nothing here says how good their model is."""

    def candidate(self, id_: str) -> Candidate:
        """A candidate, one of those that came in with the watch among them."""
        return self.analysis.by_id[id_].candidate

    @property
    def replacing(self) -> dict[str, str]:
        """By step, the first challenger that lacks nothing, where what is due is about the default there.

        Where it is its price alone, nobody who costs as much takes its place.
        """
        found = {}
        for step in self.steps:
            kinds = {state.kind for state in self.due if step.served_by in state.about}
            able = [one for one in step.challengers if one.eligible]
            if kinds == {"price_change"} and step.monthly is not None:
                able = [one for one in able if above(step.monthly, one.monthly)]
            if kinds and able:
                found[step.step] = able[0].candidate
        return found


def watch(
    workspace: Workspace,
    filed: Mapping[int, Filed],
    today: dt.date,
    saved: Catalogue | None = None,
    figures: Iterable[ModelRow] = (),
) -> Watched | None:
    """The decision in force; None where there is none. `saved` takes the place of today's catalogue, `figures` are rows
    of files that say something of models."""
    record = followed(workspace)
    if record is None:
        return None
    catalogue = saved if saved is not None else decided_offerings(workspace, filed, today)
    states = analyse(workspace, catalogue, today, filed).triggers
    due = tuple(state for state in states if state.due and state.record == record.number)
    made = choices(decided_workspace(workspace, filed, record))
    now = at_todays_figures(workspace, today, saved)
    concerned = [step for step in workspace.scenario.steps if _concerns(due, made.get(step.id))]
    if not due or not concerned:
        return Watched(record, due, (), analyse(now, None, today), now, made)
    pool = _Pool(now, today, saved, list(figures))
    more = list(pool.newcomers())
    analysis = analyse(_with(now, more), None, today)
    rows = []
    for step in concerned:
        choice = made[step.id]
        taken = frozenset(id_ for id_ in choice if id_ is not None)
        rows.append(step_challengers(analysis, step, choice.default, taken))
    return Watched(record, due, tuple(rows), analysis, now, made, pool.unfigured)


def _concerns(due: Iterable[TriggerState], choice: Choice | None) -> bool:
    """Whether something due is about whoever serves a step or stands in there, or about the whole."""
    return choice is not None and any(not state.about or not set(state.about).isdisjoint(choice) for state in due)


# --- at today's figures ------------------------------------------------------------------------------------------


def at_todays_figures(workspace: Workspace, today: dt.date, saved: Catalogue | None) -> Workspace:
    """The workspace with what the catalogue says of its candidates; as it is where that would be no workspace."""
    rows = catalogue_rows(workspace.candidates, today, saved)
    plan = make_plan(workspace, rows, Names(workspace.candidates, FORMAT, canonical))
    lines = [line for line in plan.lines if line.kind == "changed"]
    try:
        return with_import(workspace, lines, {}, today) if lines else workspace
    except InvalidDocument:
        return workspace


def _with(workspace: Workspace, more: Iterable[dict[str, Any]]) -> Workspace:
    data = to_data(workspace)
    return read_workspace({**data, "candidates": [*data.get("candidates", ()), *more]})


class _Pool:
    """The offerings that the workspace does not have, as candidates, with what is known of their models."""

    def __init__(self, workspace: Workspace, today: dt.date, saved: Catalogue | None, figures: list[ModelRow]) -> None:
        self._workspace, self._today, self._saved = workspace, today, saved
        self._known, self._figured = _known_models(workspace), _by_model(figures)
        self._taken = {one.id for one in workspace.candidates}
        self._bars = all(step.needs.min_quality is not None for step in workspace.scenario.steps)
        self.unfigured = 0

    def newcomers(self) -> Iterator[dict[str, Any]]:
        """Those whose model something is known of; where a step sets no bar the cheapest of the others as well."""
        had = {(one.provider.casefold(), one.model.casefold()) for one in self._workspace.candidates}
        untested: list[Offering] = []
        for offering in _offerings(self._saved, self._today):
            new = (offering.provider.casefold(), offering.model.casefold()) not in had
            if not new or not _offered(offering, self._today):
                continue
            key = canonical(offering.provider, offering.model) or offering.model.casefold()
            names = dict.fromkeys((key, offering.model.casefold(), tail(key), tail(offering.model)))
            rows = next((self._figured[name] for name in names if name in self._figured), ())
            variants = [*map(_of_ours, self._known.get(key, ())), *map(_of_row, rows)]
            yield from (self._document(offering, variant) for variant in variants)
            if not variants:
                untested.append(offering)
        looked_at = [] if self._bars else sorted(untested, key=_price)[:MOST_UNTESTED]
        self.unfigured = len(untested) - len(looked_at)
        yield from (self._document(offering, {}) for offering in looked_at)

    def _document(self, offering: Offering, variant: Mapping[str, Any]) -> dict[str, Any]:
        made = draft(offering, self._taken).document
        self._taken.add(made["id"])
        observations = [*made["observations"], *variant.get("observations", ())]
        more = {key: value for key, value in variant.items() if key != "observations"}
        name = f"{made['name']}, {offering.provider_name}"
        return {**made, **more, "name": name, "observations": observations}


def _price(offering: Offering) -> tuple[float, str, str]:
    return offering.value("input_price") or 0.0, offering.provider, offering.model


def _offerings(saved: Catalogue | None, today: dt.date) -> Iterable[Offering]:
    if saved is not None:
        return saved.values()
    from shortlist.catalogue.search import offerings

    return offerings(today)


def _offered(offering: Offering, today: dt.date) -> bool:
    """Whether an offering can be had from now on, and is known well enough to be a candidate."""
    ends = offering.ends_on is not None and offering.ends_on <= today
    plainly = offering.priced and None not in (offering.access, offering.openness)
    # A router's batch or free mode of a model serves nobody who waits for an answer.
    return plainly and not offering.deprecated and not ends and not offering.model.endswith(ROUTING_SUFFIXES)


def _known_models(workspace: Workspace) -> dict[str, list[Candidate]]:
    """The candidates by the one id of their model, one for each setting."""
    found: dict[str, dict[str, Candidate]] = {}
    for one in workspace.candidates:
        key = canonical(one.provider, one.model) if one.model else None
        if key is not None and any(is_quality(row.metric) for row in one.observations):
            found.setdefault(key, {}).setdefault(one.effort, one)
    return {key: list(rows.values()) for key, rows in found.items()}


def _by_model(rows: Iterable[ModelRow]) -> dict[str, list[ModelRow]]:
    """Rows of files by the one id of their model, one for each setting; those that say nothing of quality left out."""
    found: dict[str, dict[str, ModelRow]] = {}
    for row in rows:
        if row.model and any(is_quality(figure.metric) for figure in row.figures):
            for name in (row.model, *row.also):
                for key in {canonical(row.provider, name), name.casefold()} - {None}:
                    found.setdefault(str(key), {}).setdefault(row.effort, row)
    return {key: list(by_effort.values()) for key, by_effort in found.items()}


def _of_ours(one: Candidate) -> dict[str, Any]:
    """What a candidate of the workspace says of its model."""
    data = to_data(one)
    told = {key: data[key] for key in OF_THE_MODEL if key in data}
    rows = [row for row in data.get("observations", ()) if is_quality(row["metric"])]
    return {**told, "observations": rows}


def _of_row(row: ModelRow) -> dict[str, Any]:
    """What a row of a file says of its model."""
    figures = [replace(one, effort=row.effort) for one in row.figures if is_quality(one.metric)]
    told = {"effort": row.effort} if row.effort else {}
    return {**told, "observations": [one.document() for one in figures]}


# --- what a successor changes in the gateway ----------------------------------------------------------------------


def gateway_changes(watched: Watched, today: dt.date, name: str) -> list[str]:
    """What the gateway's file would say otherwise with the first challengers, in sentences."""
    replacing = watched.replacing
    workspace = watched.analysis.workspace
    after = {
        step: choice._replace(default=replacing.get(step, choice.default)) for step, choice in watched.chosen.items()
    }
    plans = [gateway_plan(workspace, made, today, name) for made in (watched.chosen, after)]
    before, wanted = (litellm.running(litellm.document_of(plan)) for plan in plans)
    steps = [NamedStep(one.step.id, one.step.name, (one.group,)) for one in plans[1].steps]
    names = {one.step.id: one.step.name for one in plans[1].steps}
    rows = [row for row in differences(wanted, before, steps) if row.severity == "error" and row.what != "todo"]
    return [f"{names.get(row.step, row.step)}: {row.what} {row.found} becomes {row.decided}" for row in rows]


def with_challengers(watched: Watched) -> Workspace:
    """The workspace at today's figures, with the challengers that it did not have yet as candidates."""
    had = {one.id for one in watched.today.candidates}
    named = dict.fromkeys(one.candidate for step in watched.steps for one in step.challengers)
    return _with(watched.today, [to_data(watched.candidate(id_)) for id_ in named if id_ not in had])
