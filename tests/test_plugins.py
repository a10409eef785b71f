"""Plugins of pydantic are left out without looking for them, and a pydantic that asks for more gets its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def told(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


BUILT = """
import sys
from shortlist.plugins import leave_out_plugins
leave_out_plugins()
from pydantic import BaseModel
class One(BaseModel):
    number: int
print(One(number=3).number, "importlib.metadata" in sys.modules)
"""


@pytest.mark.parametrize(("environment", "looked"), [({}, False), ({"PYDANTIC_DISABLE_PLUGINS": "one"}, True)])
def test_a_model_is_built_without_looking_for_plugins(environment: dict[str, str], looked: bool) -> None:
    """Nor is what reads the metadata of packages imported, unless the environment names plugins."""
    assert told(BUILT, **environment) == f"3 {looked}"


def test_what_else_pydantic_asks_of_its_loader_is_there() -> None:
    """Anything but the list of plugins comes from pydantic's own."""
    code = (
        "from shortlist.plugins import leave_out_plugins, LOADER\nleave_out_plugins()\nimport sys\n"
        "stand_in = sys.modules[LOADER]\nprint(stand_in.PYDANTIC_ENTRY_POINT_GROUP, sys.modules[LOADER] is stand_in)"
    )
    assert told(code) == "pydantic False"
