"""Any workspace comes back from disk as it was saved, and from a draft as it was kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import documents

from shortlist.core.document.workspace import new_workspace, read_workspace
from shortlist.store.documents import Opened, load, serialised
from shortlist.store.drafts import Draft, read_draft, write_draft
from tests.store.operations import MOMENT
from tests.tui.hostile import HOSTILE

PROSE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize("count", [50, pytest.param(5_000, marks=pytest.mark.long)])
def test_generated_workspaces_survive_a_save_and_a_draft(tmp_path: Path, count: int) -> None:
    """With every field and with hostile texts: saved, loaded, kept as a draft, read, always the same."""
    opened = Opened(new_workspace("start"), tmp_path / "a.toml", "", managed=True)

    @settings(max_examples=count, suppress_health_check=list(HealthCheck))
    @given(documents(), PROSE, st.sampled_from(HOSTILE))
    def survives(data: dict[str, object], text: str, hostile: str) -> None:
        scenario = {**data["scenario"], "summary": hostile, "users": text}  # type: ignore[dict-item]
        workspace = read_workspace({**data, "title": f"{hostile}{text}x", "scenario": scenario})
        opened.path.write_bytes(serialised(replace(opened, workspace=workspace)))
        assert load(opened.path).workspace == workspace
        write_draft(tmp_path / "draft.toml", Draft(workspace, "", MOMENT, {("title",): (text, hostile)}))
        read = read_draft(tmp_path / "draft.toml")
        assert (read.workspace, read.typed) == (workspace, {("title",): (text, hostile)})

    survives()
