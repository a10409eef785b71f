"""Workspaces as files: making, listing, renaming, copying, deleting and restoring them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shortlist.commands.common import OK, out, print_json, say, store_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.plain_data import plain_fields

if TYPE_CHECKING:
    from shortlist.store.trash import Deleted
    from shortlist.store.workspaces import ListedWorkspace


def new(arguments: argparse.Namespace) -> int:
    """Make a workspace: empty, from a scenario, or from a preset whose assumptions are printed."""
    from shortlist.core.document.presets import new_from_preset
    from shortlist.core.document.workspace import new_workspace
    from shortlist.core.edits.places import with_value
    from shortlist.store.folders import slug

    if arguments.preset == "?":
        # List the presets, each with what it does.
        from shortlist.core.document.presets import PRESETS

        for id_, preset in PRESETS.items():
            say(f"{id_}: {preset.does}")
        return OK
    if arguments.preset and arguments.scenario:
        raise ShortlistError("a workspace begins with a scenario or with a preset: --from or --preset, not both")

    store = store_of(arguments)
    if slug(arguments.name) in store.names():
        raise ShortlistError(
            f"there is a workspace {slug(arguments.name)} already; `shortlist open` it, or choose another name"
        )
    if arguments.scenario:
        workspace = with_value(store.open(arguments.scenario).workspace, ("title",), arguments.name)
    elif arguments.preset:
        workspace = new_from_preset(arguments.preset, arguments.name)
    else:
        workspace = new_workspace(arguments.name)
    say(str(store.create(workspace, arguments.name).path))
    if arguments.preset:
        _tell_assumptions(arguments.preset)
    return OK


def _tell_assumptions(preset: str) -> None:
    """Print what a preset assumes, figure by figure, each with its reason."""
    from shortlist.core.document.field_names import label_of
    from shortlist.core.document.presets import reasons

    place = None
    for one in reasons(preset):
        if one.step != place:
            place = one.step
            say("")
            say(f"{place or 'scenario'}: assumed until you replace it")
        say(f"  {label_of(one.field)}: {one.told} · {one.reason}")


def list_(arguments: argparse.Namespace) -> int:
    """List the workspaces and the shipped scenarios."""
    store = store_of(arguments)
    if arguments.trash:
        return _list_trash(store.trash(), arguments.json)
    groups = {"workspaces": store.workspaces(), "scenarios": store.scenarios()}
    if arguments.json:
        print_json({group: [_entry_data(entry) for entry in entries] for group, entries in groups.items()})
        return OK
    from shortlist.export.tables import print_entries

    print_entries(groups["workspaces"], groups["scenarios"], out())
    return OK


def _entry_data(entry: ListedWorkspace) -> dict[str, str | None]:
    return {
        "name": entry.name,
        "title": entry.title,
        "path": str(entry.path),
        "modified": entry.modified.isoformat(),
        "problem": entry.problem,
        "decision": entry.decision or None,
    }


def _list_trash(found: Sequence[Deleted], as_json: bool) -> int:
    """List what was deleted, and until when it is kept."""
    if as_json:
        print_json([plain_fields(one, "name deleted until path") for one in found])
        return OK
    for one in found:
        say(f"{one.name}, deleted {one.deleted:%Y-%m-%d %H:%M} UTC, kept until {one.until:%Y-%m-%d}")
    if not found:
        say("The trash is empty.")
    return OK


def rename(arguments: argparse.Namespace) -> int:
    """Give a workspace another name."""
    say(str(store_of(arguments).rename(arguments.name, arguments.new)))
    return OK


def duplicate(arguments: argparse.Namespace) -> int:
    """Copy a workspace or a scenario."""
    say(str(store_of(arguments).duplicate(arguments.name, arguments.new).path))
    return OK


def delete(arguments: argparse.Namespace) -> int:
    """Move a workspace to the trash."""
    say(f"moved to {store_of(arguments).delete(arguments.name)}")
    return OK


def restore(arguments: argparse.Namespace) -> int:
    """Bring a deleted workspace back."""
    say(str(store_of(arguments).undelete(arguments.name)))
    return OK
