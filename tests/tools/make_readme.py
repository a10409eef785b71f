"""Write the parts of README.md that say what the code says: the commands from the parser, the file from the schema,
the house from what each package says of itself.

    python tests/tools/make_readme.py

Each part stands between `<!-- begin NAME -->` and `<!-- end NAME -->`; all else is written by people. The test
`tests/test_readme.py` compares.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
README = ROOT / "README.md"

from shortlist.arguments import COMMANDS, Argument, Command  # noqa: E402
from shortlist.export.schemas import workspace_schema  # noqa: E402
from shortlist.formats import FORMATS  # noqa: E402

Schema = Mapping[str, Any]


# --- the commands


def commands() -> str:
    """Every command with what it does, and its arguments with what each is."""
    return "\n\n".join(_command(command) for command in COMMANDS)


def _command(command: Command) -> str:
    usage = " ".join(["shortlist", command.name, *(_usage(one) for one in command.arguments)])
    usage += " [--json]" if command.json else ""
    lines = [f"**`{usage}`** – {command.does}", *(_told(one) for one in command.arguments if one.told.get("help"))]
    return "\n".join([lines[0], "", *lines[1:]] if len(lines) > 1 else lines)


def _value(argument: Argument) -> str:
    """What stands in place of the argument's value: its metavar, or the words it is chosen from."""
    told = argument.told
    if told.get("action") == "store_true":
        return ""
    if "choices" in told:
        return "|".join(map(str, told["choices"]))
    return str(told.get("metavar", argument.names[0].strip("-").upper()))


def _usage(argument: Argument) -> str:
    name, value, many = argument.names[0], _value(argument), argument.told.get("nargs")
    if not name.startswith("-"):
        shown = f"{value}…" if many in ("*", "+") else value
        return f"[{shown}]" if many in ("*", "?") else shown
    option = f"{name} {value}".strip()
    return option if argument.told.get("required") else f"[{option}]"


def _told(argument: Argument) -> str:
    # A column of choices may be long: the usage has it, the list names the option alone.
    value = "" if "choices" in argument.told else _value(argument)
    names = ", ".join(f"`{name}`" for name in argument.names) if argument.names[0].startswith("-") else ""
    shown = names or f"`{_value(argument)}`"
    if names and value:
        shown = f"{names[:-1]} {value}`"
    return f"- {shown}: {argument.told['help']}"


# --- the formats of an export


def formats() -> str:
    """Every format of `shortlist export`, with what it is for."""
    rows = [f"| `{one.id}` | {one.told.partition(': ')[2] or one.told} | `.{one.ending}` |" for one in FORMATS.values()]
    return "\n".join(["| format | what it is | file |", "| --- | --- | --- |", *rows])


# --- the file


def file() -> str:
    """Every table of the workspace file with its keys: what each holds, and what it is where it is left out."""
    schema = workspace_schema()
    tables = [_table("", schema, schema), *_tables("", schema, schema)]
    return "\n\n".join(tables)


def _tables(path: str, one: Schema, schema: Schema) -> Iterator[str]:
    """The tables within a table, in the order of the file, each before those within it."""
    for key, field in one["properties"].items():
        inner, many = _inner(field, schema)
        if inner is None:
            continue
        name = f"{path}.{key}" if path else key
        yield _table(f"[[{name}]]" if many else f"[{name}]", inner, schema)
        yield from _tables(name, inner, schema)


def _inner(field: Schema, schema: Schema) -> tuple[Schema | None, bool]:
    """The table that a field holds, and whether it holds many; None where it holds a value."""
    for option in field.get("anyOf", [field]):
        if "$ref" in option:
            return _resolved(option, schema), False
        items = option.get("items", {})
        if "$ref" in items:
            return _resolved(items, schema), True
    return None, False


def _resolved(reference: Schema, schema: Schema) -> Schema:
    found: Schema = schema["$defs"][reference["$ref"].rpartition("/")[2]]
    return found


def _table(heading: str, one: Schema, schema: Schema) -> str:
    needed = set(one.get("required", ()))
    rows = []
    for key, field in one["properties"].items():
        if _inner(field, schema)[0] is not None:
            continue
        default = "required" if key in needed else _default(field)
        rows.append(f"| `{key}` | {_kind(field)} | {default} | {_words(field.get('description', ''))} |")
    told = _words(one.get("description", ""))
    title = f"**`{heading}`** – {told}" if heading else "At the top of the file:"
    if not rows:
        return title
    return "\n".join([title, "", "| key | value | left out | what it is |", "| --- | --- | --- | --- |", *rows])


def _kind(field: Schema) -> str:
    """What a value may be, in words."""
    options = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    return " or ".join(dict.fromkeys(_kind_of(one) for one in options))


NAMES = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "object": "table"}


def _kind_of(one: Schema) -> str:
    if "enum" in one:
        return ", ".join(f"`{word}`" for word in one["enum"])
    if "const" in one:
        return f"`{one['const']}`"
    if one.get("type") == "array":
        return f"list of {_kind_of(one['items'])}"
    if one.get("format") == "date":
        return "date"
    if one.get("type") == "number" and one.get("maximum") == 1:
        return "share, 0 to 1"
    return NAMES.get(str(one.get("type")), "value")


def _default(field: Schema) -> str:
    default = field.get("default")
    if default in (None, "", [], {}):
        return "–"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`"


def _words(text: str) -> str:
    """A description within a cell, on one line."""
    return " ".join(text.split()).replace("|", "\\|")


# --- the house


SOURCE = ROOT / "src" / "shortlist"
WITHIN = {"core": "The core is a house of floors", "tui": "The application is a house of floors"}
"""The packages whose rooms are listed as well, and the contract of import-linter that says on which floor each is."""


def house() -> str:
    """Every module and package from the ground up, each with the first sentence of itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = {
        one["name"]: [room for floor in one.get("layers", ()) for room in floor.split(" | ")] for one in contracts
    }
    lines = []
    for room in reversed(floors["Imports point one way"]):
        lines.append(_room(SOURCE, room, 0))
        inner = floors[WITHIN[room]] if room in WITHIN else ()
        lines += [_room(SOURCE / room, one, 1) for one in reversed(inner)]
    return "\n".join(["```", *lines, "```"])


def _room(folder: Path, name: str, depth: int) -> str:
    package = folder / name / "__init__.py"
    path = package if package.exists() else folder / f"{name}.py"
    told = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n\n")[0]
    sentence = re.split(r"(?<=[.:;]) (?=[A-Z])", " ".join(told.split()))[0].rstrip(".")
    return f"{'  ' * depth}{name}{'/' * (path is package)}".ljust(18) + sentence


# --- the page

PARTS: dict[str, Callable[[], str]] = {"commands": commands, "formats": formats, "file": file, "house": house}


def with_parts(text: str) -> str:
    """The page with every part written anew; raises `ValueError` where a part has no place."""
    for name, part in PARTS.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed or begin in after:
            raise ValueError(f"{begin} … {end} does not stand in the page once")
        text = f"{before}{begin}\n{part()}\n{end}{after}"
    return text


def main() -> int:
    """Write README.md."""
    README.write_text(with_parts(README.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
