"""How the differences of a file that runs from decisions are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shortlist.commands.common import say
from shortlist.core.basics.words import count
from shortlist.shown import shown

if TYPE_CHECKING:
    from shortlist.gateway.held_against import HeldAgainst
    from shortlist.gateway.running import GatewayDifference


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
