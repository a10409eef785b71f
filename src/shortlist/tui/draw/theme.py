"""The colours that were chosen, kept between starts: one word in a file of the state directory."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.theme import Theme

    from shortlist.store.places import Places

LONGEST = 100
"""Characters that are read of the file: a theme's name is short, whatever else is in there is not one."""


READABLE_ON_LIGHT = {"text-accent": "#7a4a00", "text-warning": "#8a3c00", "text-success": "#1f5c2b"}
"""Orange and green dark enough for a light ground: 4.5 to 1 and more, where those of the theme have 3.3 and 3.8."""


def readable_light(theme: Theme) -> Theme:
    """A light theme with words in colours that stand out from its ground."""
    return replace(theme, variables={**theme.variables, **READABLE_ON_LIGHT})


def kept_theme(places: Places) -> str | None:
    """The name that was kept; it need not be that of a theme."""
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.store.reading import WORKSPACE, read_bytes

    with suppress(ShortlistError, UnicodeError):
        return read_bytes(places.theme, WORKSPACE._replace(limit=LONGEST), follow=False, whole=False).decode().strip()
    return None


def readable_theme(kept: str | None, given: str, available: Collection[str]) -> str:
    """The kept theme, else the given one; where it is not available, its likeness that brings its own colours."""
    for name in filter(None, (kept, given)):
        for one in (name, name.replace("ansi-", "textual-")):
            if one in available:
                return one
    return next(iter(available))


def keep_theme(places: Places, name: str) -> None:
    """Keep a name; one that cannot be written is not missed."""
    from shortlist.core.basics.errors import ShortlistError
    from shortlist.store.atomic import private_folder, write_atomic

    with suppress(OSError, ShortlistError):
        private_folder(places.state)
        write_atomic(places.theme, name.encode("utf-8"))
