"""Own evidence of a workspace: the runs in force, how the candidates compare on them, and what would settle it."""

from __future__ import annotations

import argparse

from shortlist.commands.common import OK, analysis_of, out, print_json


def evidence(arguments: argparse.Namespace) -> int:
    """Print runs in force with their intervals, pairs, and what would settle the choice."""
    from shortlist.core.advice.settling import settling
    from shortlist.export.evidence_json import evidence_data, modelled_per_success
    from shortlist.export.evidence_words import evidence_tables

    analysis = analysis_of(arguments)
    found = settling(analysis)
    if arguments.json:
        print_json(evidence_data(analysis, found, arguments.name))
        return OK
    from shortlist.export.tables import print_text_tables

    modelled = [modelled_per_success(analysis, one.run.candidate, one.run.step) for one in analysis.runs]
    console = out()
    if not analysis.runs:
        console.print(
            "No runs yet. `shortlist evaluate NAME` makes them; `shortlist import NAME FILE` reads those of promptfoo, "
            "Inspect and others.\n"
        )
    print_text_tables(evidence_tables(analysis, found, modelled), console)
    return OK
