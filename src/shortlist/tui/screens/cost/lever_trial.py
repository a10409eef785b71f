"""Levers that are tried: each is an edit of an open what-if, and keeps what it changed when it was tried."""

from __future__ import annotations

from collections.abc import Mapping

from shortlist.core.advice.levers import LeverEffect, lever_effects
from shortlist.tui.body import Desk
from shortlist.tui.keys.bindings import keyed


class LeverTrial:
    """Tries levers, and knows which are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._effects: dict[str, LeverEffect] = {}
        """What each lever did when it was tried last, by its id."""

    @property
    def tried(self) -> Mapping[str, LeverEffect]:
        """The levers among the edits that the open what-if tries."""
        tried = self._desk.session.tried
        return {id_: effect for id_, effect in self._effects.items() if effect.lever.title.lower() in tried}

    def begin(self, lever: str | None) -> None:
        """Begin a what-if, unless one is open, and make the lever's edit in it; else say why it does not apply."""
        effect = next((one for one in lever_effects(self._desk.session.analysis) if one.lever.id == lever), None)
        if effect is None:
            return
        changed = effect.changed
        if changed is None:
            why = f"does not apply: {effect.told}."
            if lever in self.tried:
                why = keyed("is tried already: {whatif.keep} keeps what is tried, {whatif.drop} drops it.")
            self._desk.say(f"{effect.lever.title} {why}", seconds=5)
            return
        self._desk.begin_what_if()
        self._effects[effect.lever.id] = effect
        self._desk.edit(effect.lever.title.lower(), lambda _: changed)
