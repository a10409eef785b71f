"""Short words that come and go: where they stand, and that they do not pile up."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notify


class Telling(App[None]):
    """Tells things in the corner under the tabs."""

    # Over the rule under the tabs, so that it never hides the prose, the pane or the row that it speaks of.
    CSS = """
    ToastRack { dock: top; align: right top; margin: 2 0 0 0; }
    Toast { margin: 0 0 1 0; padding: 0 1; }
    """

    def _on_notify(self, event: Notify) -> None:
        """Show it; a short word takes the place of the one before, while warnings and errors stay."""
        event.prevent_default()
        kind = event.notification.severity
        for told in [one for one in self._notifications if one.severity == kind == "information"]:
            self._unnotify(told, refresh=False)
        super()._on_notify(event)
