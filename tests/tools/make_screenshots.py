"""Write screenshots/ from the real application: the worked example, every tab, small and large, dark and light.

    python tests/tools/make_screenshots.py [FOLDER]

The pictures are SVG, as Textual exports them; the day is fixed, so that the same program writes the same pictures.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
import tempfile
from pathlib import Path

from shortlist.store.places import Places
from shortlist.tui.app.application import ShortlistApp

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = "support-assistant-worked"
TODAY = dt.date(2026, 11, 22)
SIZES = ((80, 24), (120, 40))
THEMES = {"dark": "textual-dark", "light": "textual-light"}
TABS = {"1": "scenario", "2": "candidates", "3": "checklist", "4": "cost", "5": "record"}


async def settled(pilot: object) -> None:
    """Wait until what was asked for is on the screen."""
    for _ in range(4):
        await pilot.pause(0.1)  # type: ignore[attr-defined]


async def picture_tabs(folder: Path, size: tuple[int, int], theme: str) -> None:
    """One picture a tab, and the welcome screen, in a size and a theme."""
    with tempfile.TemporaryDirectory() as home:
        places = Places(Path(home), Path(home) / "state")
        for name, keys in (("welcome", {"": "welcome"}), (EXAMPLE, TABS)):
            app = ShortlistApp(places, None if name == "welcome" else name, TODAY)
            app.theme = THEMES[theme]
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                for key, tab in keys.items():
                    if key:
                        await pilot.press(key)
                    await settled(pilot)
                    target = folder / f"{tab}-{size[0]}x{size[1]}-{theme}.svg"
                    target.write_text(app.export_screenshot(title="Shortlist"), "utf-8")


def main() -> None:
    """Write all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            asyncio.run(picture_tabs(folder, size, theme))


if __name__ == "__main__":
    main()
