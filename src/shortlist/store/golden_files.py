"""Files that golden examples are taken from: tests of promptfoo, a table, a dataset of Inspect, a golden dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.golden.examples import Example, Refused, example_of, gathered
from shortlist.core.golden.promptfoo import from_promptfoo
from shortlist.core.golden.tables import example_meanings, from_inspect, from_rows
from shortlist.core.importing.source_file import first_objects
from shortlist.sanitising import shown
from shortlist.store.imports import read_document
from shortlist.store.places import expanded
from shortlist.store.reading import MEGABYTE, FileFormat, UnreadableFile, read_text

YAML = FileFormat("tests of promptfoo", "YAML is text", 8 * MEGABYTE)
MOST_EVENTS, DEEPEST = 500_000, 64


class FoundExamples(NamedTuple):
    format: str
    examples: tuple[Example, ...]
    refused: tuple[Refused, ...] = ()
    notices: tuple[str, ...] = ()


def read_examples(path: Path) -> FoundExamples:
    """The examples of a file, whatever of the known formats it is. Raises `UnreadableFile` or `ShortlistError`."""
    path = expanded(str(path))
    try:
        return _read(path)
    except UnreadableFile:
        raise
    except ShortlistError as error:
        raise ShortlistError(f"{shown(str(path))}: {error}") from None


def _read(path: Path) -> FoundExamples:
    if path.suffix in (".yaml", ".yml"):
        return _promptfoo(_yaml(path))
    document = read_document(path)
    if document.table is not None:
        columns = example_meanings(document.table.header)
        records = list(document.table.records())
        rows = [(f"line {one.line}", one.cells) for one in records if not one.problem]
        examples, refused = from_rows(rows, columns, path.name)
        refused += [(f"line {one.line}", one.problem) for one in records if one.problem]
        return FoundExamples("a table", tuple(examples), tuple(refused))
    values = document.json
    if isinstance(values, dict) and "tests" not in values and "input" in values:
        values = [values]
    first = first_objects(values)
    if isinstance(values, dict) or any("vars" in one for one in first):
        return _promptfoo(values)
    if not isinstance(values, list):
        raise ShortlistError("expected tests of promptfoo, a table, a dataset of Inspect, or a golden dataset")
    if any("checks" in one or "expected" in one for one in first):
        return _golden(values)
    examples, refused = from_inspect(values)
    return FoundExamples("a dataset of Inspect", tuple(examples), tuple(refused))


def _promptfoo(values: Any) -> FoundExamples:
    examples, refused, notices = from_promptfoo(values)
    return FoundExamples("tests of promptfoo", tuple(examples), tuple(refused), tuple(notices))


def _golden(values: list[Any]) -> FoundExamples:
    def read(one: Any, number: int) -> Example:
        if not isinstance(one, dict):
            raise ShortlistError("expected an object")
        return example_of(one)

    examples, refused = gathered(((f"example {at}", one) for at, one in enumerate(values, 1)), read)
    return FoundExamples("a golden dataset", tuple(examples), tuple(refused))


def _yaml(path: Path) -> Any:
    """The values of a YAML file without aliases, in bounded time. Raises `UnreadableFile`."""
    import yaml  # only a file of this kind needs it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = read_text(path, YAML)
    depth = 0
    try:
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or number > MOST_EVENTS or depth > DEEPEST:
                raise UnreadableFile(path, "has aliases, or is larger or deeper than tests ever are")
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableFile(path, f"is no YAML: {shown(str(error))[:200]}") from None
