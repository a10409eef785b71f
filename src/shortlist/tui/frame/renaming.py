"""An open workspace gets another name: it is saved and closed for that, and opened again where it was."""

from __future__ import annotations

import asyncio
from functools import partial

from shortlist.core.basics.errors import ShortlistError
from shortlist.tui.dialogs.prompt import rename_dialog
from shortlist.tui.frame.frame import Frame
from shortlist.tui.host import Host
from shortlist.tui.session.opening import sentence


def ask_name(host: Host, frame: Frame) -> None:
    """Ask for another name, and give it to the workspace; a file that lies elsewhere is renamed there."""
    opened = frame.session.opened
    if not opened.managed:
        host.say("This file lies where you put it: rename it there.")
        return
    name = opened.path.stem
    host.ask(rename_dialog(name), lambda new: host.leave(partial(_rename, host, frame, name, new)))


async def _rename(host: Host, frame: Frame, name: str, new: str) -> None:
    store = host.store
    try:
        path = await asyncio.to_thread(store.rename, name, new)
    except (ShortlistError, OSError) as error:
        path = frame.session.opened.path
        host.say(sentence(error).partition("\n")[0], "error", title="Not renamed", seconds=10)
    host.windows.show_workspace(lambda: store.open(str(path)), frame.stage.tab)
