"""The terms of the field, as the help of every screen explains them."""

from __future__ import annotations

from shortlist.core.document.metrics import ARENA_ELO, METRICS
from shortlist.core.document.terms import TERMS, explained
from shortlist.tui.tabs import TABS


def test_every_term_is_two_lines_and_stands_in_the_help_of_a_screen() -> None:
    """What it explains is a metric that there is, and no screen names a term that there is not."""
    shown = {id_ for tab in TABS for id_ in tab.terms}
    assert shown == set(TERMS)
    assert all(tab.terms for tab in TABS)
    for term in TERMS.values():
        assert len(term.line) <= 150 and term.meaning.endswith(".")
        assert set(term.of) <= {*METRICS, ARENA_ELO}


def test_every_metric_is_explained() -> None:
    """By its term, else by its own row; a strange one is not."""
    assert explained("ttft").startswith("time to first token: From sending a request")
    assert all(explained(metric) for metric in METRICS)
    assert explained("quality.aa_index").startswith("quality index: Points of a leaderboard")
    assert explained("quality.arena_elo").startswith("Elo rating") and explained("strange") == ""
