"""The stops of the tour: where each is, what is told there, and the key that leads on."""

from __future__ import annotations

from typing import NamedTuple


class Stop(NamedTuple):
    """A place of the application, what is told there, and the key that leads on."""

    tab: str
    title: str
    told: str
    """Two lines at 80 columns."""
    key: str
    """The id of the action that ends it."""
    does: str
    """What the key does, in a few words."""
    at: str = ""
    """Whom the cursor is put on: the `default`, or somebody `excluded`."""


STOPS = (
    Stop(
        "scenario",
        "What is asked",
        "The product, step by step: traffic, targets, limits, and what counts how much. Every figure that follows is "
        "judged against these.",
        "tab.candidates",
        "go to who could serve",
    ),
    Stop(
        "candidates",
        "Who could serve",
        "★ is the default, ◇ the fallback. The columns are anchored at your targets, not at the other candidates. What "
        "is unknown widens the score.",
        "table.view",
        "see the figures behind it",
        at="default",
    ),
    Stop(
        "candidates",
        "Where the figures come from",
        "Each has a source, a day and a basis, and what is stale or only claimed by the vendor is told. Figures are "
        "typed, imported, or found in the catalogue.",
        "tab.checklist",
        "go to what each must pass",
    ),
    Stop(
        "checklist",
        "What each must pass",
        "A check marked ! must pass: one that fails excludes, whatever the score. Here self-hosting fails the budget. "
        "Open ones are answered in place.",
        "tab.cost",
        "go to what it costs",
        at="excluded",
    ),
    Stop(
        "cost",
        "What it costs",
        "The bill, and what people and errors cost beside it, for a successful task. An assumption can be tried "
        "without being saved.",
        "cost.what_if",
        "begin a what-if",
    ),
    Stop(
        "cost",
        "Trying without saving",
        "From now on an edit on any screen is only tried, and what it would change is told. {whatif.keep} would keep "
        "what was tried as one edit.",
        "whatif.drop",
        "drop the what-if",
    ),
    Stop(
        "record",
        "Why, in writing",
        "Each section asks a question: above the computed facts, beneath them your words. Once accepted it is frozen "
        "with all that it rests on, and watched.",
        "tab.evidence",
        "go to your own examples",
    ),
    Stop(
        "evidence",
        "What decides in the end",
        "A leaderboard shortlists; your own examples decide. Runs are made or imported here, with the doubt that their "
        "number leaves.",
        "walk.next",
        "see what is left to do",
    ),
)
