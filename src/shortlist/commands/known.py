"""The catalogue of known offerings."""

from __future__ import annotations

import argparse
import sys

from shortlist.commands.common import FOUND, OK, out, print_json, today_of
from shortlist.shown import shown


def catalogue(arguments: argparse.Namespace) -> int:
    """Search the known offerings."""
    from shortlist.catalogue.search import search

    found = search(" ".join(arguments.query), today_of(arguments.today), arguments.limit)
    if arguments.json:
        from dataclasses import asdict

        print_json([asdict(offering) for offering in found])
    elif found:
        from shortlist.export.offerings import print_offerings

        print_offerings(found, out())
    else:
        sys.stderr.write(
            f"shortlist: no known offering matches {shown(' '.join(arguments.query))!r}; try fewer or shorter words\n"
        )
    return OK if found else FOUND
