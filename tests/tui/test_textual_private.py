"""What of Textual is not public is used in one file alone."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import textual
from textual.dom import DOMNode

import shortlist.tui
from tests.tui.terminal import SOURCE

NAMED_TUPLES = frozenset({"_replace", "_asdict", "_fields", "_make"})
"""Public for all their underscore."""


def private(name: str) -> bool:
    """Whether a name says that it is nobody else's."""
    return name.startswith("_") and not name.startswith("__") and name not in NAMED_TUPLES


def named(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The private names that are defined or assigned."""
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                yield name


@cache
def names_in(folder: Path) -> frozenset[str]:
    """Those of all files of a folder."""
    trees = (ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py"))
    return frozenset(name for tree in trees for name in named(ast.walk(tree)) if private(name))


def foreign(source: str) -> list[str]:
    """Private parts of Textual that a text names: by attribute, by import, by assigning into one of its modules."""
    ours, theirs = names_in(SOURCE / "shortlist"), names_in(Path(textual.__file__).parent)
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=value, attr=name) if private(name) and ast.unparse(value) != "os":
                own = isinstance(value, ast.Name) and value.id in ("self", "cls")
                if name not in ours or (name in theirs and not own):
                    found.append(ast.unparse(node))
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "textual":
                parts = [*module.split("."), *(alias.name for alias in node.names)]
                found += [f"{module}: {part}" for part in parts if private(part)]
            case ast.Subscript(value=ast.Call(func=ast.Name(id="vars")), ctx=ast.Store()):
                found.append(ast.unparse(node))
    return found


def test_nothing_private_of_textual_is_named_elsewhere() -> None:
    """An upgrade of Textual is one file to read."""
    paths = (SOURCE / "shortlist" / "tui").rglob("*.py")
    found = {path.name: foreign(path.read_text("utf-8")) for path in paths if path.name != "textual_private.py"}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "bad",
    [
        "app._exit",
        "list(node._bindings)",
        "self._scroll_update(size)",
        "super()._dispatch_message(message)",
        "from textual.keys import _character_to_key",
        "from textual.document._edit import Edit",
        "vars(module)['getincrementaldecoder'] = forgiving",
    ],
)
def test_the_test_finds_what_it_looks_for(bad: str) -> None:
    """Each of these stands in the one file."""
    assert foreign(bad)


@cache
def own_names(one: type) -> frozenset[str]:
    """The private names that a class itself defines, or assigns to its instances."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(one))).body
    assert isinstance(tree, ast.ClassDef)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    set_here = [part for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) for part in ast.walk(node)]
    on_self = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"]
    return frozenset(filter(private, named([*functions, *set_here, *on_self])))


def test_no_class_redefines_what_is_private_in_textual() -> None:
    """Neither on purpose, which belongs into the one file, nor by accident, which breaks what nobody looks at."""
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(shortlist.tui.__path__, "shortlist.tui.")
    ]
    values = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    for one in sorted((one for one in values if issubclass(one, DOMNode)), key=lambda one: one.__qualname__):
        bases = [base for base in one.__mro__ if base.__module__.partition(".")[0] == "textual"]
        theirs = frozenset[str]().union(*map(own_names, bases))
        for base in one.__mro__:
            if base.__module__.startswith("shortlist.") and base.__module__ != "shortlist.tui.textual_private":
                assert own_names(base) & theirs == frozenset(), base
