"""No regular expression of the project takes more than twice as long for twice the text.

Each is found in the source, with how it is used, and given texts that repeat what it is made of: one that goes back
over what it has read shows it there.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import pytest

import shortlist
from tests.growth import cpu_s, is_linear

METHODS = {"match", "fullmatch", "search", "sub", "split", "finditer", "findall"}
BOUNDED = {
    "shortlist.catalogue.importers.common._SETTING": "names that are longer than a text may be are not looked at"
}
SOURCE = Path(shortlist.__file__).parent


class Used(NamedTuple):
    """A regular expression, and how it goes over a text: from its beginning only, or from every place."""

    where: str
    pattern: re.Pattern[str]
    method: str


def used() -> list[Used]:
    """Every regular expression of the project with each of its uses."""
    modules = [
        importlib.import_module(one.name)
        for one in pkgutil.walk_packages([str(SOURCE)], "shortlist.")
        if not one.name.endswith("__main__")
    ]
    sources = {module: Path(str(module.__file__)).read_text("utf-8") for module in modules}
    calls = re.findall(rf"\b(\w+)(?:\[\w+\])?\.({'|'.join(METHODS)})\b", "\n".join(sources.values()))
    found: dict[tuple[str, int, str], Used] = {}
    for module, source in sources.items():
        for name, pattern in _held(vars(module)):
            known = {method for named, method in calls if named == name} or {"search", "fullmatch"}
            for method in known:
                found.setdefault(
                    (pattern.pattern, pattern.flags, method), Used(f"{module.__name__}.{name}", pattern, method)
                )
        for call in ast.walk(ast.parse(source)):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[ast.Constant(value=str(text)), *_]
                ) if attr in METHODS:
                    flags = 0
                    for one in ("DOTALL", "MULTILINE", "IGNORECASE"):
                        flags |= getattr(re, one) if f"re.{one}" in ast.unparse(call) else 0
                    pattern = re.compile(text, flags)
                    place = f"{module.__name__}:{call.lineno}"
                    found.setdefault((pattern.pattern, pattern.flags, attr), Used(place, pattern, attr))
    return sorted(found.values(), key=lambda one: (one.where, one.method))


def _held(names: dict[str, Any]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns that a module holds, in tables as well."""
    for name, value in names.items():
        left = [value]
        while left:
            one = left.pop()
            if isinstance(one, re.Pattern) and isinstance(one.pattern, str):
                yield name, one
            elif isinstance(one, tuple | list):
                left += one
            elif isinstance(one, dict):
                left += [*one, *one.values()]


def parts(parsed: Any) -> set[str]:
    """What a regular expression is made of: words that it names, their characters, and one of each class."""
    found, word = set[str](), ""
    for kind, told in [*parsed, ("", None)]:
        name = str(kind)
        word = word + chr(told) if name == "LITERAL" else ""
        found.add(word)
        if name == "NOT_LITERAL":
            found.add(chr(told))
        elif name == "RANGE":
            found.add(chr(told[0]))
        elif name == "CATEGORY":
            found.add({"SPACE": " ", "DIGIT": "1", "WORD": "a"}[str(told).rpartition("_")[2]])
        elif name == "IN":
            found |= {one[-1] for one in parts(told) if one}
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            found |= parts(told[2])
        elif name == "SUBPATTERN":
            found |= parts(told[3])
        elif name == "BRANCH":
            for branch in told[1]:
                found |= parts(branch)
        elif name in ("ASSERT", "ASSERT_NOT"):
            found |= parts(told[1])
        elif name == "ATOMIC_GROUP":
            found |= parts(told)
    return found - {""}


def over(use: Used, text: str) -> object:
    """Go over a text as the program does."""
    if use.method in ("match", "fullmatch", "search"):
        return getattr(use.pattern, use.method)(text)
    return sum(1 for _ in use.pattern.finditer(text))


def slow(use: Used, most: int) -> str:
    """A text that takes too long; empty where none was found."""
    made_of = sorted(parts(_parser.parse(use.pattern.pattern, use.pattern.flags & re.VERBOSE)))
    words = [one for one in made_of if len(one) > 1]
    made_of = list(dict.fromkeys([*[one for one in made_of if len(one) == 1][:most], " ", "a", "1", "x"]))
    pieces = [*made_of, *words[: 3 * most], *(a + b for a, b in product(made_of, repeat=2) if a != b)]
    for piece, before, after in product(pieces, ("", "(", "1"), ("", "\x01", "\n!")):

        def text(size: int, piece: str = piece, before: str = before, after: str = after) -> str:
            return before + piece * size + after

        if cpu_s(partial(over, use, text(24)), 1) > 0.02 and cpu_s(partial(over, use, text(24)), 2) > 0.02:
            return repr(text(24))
        short, long = text(60), text(480)
        if cpu_s(partial(over, use, long), 1) < 20 * max(cpu_s(partial(over, use, short), 1), 2e-6):
            continue
        if not is_linear(lambda size, made=text: over(use, made(size)), 1_000):  # type: ignore[misc]
            return repr(text(3))
    return ""


@pytest.mark.walk
@pytest.mark.parametrize("most", [4, pytest.param(40, marks=pytest.mark.long)])
def test_no_regular_expression_goes_back_over_its_text(most: int) -> None:
    """Of every pattern, used as it is used."""
    found = {f"{use.where} {use.method}": slow(use, most) for use in used() if use.where not in BOUNDED}
    assert len(found) > 100
    assert {where: text for where, text in found.items() if text} == {}
