"""The workspace: one decision being made, as a document, and the strict way in and out of it.

`read_workspace` turns plain data (what TOML holds) into a `Workspace` or into the list of all its mistakes;
`to_data` turns it back, with exactly the keys that were set. Who was chosen is read from its decision alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import ConfigDict, Field, ValidationError

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.checklist import Answer, CheckSetting
from shortlist.core.document.consistency import ids_of, inconsistencies, section_inconsistencies
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.fields import Checked, Items, Name, Part, described, wrong
from shortlist.core.document.problems import explain
from shortlist.core.document.record import Decision, Record
from shortlist.core.document.scenario import Scenario

SCHEMA = 2
"""The version of the document that this program writes."""
FIRST = 1
"""The oldest one that reads as it stands, with the meaning of the present one."""


def of_newer(version: int) -> str:
    """What is said of a file of a later schema."""
    return f"the file was written by a newer Shortlist (schema {version}); this one reads schema {SCHEMA}: update it"


def _schema(value: object) -> int:
    if type(value) is int and FIRST <= value <= SCHEMA:
        return SCHEMA
    if type(value) is int and value > SCHEMA:
        raise wrong(of_newer(value))
    raise wrong(f"expected {SCHEMA}, the present format; write schema = {SCHEMA}")


SchemaVersion = Annotated[int, Checked(_schema, {"enum": list(range(FIRST, SCHEMA + 1))})]


class Workspace(Part):
    """One decision being made: scenario, candidates, answers, evaluations, decision and records."""

    model_config = ConfigDict(title="Shortlist workspace")

    schema_version: SchemaVersion = Field(default=SCHEMA, alias="schema", description="the version of this format")
    title: Name = Field(description="what is being decided")
    scenario: Scenario = Field(description="what the product must do, for whom, under which limits")
    candidates: Items[Candidate] = described("the offerings compared", default=())
    checks: Items[CheckSetting] = described("changed importance, and checks of the team's own", default=())
    answers: Items[Answer] = described("to the checks that are asked once per workspace", default=())
    evaluations: Items[Evaluation] = described("runs of the team's golden dataset", default=())
    decision: Decision = described("which candidate serves, which stands in", default=Decision.model_construct())
    records: Items[Record] = described("decision records; the last one is being edited", default=())

    def candidate(self, id_: str | None) -> Candidate | None:
        """The candidate of that id, if there is one."""
        return next((candidate for candidate in self.candidates if candidate.id == id_), None)

    @property
    def names(self) -> dict[str, str]:
        """The names of the candidates by their ids, in their order."""
        return {candidate.id: candidate.name for candidate in self.candidates}

    @property
    def record(self) -> Record | None:
        """The record being edited."""
        return self.records[-1] if self.records else None

    def prose(self, section: str) -> str:
        """What the record being edited says in a section; empty without a record."""
        return self.record.sections.of(section) if self.record else ""


def read_workspace(data: Mapping[str, Any], known: Mapping[int, Candidate] | None = None) -> Workspace:
    """The workspace that plain data describes; `known` are candidates by their places that were read from it before.

    Raises `InvalidDocument` with every mistake: of form, of range and of cross-reference, in the order of the file.
    """
    problems = []
    workspace = None
    document = dict(data)
    if known:
        document["candidates"] = [known.get(place, row) for place, row in enumerate(data["candidates"])]
    try:
        workspace = Workspace.model_validate(document)
    except ValidationError as error:
        problems = explain(error, Workspace)
    # What the schema refused at a place is told once, however it disagrees with the rest.
    refused = {problem.path for problem in problems}
    problems += [problem for problem in inconsistencies(data) if problem.path not in refused]
    if problems or workspace is None:
        raise InvalidDocument(dict.fromkeys(problems))
    return workspace


def reread(workspace: Workspace, document: Mapping[str, Any], section: str) -> Workspace | None:
    """A workspace after an edit of one section; `document` holds plain data along the edit, the rest as it was read.

    The same as `read_workspace` of the plain data, for a fraction of the time: what the edit leaves alone is not read
    again but shared, so that it can be told by identity what did not change. None where something is wrong, which
    only reading all of the plain data tells in full.
    """
    try:
        changed = Workspace.model_validate(dict(document))
    except ValidationError:
        return None
    before, after = _ids(workspace), _ids(changed)
    if after != before:
        problems = inconsistencies(to_data(changed))
    else:
        data = changed.model_dump(include={section}, by_alias=True, exclude_unset=True, exclude_none=True)
        problems = section_inconsistencies(section, data, ids_of(after))
    return None if problems else changed


def _ids(workspace: Workspace) -> dict[str, Any]:
    """The ids that the sections may refer to, as the plain data has them."""
    lists: dict[str, tuple[Any, ...]] = {"candidates": workspace.candidates, "checks": workspace.checks}
    ids = {key: [{"id": one.id} for one in items] for key, items in lists.items()}
    return {"scenario": {"steps": [{"id": step.id} for step in workspace.scenario.steps]}, **ids}


def to_data(part: Part) -> dict[str, Any]:
    """The plain data of a workspace or a part of it: only keys that were set, in the order of the schema."""
    return part.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)


def new_workspace(title: str) -> Workspace:
    """An empty workspace. Raises `InvalidDocument` where the title is blank."""
    step = {"id": "answer", "name": "Answer"}
    return read_workspace({"schema": SCHEMA, "title": title, "scenario": {"steps": [step]}})


class Choice(NamedTuple):
    """Who serves a step by default and who stands in; None where nobody was chosen."""

    default: str | None
    fallback: str | None


def choices(workspace: Workspace) -> dict[str, Choice]:
    """The choice for every step: its own where the decision names one, else the decision's."""
    decision = workspace.decision
    own = {row.step: row for row in decision.steps}
    rows = {step.id: own.get(step.id, decision) for step in workspace.scenario.steps}
    return {
        step: Choice(row.default or decision.default, row.fallback or decision.fallback) for step, row in rows.items()
    }


def chosen_candidates(workspace: Workspace) -> list[Candidate]:
    """Every candidate that the decision names, once, in the order of the steps."""
    named = [id_ for choice in choices(workspace).values() for id_ in (choice.default, choice.fallback)]
    found = (workspace.candidate(id_) for id_ in dict.fromkeys(named))
    return [candidate for candidate in found if candidate is not None]
