"""An import from the file to the plan: reading, recognising, joining; what the screens and the command share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.catalogue.aliases import canonical
from shortlist.catalogue.importers import FORMATS, recognised
from shortlist.catalogue.importers.common import Importer
from shortlist.core.errors import ShortlistError
from shortlist.core.importing.document import Document
from shortlist.core.importing.names import Alias, Names
from shortlist.core.importing.plan import Line, Plan, Tick, make_plan
from shortlist.core.importing.rows import ModelRow
from shortlist.core.problems import nearest
from shortlist.core.workspace import Workspace
from shortlist.shown import shown
from shortlist.store.imports import read_beside, read_document


class Source(NamedTuple):
    """A file with the format that it was recognised as."""

    path: Path
    document: Document
    importer: Importer

    @property
    def title(self) -> str:
        """The format in words."""
        return self.importer.title


class UnknownFormat(ShortlistError):
    """A file that is none of the known formats."""

    def __init__(self, path: Path, document: Document) -> None:
        self.document = document
        known = ", ".join(FORMATS)
        super().__init__(f"{shown(str(path))}: no known format; name one with --format ({known})")


def open_source(path: Path, format_: str | None = None, as_of: dt.date | None = None, version: str = "") -> Source:
    """Read a file and recognise it. Raises `UnreadableFile`, or `UnknownFormat` where nothing is recognised."""
    document = replace(read_document(path.expanduser(), as_of), version=version)
    importer = _named(format_, document, path) if format_ else recognised(document)
    if importer is None:
        raise UnknownFormat(path, document)
    companion = importer.companion(document.name)
    if companion is not None:
        document = replace(document, beside=read_beside(path.expanduser().with_name(companion)))
    return Source(path, document, importer)


def _named(name: str, document: Document, path: Path) -> Importer:
    found = FORMATS.get(name)
    if found is None:
        raise ShortlistError(f"no format {shown(name)!r}; {nearest(name, FORMATS)}")
    if not found.sniff(document):
        actual = recognised(document)
        hint = f"; it looks like {actual.id}" if actual else ""
        raise ShortlistError(f"{shown(str(path))}: is not what {found.id} files look like{hint}")
    return found


def plan_import(
    workspace: Workspace,
    source: Source,
    aliases: Iterable[Alias] = (),
    wanted: Callable[[ModelRow], bool] | None = None,
    tick: Tick | None = None,
) -> Plan:
    """What taking the file over would do to a workspace; `tick` is told of every record and may raise to stop."""
    names = names_of(workspace, source, aliases)
    plan = make_plan(
        workspace, source.importer.read(source.document), names, title=source.title, wanted=wanted, tick=tick
    )
    return replace(plan, notices=(*_dating(plan, source.document), *source.importer.notices(source.document)))


def names_of(workspace: Workspace, source: Source, aliases: Iterable[Alias] = ()) -> Names:
    """The candidates of a workspace, by what files of this format call them."""
    return Names(workspace.candidates, source.importer.id, canonical, aliases)


def _dating(plan: Plan, document: Document) -> tuple[str, ...]:
    """How the figures are dated whose file does not date them."""
    if not any(change.figure.as_of == document.day for line in plan.lines for change in line.figures):
        return ()
    return (f"Figures without a date of their own are of {document.day}, by {document.dated_by}.",)


def completions(lines: Iterable[Line], today: dt.date) -> dict[str, Mapping[str, Any]]:
    """What the catalogue knows of the new candidates among the lines, by the id of their row."""
    from shortlist.catalogue.completing import completion  # a file that says everything needs no catalogue

    return {line.row.id: completion(line.row, today) for line in lines if line.candidate is None and line.lacks}
