"""Fifteen escape sequences and fifteen strings of markup, put into every text field of a workspace in turn."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from typing import Any

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.workspace import Workspace, read_workspace
from tests.conftest import SCENARIOS

ESCAPES = (
    "A\x1b]52;c;aGk=\x1b\\B",
    "A\x1b]2;X\x1b\\B",
    "A\x1b]0;X\x07B",
    "A\x9d52;c;aGk=\x9cB",
    "A\x1b[2J\x1b[HB",
    "A\x1b[?1049lB",
    "A\x9b31mB",
    "A\x1bPq#0\x1b\\B",
    "A\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\B",
    "A\x1b_Gf=100\x1b\\B",
    "a\x00b\x7f\x08\x0e",
    "a\u202egnp.exe",
    "a\u2066b\u2069\u200ec\u061c",
    "line\u2028two\u2029three\x85four",
    "line\r\nthree\tfour\x0b\x0c\x1c",
)
MARKUP = (
    "[@click=app.quit]gpt-x[/]",
    "[$primary @click=app.bell]x[/]",
    "[ @click=app.quit]x[/]",
    "[10% @click=app.quit]x[/]",
    "[\n@click=app.quit]x[/]",
    "[@click=app.bell()]x[/@click]",
    "x[/]y",
    "[bold]x[/red]",
    "[" * 500,
    "[link=file:///etc/passwd]x[/link]",
    "[red on blue]x",
    "[type=x, v={'a[0]'}]",
    "[b",
    "${x} {y!r} %s \\[/]",
    '"><svg/onload=alert(1)><script>x</script>',
)
HOSTILE = (*ESCAPES, *MARKUP)
REFERENCES = ("id", "default", "fallback", "candidate", "step", "task_step")
"""Keys that hold ids: what is called by one must be referred to by the same."""


def worked() -> dict[str, Any]:
    """The worked example as plain data, with every kind of text that it lacks."""
    data = tomllib.loads((SCENARIOS / "support-assistant-worked.toml").read_text("utf-8"))
    data["candidates"][0].update(notes="n", effort="high", licence="l", model="m")
    data["candidates"][0].setdefault("answers", []).append({"check": "privacy.region", "verdict": "pass", "note": "n"})
    data["scenario"]["steps"][0].setdefault("needs", {})["unacceptable_errors"] = "e"
    data["scenario"]["steps"][0]["output_contract"] = ["c"]
    data.setdefault("checks", []).append({"id": "team.tone", "importance": "info", "question": "q"})
    return data


@cache
def text_places() -> tuple[tuple[str | int, ...], ...]:
    """Every place of the worked example whose text may be any: found by trying."""
    return tuple(place for place in _texts(worked(), ()) if place[-1] not in REFERENCES and _free(place))


def _texts(node: Any, place: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    if isinstance(node, dict):
        return [found for key, value in node.items() for found in _texts(value, (*place, key))]
    if isinstance(node, list):
        return [found for index, item in enumerate(node) for found in _texts(item, (*place, index))]
    return [place] if isinstance(node, str) else []


_SHAPES: dict[tuple[str, ...], bool] = {}


def _free(place: tuple[str | int, ...]) -> bool:
    """Whether any text may stand at a place; tried once for all places of one kind."""
    shape = tuple("#" if isinstance(key, int) else key for key in place)
    if shape not in _SHAPES:
        data = worked()
        _put(data, place, "any text")
        try:
            read_workspace(data)
            _SHAPES[shape] = True
        except InvalidDocument:
            _SHAPES[shape] = False
    return _SHAPES[shape]


def _put(data: Any, place: tuple[str | int, ...], text: str) -> None:
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = text


def hostile_workspace(turn: int) -> Workspace:
    """The worked example with a hostile string in every text field; each turn moves every string one field on."""
    data = worked()
    for number, place in enumerate(text_places()):
        _put(data, place, HOSTILE[(number + turn) % len(HOSTILE)])
    renamed = {
        one["id"]: f"{HOSTILE[(number + turn) % len(HOSTILE)]}{number}"
        for number, one in enumerate((*data["candidates"], *data["scenario"]["steps"]))
    }
    return read_workspace(_with_ids(data, renamed))


def _with_ids(node: Any, renamed: dict[str, str], key: str = "") -> Any:
    """The document with other ids, wherever something is called or referred to by one."""
    if isinstance(node, dict):
        names = renamed if key == "usage" else {}
        return {names.get(name, name): _with_ids(value, renamed, name) for name, value in node.items()}
    if isinstance(node, list):
        return [_with_ids(item, renamed, key) for item in node]
    return renamed.get(node, node) if key in REFERENCES and isinstance(node, str) else node


def hostile_import() -> str:
    """A file of prices whose names are hostile, in the form of a well-known catalogue."""
    rows = {
        f"{text}-{number}": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "litellm_provider": text}
        for number, text in enumerate(HOSTILE)
    }
    return json.dumps(rows)
