"""No text from outside may be read as markup: held over the syntax tree of everything in the application.

A `str` given to a widget is markup, which crashes or runs actions; `Content(...)` and `Text(...)` are not, nor is
anything with `markup=False`. A literal without a bracket is harmless.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import SOURCE

TAKES_MARKUP = frozenset(
    [
        "Static",
        "Label",
        "Button",
        "Checkbox",
        "RadioButton",
        "Option",
        "Collapsible",
        "TabPane",
        "Tab",
        "Header",
        "Link",
        "Markdown",
        "RichLog",
        "Tree",
        "Select",
        "SelectionList",
        "OptionList",
        "update",
        "add_row",
        "add_rows",
        "add_column",
        "add_columns",
        "add_option",
        "add_options",
        "replace_option_prompt",
        "replace_option_prompt_at_index",
        "set_label",
        "add_leaf",
    ]
)
TYPED = frozenset({"Content", "Text", "Option"})
FORBIDDEN = frozenset({"from_markup", "escape", "render_markup", "from_text", "from_rich_text"})
ASSIGNED = frozenset({"border_title", "border_subtitle", "tooltip", "label", "sub_title"})


def violations(source: str) -> list[str]:
    """Every place where a text that is no literal reaches something that reads markup."""
    tree = ast.parse(source)
    typed = TYPED | {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id in TYPED
    }
    return [f"line {line}: {what}" for line, what in _found(tree, typed)]


def _found(tree: ast.AST, typed: frozenset[str] | set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in FORBIDDEN and ast.unparse(node.func) != "re.escape":
                yield node.lineno, f"{name}() makes markup of a text"
            elif name in TAKES_MARKUP and not _without_markup(node):
                values = [
                    *node.args,
                    *(word.value for word in node.keywords if word.arg in ("title", "message")),
                ]
                for value in values:
                    if not _harmless(value, typed):
                        yield node.lineno, f"{name}({ast.unparse(value)})"
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ASSIGNED and not _harmless(node.value, typed):
                    yield node.lineno, f"{target.attr} = {ast.unparse(node.value)}"


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _without_markup(call: ast.Call) -> bool:
    off = [word for word in call.keywords if word.arg == "markup"]
    return bool(off) and isinstance(off[0].value, ast.Constant) and off[0].value.value is False


def _harmless(value: ast.expr, typed: frozenset[str] | set[str]) -> bool:
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, str) or "[" not in value.value
    if isinstance(value, ast.Starred):
        return _harmless(value.value, typed)
    if isinstance(value, ast.GeneratorExp | ast.ListComp):
        return _harmless(value.elt, typed)
    if isinstance(value, ast.Call):
        return _name(value.func) in typed or ast.unparse(value.func) == "Content.styled"
    return isinstance(value, ast.Name) and value.id.endswith("index")


MODULES = sorted((SOURCE / "shortlist" / "tui").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_text_is_read_as_markup(path: Path) -> None:
    """Every widget and option gets a typed text or a harmless literal."""
    assert violations(path.read_text("utf-8")) == []


def test_everything_is_said_in_one_way() -> None:
    """`Host.say` cleans and reads no markup; nothing else makes a toast."""
    found = [
        path.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "notify"
    ]
    assert found == ["host.py"]


@pytest.mark.parametrize(
    "bad",
    [
        "Static(name)",
        "Label(f'{name}')",
        "table.add_row(*[c.name for c in candidates])",
        "Option(name)",
        "Static('[b]x[/b]')",
        "widget.border_title = name",
        "Content.from_markup(name)",
        "options.add_option(shown(name))",
    ],
)
def test_the_test_finds_what_it_looks_for(bad: str) -> None:
    """Each of these would be a hole, cleaned or not."""
    assert violations(bad)


@pytest.mark.parametrize(
    "good",
    [
        "Static(Content(shown(name)))",
        "Static('plain words')",
        "OptionList(*(Option(Content(shown(word))) for word in words), markup=False)",
    ],
)
def test_the_test_lets_typed_texts_pass(good: str) -> None:
    """And these are what the house writes."""
    assert violations(good) == []
