"""The catalogue of known offerings, and its update on request."""

from __future__ import annotations

import argparse
import sys

from shortlist.commands.common import FOUND, OK, out, print_json, say, today_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.words import count
from shortlist.sanitising import shown


def catalogue(arguments: argparse.Namespace) -> int:
    """Search the known offerings; fetch their newest prices first where that was asked for."""
    # For another program there may be nothing to search for: then it is given all of them.
    all_of_them = arguments.json and not arguments.query and not arguments.update
    if not arguments.query and not arguments.update and not all_of_them:
        raise ShortlistError("say what to search for, such as `shortlist catalogue gpt-6`; --json prints all without")
    if arguments.update:
        update(arguments, quiet=arguments.json and bool(arguments.query))
    if not arguments.query and not all_of_them:
        return OK
    from shortlist.catalogue.embedded import load, offering
    from shortlist.catalogue.search import LIMIT, matching

    every, today = matching(" ".join(arguments.query)), today_of(arguments.today)
    limit = arguments.limit or (len(every) if all_of_them else LIMIT)
    found = tuple(offering(entry, today) for entry in every[:limit])
    if load().problem:
        sys.stderr.write(f"shortlist: {load().problem}\n")
    if arguments.json:
        from dataclasses import asdict

        print_json([asdict(offering) for offering in found])
    elif found:
        from shortlist.export.offerings import print_offerings

        print_offerings(found, out(), of=len(every))
    else:
        sys.stderr.write(
            f"shortlist: no known offering matches {shown(' '.join(arguments.query))!r}; try fewer or shorter words\n"
        )
    if arguments.json and len(found) < len(every):
        # Beside the data, which has no place for it.
        sys.stderr.write(f"shortlist: {len(found):,} of {len(every):,} offerings; --limit N prints more\n")
    return OK if found else FOUND


def update(arguments: argparse.Namespace, quiet: bool = False) -> None:
    """Fetch the newest prices and keep them; whatever fails, the prices that were there stay."""
    from shortlist.catalogue.fetched_dates import NAME, fetch_dates
    from shortlist.catalogue.updating import fetch
    from shortlist.store.atomic import private_folder, write_atomic
    from shortlist.store.locking import saving
    from shortlist.store.places import places

    where, today = places(arguments.data_dir), today_of(arguments.today)
    newest, data = fetch(today)
    dates = fetch_dates(today, arguments.dates)
    private_folder(where.data)
    with saving(where.state, where.prices):
        write_atomic(where.prices, data)
        if dates.models:
            write_atomic(where.prices.with_name(NAME), dates.data)
    for problem in dates.problems:
        sys.stderr.write(f"shortlist: no dates of withdrawal from {problem}\n")
    if quiet:
        return
    if not arguments.json:
        say(
            f"Prices of {newest.fetched_on}: {count(len(newest.providers), 'provider')}, "
            f"{count(newest.offerings, 'offering')}, from {newest.address}. Kept in {where.prices}."
        )
        say(f"Dates of withdrawal: {count(dates.models, 'model')}.")
    else:
        told = {
            "fetched_on": newest.fetched_on.isoformat(),
            "address": newest.address,
            "providers": len(newest.providers),
            "offerings": newest.offerings,
            "kept_in": str(where.prices),
            "dates_of_withdrawal": dates.models,
        }
        print_json(told)
