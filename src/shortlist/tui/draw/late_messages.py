"""Keys come faster than screens go: what still reaches a part that is no longer there must do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.widget import Widget as Base
else:
    Base = object


def present(app: App[Any], node: DOMNode) -> bool:
    """Whether a node is the application or belongs to a screen that is open, and the application is not ending."""
    if app._exit:
        return False
    stack = app.screen_stack
    return node is app or any(isinstance(one, Screen) and one in stack for one in node.ancestors_with_self)


class Leaving(Base):
    """A part that is handed its last messages while what it consists of is already being taken away."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except NoMatches:
            if present(self.app, self):
                raise
