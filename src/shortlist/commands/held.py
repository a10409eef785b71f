"""A file that runs, held against decisions: how it is read, and how its differences are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import say
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.core.review.filed import Filed
    from shortlist.gateway.held_against import HeldAgainst
    from shortlist.gateway.running import GatewayDifference, Running
    from shortlist.store.workspaces import Opened


def config_of(file: str) -> Running:
    """What a gateway's file says. Raises `ShortlistError` with the file's name."""
    from shortlist.gateway.held_against import read_config
    from shortlist.gateway.running import NotAConfig
    from shortlist.store.reading import MEGABYTE, FileFormat, read_text

    kind = FileFormat("a gateway's file", "a gateway's file is text", 8 * MEGABYTE)
    try:
        return read_config(read_text(Path(file), kind))
    except NotAConfig as error:
        raise ShortlistError(f"{shown(file)}: {error}") from None


def held(opened: Opened, filed: Mapping[int, Filed], today: dt.date, running: Running) -> HeldAgainst:
    """A workspace's decision beside that file."""
    from shortlist.core.document.accepted import followed
    from shortlist.gateway.held_against import HeldAgainst

    record, decided = followed(opened.workspace), None
    kept = filed.get(record.number) if record is not None else None
    if kept is not None and kept.problem is None and kept.frozen is not None:
        decided = kept.frozen.workspace
    return HeldAgainst(opened.workspace, decided, today, opened.path.stem, running)


def config_data(file: str, one: HeldAgainst, rows: Sequence[GatewayDifference]) -> dict[str, Any]:
    """The differences for another program."""
    from shortlist.gateway.held_against import GATEWAYS

    return {
        "file": file,
        "gateway": GATEWAYS[one.found.kind],
        "held_against": one.told,
        "differences": [row._asdict() for row in rows],
    }


def tell(file: str, one: HeldAgainst, rows: Sequence[GatewayDifference]) -> None:
    """A line for each difference, errors first."""
    from shortlist.gateway.held_against import GATEWAYS

    errors = sum(row.severity == "error" for row in rows)
    found = count(errors, "difference") if errors else "no difference"
    say(f"{shown(file)} ({GATEWAYS[one.found.kind]}) against {one.told}: {found}")
    for row in sorted(rows, key=lambda row: row.severity != "error"):
        say(f"  {row.severity:<6} {row.message}")
