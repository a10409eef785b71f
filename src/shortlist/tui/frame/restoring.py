"""Earlier versions of a workspace that is open: one that is brought back is an edit, which undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shortlist.core.basics.errors import ShortlistError
from shortlist.store.workspaces import load
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.keys.bindings import keyed

if TYPE_CHECKING:
    from shortlist.store.backups import Backup


class Restoring:
    """Lists the versions that were saved before, and brings one back."""

    def __init__(self, host: Host, frame: Frame) -> None:
        self._host, self._frame = host, frame

    def list_earlier(self) -> None:
        """List the earlier versions of this workspace, to bring one back."""
        from shortlist.tui.parts.earlier_versions import EarlierDialog

        asked = EarlierDialog(self._frame.session.opened.path, self._frame.session.workspace)
        self._host.ask(asked, self._bring_back)

    def _bring_back(self, backup: Backup) -> None:
        if not self._frame.may_edit():
            return
        from shortlist.tui.session.lookup import taken_back_told

        try:
            earlier = load(backup.path).workspace
        except ShortlistError as error:
            self._host.say(str(error), "error", title="Not restored")
            return
        before = self._frame.session.workspace
        self._frame.session.bring("bring an earlier version back", earlier)
        self._frame.session.typed.drop(())
        self._frame.show_anew()
        told = keyed("The earlier version is back. {edit.undo} takes that back.")
        self._host.say(f"{told}{taken_back_told(before, self._frame.session)}", seconds=8)
