"""A place of the document in words: the name of what lies there in place of its key path."""

from __future__ import annotations

from shortlist.core.basics.words import with_small
from shortlist.core.changes.values import DocumentNames, check_name, names_of, row_name
from shortlist.core.document.field_names import label_of
from shortlist.core.document.problems import location_of
from shortlist.core.document.workspace import Workspace

Location = tuple[str | int, ...]
ALL = {
    "scenario": "the scenario",
    "candidates": "the candidates",
    "checks": "the checklist",
    "evaluations": "the evaluations",
    "decision": "the decision",
    "records": "the record",
}
"""The parts of the document."""
LISTS = {"observations": "figures", "answers": "answers", "overrides": "own ratings"}
"""What the lists of a candidate are called, all of one together."""


def place_words(workspace: Workspace, where: str) -> str:
    """What a key path names, such as `GPT-6 Sol: quality on AA Intelligence Index`; of a place that is gone its words.

    Candidates and steps are named, fields and rows have their labels; indices and ids are left out.
    """
    path = location_of(where)
    try:
        return _told(workspace, path, names_of(workspace, workspace))
    except (IndexError, KeyError):
        return ", ".join(label_of(str(part)).lower() for part in path if isinstance(part, str))


def rule_told(rule: str) -> str:
    """The name of a rule of the findings in words."""
    return rule.replace("-", " ")


def _told(workspace: Workspace, path: Location, names: DocumentNames) -> str:
    match path:
        case ("scenario", "steps", int(at), *rest):
            return _with_field(names.step(workspace.scenario.steps[at].id), rest)
        case ("candidates", int(at), *rest):
            return _of_candidate(workspace, at, rest, names)
        case ("decision", "steps", int(at), *rest):
            return _choice(f"of {names.step(workspace.decision.steps[at].step)}", rest)
        case ("decision", *rest) if rest:
            return _choice("of the decision", rest)
        case ("evaluations", int(at), *_):
            run = workspace.evaluations[at].model_dump()
            return f"Evaluation of {row_name('evaluations', run, names)}"
        case ("checks", int(at), *_):
            return f"Check {check_name(workspace.checks[at].id)}"
        case ("records", int(at), *rest):
            record = f"record {workspace.records[at].number}"
            fields = [part for part in rest if isinstance(part, str) and part != "sections"]
            if not fields:
                return record.capitalize()
            return f"{label_of(fields[0])} of {record}"
        case (str(part),):
            return ALL.get(part, label_of(part)).capitalize()
    return _with_field("Scenario", path[1:])


def _of_candidate(workspace: Workspace, at: int, rest: list[str | int], names: DocumentNames) -> str:
    one = workspace.candidates[at]
    name = names.candidate(one.id)
    match rest:
        case [("observations" | "answers" | "overrides") as list_, int(row), *_]:
            return f"{name}: {with_small(row_name(list_, getattr(one, list_)[row].model_dump(), names))}"
        case [str(list_)] if list_ in LISTS:
            return f"{name}: {LISTS[list_]}"
        case ["usage", str(step), *fields]:
            return _with_field(f"{name} in {names.step(step)}", fields)
    return _with_field(name, rest)


def _choice(of: str, rest: list[str | int]) -> str:
    kind = next((label_of(part) for part in rest if isinstance(part, str)), "Choice")
    return f"{kind} {of}"


def _with_field(name: str, rest: list[str | int] | Location) -> str:
    """A thing, and its last field where one is named."""
    fields = [part for part in rest if isinstance(part, str)]
    if not fields:
        return name
    return f"{name}: {with_small(label_of(fields[-1]))}"
