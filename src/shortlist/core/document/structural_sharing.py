"""What two states of a document have in common, held once.

An edit that read all of the document anew has made every part of it anew, though it changed one. Five hundred such
states of two hundred candidates, as undo keeps them, would take more than a gigabyte.
"""

from __future__ import annotations

from typing import TypeVar

from shortlist.core.document.fields import Part

Kind = TypeVar("Kind", bound=Part)


def shared(before: Kind, after: Kind) -> Kind:
    """A part that says what `after` does, made of the parts of `before` wherever those are written the very same.

    Equal parts may be written differently: with other keys set, or 30000.0 where 30000 stood; those stay apart. Items
    of a list are met by their ids, else by their places.
    """
    if after is before or (after == before and _written(after) == _written(before)):
        return before
    kept: dict[str, object] = {}
    for name in after.model_fields_set:
        was, now = getattr(before, name), getattr(after, name)
        if isinstance(now, Part) and type(now) is type(was):
            kept[name] = shared(was, now)
        elif isinstance(now, tuple) and isinstance(was, tuple):
            kept[name] = _items(was, now)
    return after.model_copy(update=kept)


def _items(before: tuple[object, ...], after: tuple[object, ...]) -> tuple[object, ...]:
    """The items of a list, those that stood before in their place."""
    known = {getattr(one, "id", place): one for place, one in enumerate(before)}
    found: list[object] = []
    for place, now in enumerate(after):
        was = known.get(getattr(now, "id", place))
        if isinstance(now, Part) and isinstance(was, Part) and type(now) is type(was):
            found.append(shared(was, now))
        else:
            found.append(now)
    if len(found) == len(before) and all(one is other for one, other in zip(found, before, strict=True)):
        return before
    return tuple(found)


def _written(part: Part) -> str:
    return part.model_dump_json(by_alias=True, exclude_unset=True)
