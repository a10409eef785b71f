"""Which preset a scenario begins with: asked on the welcome screen, and of a scenario that has no steps yet."""

from __future__ import annotations

from collections.abc import Callable

from shortlist.tui.host import Host


def ask_preset(host: Host, chosen: Callable[[str], None]) -> None:
    """Ask for a preset, and go on with its id; nothing happens on Esc."""
    from shortlist.core.document.presets import PRESETS
    from shortlist.tui.dialogs.question import QuestionDialog

    answers = tuple((id_, f"{preset.title}: {preset.does}") for id_, preset in PRESETS.items())
    told = "It lays down steps, what they need, and typical traffic: assumptions, each with its reason, to be replaced."
    host.ask(QuestionDialog("Begin with a preset", told, answers), chosen)
