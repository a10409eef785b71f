"""An import from the file to the plan: reading, recognising, joining; what the screens and the command share."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from shortlist.catalogue.aliases import canonical
from shortlist.catalogue.importers import FORMATS, generic, recognised
from shortlist.catalogue.importers.common import Importer, Question, forced
from shortlist.core.basics.errors import ShortlistError, told_briefly
from shortlist.core.document.problems import meant
from shortlist.core.document.workspace import Workspace
from shortlist.core.importing.columns import BASIS, DEFAULT_BASIS, NUMBERS, SOURCE, checked_columns, proposed_columns
from shortlist.core.importing.names import Alias, Names
from shortlist.core.importing.plan import ImportLine, ImportPlan, Tick, make_plan
from shortlist.core.importing.rows import ModelRow
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import BadValue
from shortlist.evidence import recognised as recognised_runs
from shortlist.sanitising import shown
from shortlist.store.import_memory import ImportMemory
from shortlist.store.imports import read_beside, read_document
from shortlist.store.places import expanded
from shortlist.store.reading import UnreadableFile

AA_INDEX = "quality.aa_index"
"""What `quality` means in the heading of a table, where no workspace says it."""


class RecognisedFile(NamedTuple):
    """A file with the format that it was recognised as."""

    path: Path
    document: SourceFile
    importer: Importer
    columns: Mapping[str, str] | None = None
    """The map by which a table of no known format is read."""
    named: str | None = None
    """The format that a person named, where the content does not tell it."""

    @property
    def title(self) -> str:
        """The format in words."""
        return self.importer.title


class UnknownFormat(ShortlistError):
    """A file that is none of the known formats; a table may still be read, once its columns are named."""

    def __init__(self, path: Path, document: SourceFile, quality_metric: str) -> None:
        self.path, self.document = path, document
        self.header = generic.header_of(document)
        self.proposed = proposed_columns(self.header, quality_metric, generic.first_records(document))
        style = generic.style_told(document, self.proposed)
        if style:
            self.proposed[NUMBERS] = style
        where = shown(str(path))
        if len(self.header) < 2:
            packed = ""
            if document.archive is not None:
                packed = "; is it packed, unpack it and import the file inside"
            super().__init__(f"{where}: no known format and no table; known: {', '.join(FORMATS)}{packed}")
            return
        told = " ".join(f"--map {shlex.quote(f'{title}={meaning}')}" for title, meaning in self.proposed.items())
        whose = f"--source and --basis say whose figures they are, left out {document.name} and {DEFAULT_BASIS}"
        told = told_briefly(shown(told))
        super().__init__(f"{where}: no known format; as a table it would be read with {told}; {shown(whose)}")


class Unsaid(ShortlistError):
    """A file that does not say what it cannot be read without: a question, and the usual answers."""

    def __init__(self, path: Path, question: Question) -> None:
        self.path, self.question = path, question
        known = ", ".join(question.answers)
        super().__init__(f"{shown(str(path))}: {question.text} Say it with --index-version: {known}")


class ImportOptions(NamedTuple):
    """How a file is to be read, where a person says more than the file does."""

    format: str | None = None
    as_of: dt.date | None = None
    version: str = ""
    columns: Mapping[str, str] | None = None
    """What the columns of a table of no known format mean."""
    source: str = ""
    """Who says the figures of such a table, where its rows do not."""
    basis: str = ""
    """How they are known."""
    header_line: int = 0
    """The line of a table that holds the names of its columns; 0: the first with two names or more."""

    @property
    def stated(self) -> dict[str, str]:
        """What is said of a table as a whole, as a map of columns holds it."""
        said = {SOURCE: " ".join(self.source.split()), BASIS: self.basis}
        return {key: value for key, value in said.items() if value}


AS_IT_SAYS = ImportOptions()


def open_source(
    path: Path,
    reading: ImportOptions = AS_IT_SAYS,
    remembered: ImportMemory | None = None,
    quality_metric: str = AA_INDEX,
    document: SourceFile | None = None,
) -> RecognisedFile:
    """Read a file and recognise it. Raises `UnreadableFile`, or `UnknownFormat` where nothing is recognised.

    A table of no known format is read by the columns that are named, else by those confirmed for its header before.
    `document` is the file where it was read already.
    """
    path = expanded(str(path))
    if document is None:
        document = read_document(path, reading.as_of, reading.header_line)
    document = replace(document, version=reading.version)
    runs = recognised_runs(document) if not document.twice else None
    if runs is not None and not runs.asks_for_step:
        raise ShortlistError(
            f"{shown(str(path))}: holds runs of examples ({runs.title}), and no figures of models; "
            "`shortlist import NAME FILE` takes them over"
        )
    columns = reading.columns
    if columns is None and reading.format in (None, generic.ID):
        found = recognised(document) if reading.format is None else None
        if found is not None:
            return _known(path, document, found, reading)
        header = generic.header_of(document)
        columns = _remembered(remembered, header)
        if columns is None:
            wrong = document.twice or (document.no_json if len(header) < 2 else "")
            if wrong:
                raise UnreadableFile(path, wrong)
            raise UnknownFormat(path, document, quality_metric)
    if columns is not None:
        try:
            known = checked_columns({**columns, **reading.stated}, generic.header_of(document))
        except ShortlistError as error:
            raise ShortlistError(f"{shown(str(path))}: {shown(str(error))}") from None
        return RecognisedFile(path, document, generic.importer(known), known)
    source = _known(path, document, _named(reading.format or "", document, path), reading)
    return source._replace(named=reading.format)


def _remembered(remembered: ImportMemory | None, header: Sequence[str]) -> Mapping[str, str] | None:
    """The columns confirmed for a header before; None where they are none any more by which a table can be read."""
    columns = None if remembered is None else remembered.columns(header)
    if columns is None:
        return None
    try:
        return checked_columns(columns, header)
    except ShortlistError:
        return None


def _known(path: Path, document: SourceFile, importer: Importer, reading: ImportOptions) -> RecognisedFile:
    if reading.stated:
        raise ShortlistError(
            f"{shown(str(path))}: {importer.title} says itself where its figures come from; a source and a basis are "
            "stated of a table of no known format"
        )
    companion = importer.companion(document.name)
    if companion is not None:
        document = replace(document, beside=read_beside(path.with_name(companion)))
    question = importer.asks(document)
    if question is not None:
        raise Unsaid(path, question)
    return RecognisedFile(path, document, importer)


def _named(name: str, document: SourceFile, path: Path) -> Importer:
    found = FORMATS.get(name)
    if found is None:
        raise ShortlistError(f"no format {shown(name)!r}; {meant(name, [*FORMATS, generic.ID])}")
    if not found.sniff(document):
        actual = recognised(document)
        if actual is None:
            return forced(found)
        raise ShortlistError(f"{shown(str(path))}: is not what {found.id} files look like; it looks like {actual.id}")
    return found


def plan_import(
    workspace: Workspace,
    source: RecognisedFile,
    aliases: Iterable[Alias] = (),
    wanted: Callable[[ModelRow], bool] | None = None,
    tick: Tick | None = None,
) -> ImportPlan:
    """What taking the file over would do to a workspace; `tick` is told of every record and may raise to stop.

    Raises `ShortlistError` where the file as a whole says nothing that can be used.
    """
    names = names_of(workspace, source, aliases)
    try:
        rows = source.importer.read(source.document)
        plan = make_plan(workspace, rows, names, title=source.title, wanted=wanted, tick=tick)
    except BadValue as error:
        raise ShortlistError(f"{shown(str(source.path))}: {shown(str(error))}") from None
    document = source.document
    notices = source.importer.notices(document) + document.notices
    if document.no_json:
        notices = (*notices, f"The file {document.no_json}: it is read as nothing.")
    if any(change.figure.as_of == document.day for line in plan.lines for change in line.figures):
        dating = f"Figures without a date of their own are of {document.day}, by {document.dated_by}."
        notices = (dating, *notices)
    return replace(plan, notices=tuple(notices))


def names_of(workspace: Workspace, source: RecognisedFile, aliases: Iterable[Alias] = ()) -> Names:
    """The candidates of a workspace, by what files of this format call them."""
    return Names(workspace.candidates, source.importer.id, canonical, aliases)


def completions(lines: Iterable[ImportLine], today: dt.date) -> dict[str, Mapping[str, Any]]:
    """What the catalogue knows of the new candidates among the lines, by the id of their row.

    That is how they are reached, and how many others serve the same model.
    """
    from shortlist.catalogue.completing import completion  # only what is new needs the catalogue, which takes a moment

    return {line.row.id: completion(line.row, today) for line in lines if line.candidate is None}


def confirmed(
    lines: Iterable[ImportLine], known: Mapping[str, Mapping[str, Any]], names: Names, today: dt.date
) -> Iterator[Alias]:
    """The names to remember once lines are taken over: `names` are those of the workspace that holds them.

    A likely match that a person confirmed, and a new candidate whose model the catalogue calls something else.
    """
    for line in lines:
        if line.kind == "match" and line.candidate is not None and line.row.model:
            yield names.alias(line.row, line.candidate, today)
        found = known.get(line.row.id, {})
        if line.kind == "new" and found.get("model") and line.row.provider:
            new = replace(line.row, model=found["model"], provider=found.get("provider") or line.row.provider)
            yield from (names.alias(line.row, one, today) for one in names.joined(new)[-1:])


def plan_refresh(workspace: Workspace, today: dt.date) -> ImportPlan:
    """What today's catalogue says of the candidates that it lists, as the same preview as an import's."""
    from shortlist.catalogue.completing import FORMAT, catalogue_rows  # the catalogue takes a moment to load

    names = Names(workspace.candidates, FORMAT, canonical)
    return make_plan(workspace, catalogue_rows(workspace.candidates, today), names, title="The catalogue")
