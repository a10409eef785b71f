"""The rules that hold everywhere: which module may import which, style, and types."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

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
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (named,) = (one["modules"] for one in contracts if one["name"] == "No screen knows another")
    screens = (ROOT / "src/shortlist/tui/screens").glob("*/__init__.py")
    assert sorted(named) == sorted(module_name(path) for path in screens)


def test_no_module_imports_itself_by_a_detour() -> None:
    """No circle, not even one that the import of a function hides, or one that only types need."""
    modules = {module_name(path): path for path in (ROOT / "src").rglob("*.py")}
    TopologicalSorter({name: set(imported(path, modules)) - {name} for name, path in modules.items()}).prepare()


def module_name(path: Path) -> str:
    """A module's name, from where it lies."""
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, modules: Container[str]) -> Iterator[str]:
    """The modules that a file names in its imports, wherever in it they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from package import name`: the module of that name, or the package that holds it.
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else node.module for name in named if node.module in modules)


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


NAMES = {"open", "print", "input", "exec", "eval", "getenv"}
METHODS = {"today", "now", "utcnow", "monotonic", "perf_counter", "getenv", "read_text", "write_text"}


def impure(tree: ast.AST) -> Iterator[str]:
    """Calls that ask the world for something, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else None
            method = node.func.attr if isinstance(node.func, ast.Attribute) else None
            if name in NAMES or method in METHODS:
                yield f"line {node.lineno}: {name or method}"


@pytest.mark.parametrize("path", sorted((ROOT / "src/shortlist/core").rglob("*.py")), ids=lambda path: path.stem)
def test_the_core_reads_no_clock_and_no_file(path: Path) -> None:
    """Nothing in the core asks for the time, opens a file or prints: the day comes in as an argument."""
    assert list(impure(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_no_two_test_files_share_a_module_name() -> None:
    """Folders without an `__init__.py` are no packages: of two test files of one name the second is not collected."""
    names: dict[str, list[str]] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        if not (path.parent / "__init__.py").exists() and path.name != "conftest.py":
            names.setdefault(path.name, []).append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in names.items() if len(places) > 1} == {}
