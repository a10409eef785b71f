"""What lists of workspaces say of each decision, in the data, in the terminal and on the first screen."""

from __future__ import annotations

import io
from pathlib import Path

from shortlist.core.edits.places import with_value
from shortlist.export.tables import console, print_entries
from shortlist.store.places import Places
from shortlist.store.workspaces import LISTED, Store
from shortlist.tui.screens.welcome.entries import entry_table
from tests.conftest import TODAY


def test_lists_say_what_was_decided(tmp_path: Path) -> None:
    """One for all by its name, several by how many steps they are for; of a very large file that is not read."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    store.duplicate("retrieval-assistant", "Five steps")
    large = with_value(store.open("support-assistant-worked").workspace, ("scenario", "users"), "x" * LISTED.limit)
    store.create(large, "Large")
    own = {entry.name: entry for entry in store.workspaces()}
    assert own["five-steps"].decision == "5 of 5 steps, draft" and own["large"].decision == ""
    shipped = {entry.name: entry.decision for entry in store.scenarios()}
    assert shipped["support-assistant"] == "undecided"
    assert shipped["support-assistant-worked"] == "★ DeepSeek V4.1 Flash, proposed"
    out = io.StringIO()
    print_entries(list(own.values()), store.scenarios(), console(out))
    assert "5 of 5 steps" in out.getvalue() and "★ DeepSeek V4.1 Flash, proposed" in out.getvalue()
    assert all(len(line) <= 80 for line in out.getvalue().splitlines())
    rows = {row.key: [cell.text for cell in row.cells] for row in entry_table([*own.values()], [], {}, TODAY).rows}
    assert rows["own:five-steps"][1] == "5 of 5 steps" and rows["own:five-steps"][2].startswith("draft · ")
