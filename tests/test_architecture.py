"""The rules that hold everywhere: which module may import which, style, and types."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> None:
    """Run a command in the project; a failure shows what it said."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def python(program: str) -> str:
    """What a program prints, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_point_one_way() -> None:
    """The contracts of import-linter: the layers, and a core that knows no file, clock, network or screen."""
    run(
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))",
    )


def test_the_contract_of_the_screens_names_every_screen() -> None:
    """Independence holds between those that it names: a screen that is left out may know all the others."""
    screens = (ROOT / "src/shortlist/tui/screens").glob("*/__init__.py")
    assert sorted(contract("No screen knows another")["modules"]) == sorted(map(module_name, screens))


def test_no_module_imports_itself_by_a_detour() -> None:
    """No circle, not even one that the import of a function hides, or one that only types need."""
    in_order(ROOT / "src")


def in_order(source: Path) -> tuple[str, ...]:
    """The modules of a folder, each after those that it imports; raises `CycleError` for a circle."""
    modules = {module_name(path, source): path for path in source.rglob("*.py")}
    graph = {name: set(imported(path, source, modules)) - {name} for name, path in modules.items()}
    return tuple(TopologicalSorter(graph).static_order())


def module_name(path: Path, source: Path = ROOT / "src") -> str:
    """A module's name, from where it lies."""
    return ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, source: Path, modules: Container[str]) -> Iterator[str]:
    """The modules that a file names in its imports, wherever in it they stand, also from where it lies itself."""
    folder = path.parent.relative_to(source).parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            around = folder[: len(folder) - node.level + 1] if node.level else ()
            module = ".".join((*around, *filter(None, [node.module])))
            # `from package import name`: the module of that name, or the package that holds it.
            named = [f"{module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else module for name in named if module in modules)


@pytest.mark.parametrize(
    "back",
    [
        *("import house.floor.one", "from house.floor import one", "from house.floor.one import value"),
        *("from . import one", "from .one import value", "from ..floor import one", "from ..floor.one import value"),
        *("def later():\n    from .one import value", "if TYPE_CHECKING:\n    from . import one"),
    ],
)
def test_a_circle_is_found_however_it_is_written(back: str, tmp_path: Path) -> None:
    """The test of the test: two files of a folder that import each other."""
    floor = tmp_path / "house" / "floor"
    floor.mkdir(parents=True)
    for path in (floor.parent / "__init__.py", floor / "__init__.py", floor / "two.py"):
        path.touch()
    (floor / "one.py").write_text("from house.floor import two\nvalue = two\n", "utf-8")
    order = in_order(tmp_path)
    assert order.index("house.floor.two") < order.index("house.floor.one")
    (floor / "two.py").write_text(f"{back}\n", "utf-8")
    with pytest.raises(CycleError):
        in_order(tmp_path)


def test_lint() -> None:
    """ruff finds nothing."""
    run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_format() -> None:
    """Every file is formatted by ruff."""
    run(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", ".")


def test_types() -> None:
    """mypy is content in strict mode."""
    run(sys.executable, "-m", "mypy", "--strict", "-p", "shortlist")


WATCHED = ("textual", "genai_prices", "rich", "tomli_w", "platformdirs", "filelock")


def loaded_by(*modules: str) -> set[str]:
    """Which of the heavy packages are loaded once the modules are imported."""
    program = f"import sys, {', '.join(modules)}; print(*(name for name in {WATCHED!r} if name in sys.modules))"
    return set(python(program).split())


def test_the_analysis_loads_nothing_it_does_not_need() -> None:
    """The arithmetic and its JSON, which `show --json` and `check` stand on, load neither screens nor prices nor
    tables."""
    assert loaded_by("shortlist.core.analysis", "shortlist.export.analysis_json") == set()


@pytest.mark.parametrize("arguments", [("show", "support-assistant-worked", "--json"), ("check", "support-assistant")])
def test_commands_load_neither_textual_nor_the_prices(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """`show --json` and `check` start fast because they leave out what they do not use."""
    program = (
        "import sys; from shortlist.cli import main\n"
        f"sys.argv = ['shortlist', '--data-dir', {str(tmp_path)!r}, *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded', *(name for name in {WATCHED[:2]!r} if name in sys.modules))"
    )
    assert python(program).splitlines()[-1].split() == ["loaded"]


NAMES = {"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__", "getenv"}
METHODS = {"today", "now", "utcnow", "monotonic", "perf_counter", "getenv", "read_text", "write_text"}
CLOCKS = {"date", "datetime", "dt"}
"""What a clock's method stands behind; a review or a case may well have a `today` of its own."""
PARTLY = {
    "random": {"Random"},
    "io": {"StringIO"},
    "urllib": {"parse"},
    "sys": {"float_info"},
}
"""What may be had of modules of which the rest asks the world."""
PURE = [*sorted((ROOT / "src/shortlist/core").rglob("*.py")), ROOT / "src/shortlist/sanitising.py"]


def contract(name: str) -> dict[str, Any]:
    """A contract of import-linter, by its name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (found,) = (one for one in contracts if one["name"] == name)
    return dict(found)


OF_THE_WORLD = frozenset(contract("The core is pure")["forbidden_modules"])
"""Modules that are files, clocks, chance, processes, the network or a screen."""


def impure(tree: ast.AST) -> Iterator[str]:
    """What asks the world for something, with its line: called, or only named for somebody else to call."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                # Under another name its parts would not be known for what they are.
                asked = [
                    one.name for one in node.names if of_the_world(one.name) or (one.asname and one.name in PARTLY)
                ]
            case ast.ImportFrom(module=str() as module):
                asked = [alias.name for alias in node.names if of_the_world(f"{module}.{alias.name}")]
            case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
                asked = [name]
            case ast.Attribute(value=ast.Name(id=module)) if module in PARTLY and node.attr not in PARTLY[module]:
                asked = [f"{module}.{node.attr}"]
            case ast.Attribute(value=ast.Name(id=of) | ast.Attribute(attr=of)) if node.attr in METHODS and of in CLOCKS:
                asked = [f"{of}.{node.attr}"]
            case ast.Call(func=ast.Attribute(attr=method)) if method in METHODS:
                asked = [method]
            case ast.Call(func=ast.Name(id="Random") | ast.Attribute(attr="Random"), args=[], keywords=[]):
                asked = ["Random without a seed"]
            case _:
                asked = []
        yield from (f"line {getattr(node, 'lineno', 0)}: {one}" for one in asked)


def of_the_world(name: str) -> bool:
    """Whether a module, or a name in one, is not to be had: a module of which a part may be is asked by its part."""
    module, _, rest = name.partition(".")
    if module in PARTLY:
        return bool(rest) and rest.partition(".")[0] not in PARTLY[module]
    return module in OF_THE_WORLD


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_the_core_reads_no_clock_and_no_file(path: Path) -> None:
    """Nothing in the core asks for the time, for chance, opens a file or prints: the day comes in as an argument."""
    assert list(impure(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    [
        *("import time\n", "from time import time\n", "from uuid import uuid4\n", "import secrets\n", "import gc\n"),
        *("import random\nrandom.random()\n", "from random import choice\n", "import random as chance\n"),
        *("import random\nrandom.Random()\n", "from random import Random\nRandom()\n"),
        *("field(default_factory=date.today)\n", "field(default_factory=dt.datetime.now)\n", "day = dt.date.today()\n"),
        *("import subprocess\n", "import socket\n", "import os.path\n", "import http.client\n", "import asyncio\n"),
        *("from urllib.request import urlopen\n", "from urllib import request\n", "import urllib.request\n"),
        *(
            "import io\nio.FileIO('x')\n",
            "import io\nio.open('x')\n",
            "from io import FileIO\n",
            "from io import open\n",
        ),
        *("map(open, names)\n", "print('x')\n", "path.read_text()\n", "__import__('time')\n", "import importlib\n"),
        *("import sys\nsys.stdout.write('x')\n", "from sys import argv\n", "import threading\n", "import tempfile\n"),
        *("def inner():\n    import logging\n", "from pathlib import Path\n", "import shutil\n"),
    ],
    ids=repr,
)
def test_what_asks_the_world_is_found(source: str, tmp_path: Path) -> None:
    """The test of the test: each way to a clock, to chance, a file, a process or the network is seen in a file."""
    path = tmp_path / "impure.py"
    path.write_text(f"def pure(case):\n    return case.today, Random(1), io.StringIO()\n\n{source}", "utf-8")
    found = list(impure(ast.parse(path.read_text("utf-8"))))
    assert found and all(int(one.split()[1].rstrip(":")) > 3 for one in found)


@pytest.mark.parametrize("part", ["core", "tui"])
def test_no_two_classes_share_a_name(part: str) -> None:
    """Whoever looks a name up finds one thing; what is nested in a class is called with it."""
    found: dict[str, list[str]] = {}
    for path in (ROOT / "src/shortlist" / part).rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module_name(path))
    assert len(found) > 100
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_two_test_files_share_a_module_name() -> None:
    """Folders without an `__init__.py` are no packages: of two test files of one name the second is not collected."""
    names: dict[str, list[str]] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        if not (path.parent / "__init__.py").exists() and path.name != "conftest.py":
            names.setdefault(path.name, []).append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in names.items() if len(places) > 1} == {}
