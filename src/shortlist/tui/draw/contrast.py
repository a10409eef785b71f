"""How well a colour stands out from its ground, and one that does where a theme's own does not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual.color import BLACK, WHITE, Color

READABLE, LEAST = 4.5, 4.0
"""The contrast that words have (WCAG 2.2), and with what they do where black and white are as far as one can go."""
TINT = 0.05
"""How much of the colour of letters lies over the ground of a field that has the keys."""
TONES = ("text-error", "text-warning", "text-success", "text-accent", "text-primary")
GROUNDS = ("background", "surface", "panel")
"""The colours of words, and what they stand on."""


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours after WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_colour(front: Color, behind: Color) -> Color:
    """The colour of words on a ground: as it is, or as much nearer to white or black as it takes to be read."""
    if contrast(front, behind) >= READABLE:
        return front
    near, far = (WHITE, BLACK) if _luminance(front) >= _luminance(behind) else (BLACK, WHITE)
    end = near if contrast(near, behind) >= LEAST else far
    wanted = min(READABLE, contrast(end, behind))
    mixed = (front.blend(end, share / 10) for share in range(1, 10))
    return next((one for one in mixed if contrast(one, behind) >= wanted), end)


def over(value: str, behind: Color) -> Color:
    """A colour of a theme over a ground; `auto 60%` is black or white, as much of it, whichever stands out."""
    share = re.fullmatch(r"auto (\d+)%", value)
    return behind + (behind.get_contrast_text(int(share[1]) / 100) if share else Color.parse(value))


def readable_theme_colours(variables: Mapping[str, str]) -> dict[str, str]:
    """The colours of a theme with words that are read: on every ground, under the cursor, in a field with the keys."""
    found = dict(variables)
    for tone in TONES:
        for ground in map(Color.parse, map(found.__getitem__, GROUNDS)):
            colour = Color.parse(found[tone])
            if colour.ansi is None and ground.ansi is None and contrast(colour, ground) < READABLE:
                found[tone] = readable_colour(colour, ground).hex
    ground = Color.parse(found["block-cursor-background"])
    if ground.ansi is None:
        found["block-cursor-foreground"] = readable_colour(over(found["block-cursor-foreground"], ground), ground).hex
    field, surface, letters = (Color.parse(found[name]) for name in ("surface-lighten-2", "surface", "foreground"))
    if field.ansi is None and surface.ansi is None:
        # With the keys a field has a tint besides; what stands in it before anything is typed is muted.
        grounds = (field.blend(surface, share / 10) for share in range(11))
        tinted = ((one, one.blend(letters, TINT)) for one in grounds)
        read = (one for one, seen in tinted if contrast(over(found["text-muted"], seen), seen) >= LEAST)
        found["surface-lighten-2"] = next(read, surface).hex
    return found
