"""What a workspace made from nothing holds: a title and one step, the least that the format asks for."""

from __future__ import annotations

from shortlist.core.document.workspace import SCHEMA, Workspace, read_workspace


def new_workspace(title: str) -> Workspace:
    """An empty workspace. Raises `InvalidDocument` where the title is blank."""
    step = {"id": "answer", "name": "Answer"}
    return read_workspace({"schema": SCHEMA, "title": title, "scenario": {"steps": [step]}})
