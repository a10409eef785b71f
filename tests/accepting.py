"""The worked example accepted, for the tests of what comes after: by whom, and with a reason beside every error."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from shortlist.core.document.offering import Catalogue
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.places import with_value
from shortlist.core.records.lifecycle import Accepted, People, accepted, proposed
from shortlist.store.records import keep_record
from shortlist.store.toml_text import workspace_text
from tests.standing import SCENARIOS, TODAY

ADA = People(("Ada",))
WORKED = read_workspace(tomllib.loads((SCENARIOS / "support-assistant-worked.toml").read_text("utf-8")))


class AnyReason(dict[tuple[str, str], str]):
    """A reason beside every error."""

    def get(self, key: Any, default: Any = None) -> str:
        return "It is known."

    __getitem__ = get


def agreed(workspace: Workspace = WORKED, today: dt.date = TODAY, catalogue: Catalogue | None = None) -> Accepted:
    """The last record proposed and accepted on a day."""
    draft = with_value(workspace, ("records", len(workspace.records) - 1, "status"), "draft")
    return accepted(proposed(draft, today, ADA), today, ADA, AnyReason(), catalogue)


def kept_file(path: Path, days: int) -> Path:
    """The worked example as a file with its record accepted and frozen beside it, to be reviewed after so many days."""
    path.parent.mkdir(parents=True, exist_ok=True)
    done = agreed(with_value(WORKED, ("records", 0, "triggers"), [{"kind": "after_days", "value": days}]))
    path.write_text(workspace_text(done.workspace), "utf-8")
    keep_record(path, done.frozen, done.workspace.title)
    return path
