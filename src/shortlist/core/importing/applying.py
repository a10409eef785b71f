"""The one edit that takes chosen lines over: validated as strictly as a file is read, or nothing changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shortlist.core.basics.words import count, with_small
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import Data, free_id, put
from shortlist.core.importing.plan import ImportLine, candidate_document
from shortlist.core.importing.row_changes import with_remarks

ARTICLES = frozenset({"Your", "The"})  # with what a title begins that is no name, so that it is small inside a sentence

Completion = Mapping[str, Any]
"""Keys of a new candidate that its file does not say: `provider`, `access`, `openness`, further observations."""
OFFERING = ("provider", "model", "effort", "service_tier")  # what two new candidates may not have in common


def with_import(
    workspace: Workspace, lines: Sequence[ImportLine], completions: Mapping[str, Completion], today: date
) -> Workspace:
    """The workspace with what the lines say. `completions` holds, by the id of a row, what new candidates lack.

    Raises `InvalidDocument`, and nothing changes then.
    """
    data = to_data(workspace)
    rows: list[Data] = list(data.get("candidates", ()))
    places = {row["id"]: place for place, row in enumerate(rows)}
    made: dict[tuple[str, ...], int] = {}
    for line in lines:
        if line.candidate is not None:
            place = places[line.candidate.id]
            rows[place] = _changed(rows[place], line, today)
        else:
            more = dict(completions.get(line.row.id, {}))
            # A short id: the model's with its setting, with the provider's where that is taken.
            used = set(places)
            model = line.row.model.rpartition("/")[2] or line.row.name
            base = free_id(" ".join(filter(None, (model, line.row.effort))), ())
            provider = str(more.get("provider") or line.row.provider)
            if base in used and provider:
                base = f"{base} {provider}"
            id_ = free_id(base, used)
            document = candidate_document(line, id_, more)
            offering = tuple(str(document.get(key, "")).casefold() for key in OFFERING)
            if line.row.model and offering in made:
                # Two rows of one offering, such as two ways of calling it, are one candidate.
                rows[made[offering]] = _with_row(rows[made[offering]], document, line)
                continue
            made[offering] = places[id_] = len(rows)
            rows.append(document)
    if rows:
        data["candidates"] = rows
    return read_workspace(data)


def _with_row(held: Data, document: Data, line: ImportLine) -> Data:
    """A new candidate with what another row says of it: what it has already stays."""
    had = {_about(one) for one in held.get("observations", ())}
    more = [one for one in document.get("observations", ()) if _about(one) not in had]
    capabilities = {**document.get("capabilities", {}), **held.get("capabilities", {})}
    notes = with_remarks(held.get("notes", ""), line.row)
    told: Data = {"observations": [*held.get("observations", ()), *more], "capabilities": capabilities, "notes": notes}
    return {**document, **held, **{key: value for key, value in told.items() if value}}


def _about(observation: Data) -> tuple[object, ...]:
    return tuple(observation.get(key) for key in ("metric", "above_tokens", "effort", "provider", "source"))


def _changed(row: Data, line: ImportLine, today: date) -> Data:
    for fact in line.facts:
        new = fact.new
        if fact.path == ("notes",):
            # Without the lines that the row replaces, and no others: another row may have added its own.
            had, has = (fact.old or "").split("\n"), fact.new.split("\n")
            gone = [one for one in had if one not in has]
            kept = [one for one in row.get("notes", "").split("\n") if one and one not in gone]
            new = "\n".join([*kept, *(one for one in has if one not in (*had, *kept))])
        row = put(row, fact.path, new)
    observations = [dict(one) for one in row.get("observations", ())]
    for change in line.changing:
        document = change.figure.document()
        if change.at is None or change.how in ("add", "follow"):
            observations.append(document)
        elif change.how == "correct":
            observations[change.at] = document
        else:
            # The same figure, seen again: a person's own remarks on it stay.
            observations[change.at] |= {"as_of": document["as_of"], "source": document["source"]}
    if observations:
        row = {**row, "observations": observations}
    answer = line.answer
    if answer is not None:
        told = {"check": answer.check, "verdict": answer.verdict, "note": answer.note, "url": answer.url}
        given = {**{key: value for key, value in told.items() if value}, "checked_on": today}
        row = {**row, "answers": [*row.get("answers", ()), given]}
    return row


def import_title(lines: Sequence[ImportLine], title: str) -> str:
    """What undo calls the edit."""
    new = sum(line.candidate is None for line in lines)
    changed = len({line.candidate.id for line in lines if line.candidate is not None})
    parts = []
    if new:
        parts.append(count(new, "new candidate"))
    if changed:
        parts.append(f"{count(changed, 'candidate')} changed")
    if title.partition(" ")[0] in ARTICLES:
        title = with_small(title)
    return f"import of {title}: {', '.join(parts) or 'nothing'}"
