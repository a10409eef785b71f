"""Write screenshots/ from the real application: the worked example, every tab, small and large, dark and light.

The evidence is that of three runs made up for the tests, since no shipped example holds rows.

    python tests/tools/make_screenshots.py [FOLDER]

The pictures are SVG, as Textual exports them; the day is fixed, so that the same program writes the same pictures.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from shortlist.store.places import Places  # noqa: E402
from shortlist.store.workspaces import Store  # noqa: E402
from shortlist.tui.app.application import ShortlistApp  # noqa: E402
from tests.tui.evidence_workspaces import golden, three  # noqa: E402

EXAMPLE = "support-assistant-worked"
TODAY = dt.date(2026, 11, 22)
SIZES = ((80, 24), (120, 40))
THEMES = {"dark": "textual-dark", "light": "textual-light"}
TABS = {"1": "scenario", "2": "candidates", "3": "checklist", "4": "cost", "5": "record"}
EVIDENCE = {"6": "evidence"}


async def settled(pilot: object) -> None:
    """Wait until what was asked for is on the screen."""
    for _ in range(4):
        await pilot.pause(0.1)  # type: ignore[attr-defined]


async def picture_tabs(folder: Path, size: tuple[int, int], theme: str) -> None:
    """One picture a tab, and the welcome screen, in a size and a theme."""
    with tempfile.TemporaryDirectory() as home:
        places = Places(Path(home), Path(home) / "state")
        await pictures(folder, places, None, {"": "welcome"}, size, theme)
        await pictures(folder, places, EXAMPLE, TABS, size, theme)
        tested = three(Store(places))
        golden(tested)
        await pictures(folder, places, str(tested), EVIDENCE, size, theme)


async def pictures(
    folder: Path, places: Places, name: str | None, keys: Mapping[str, str], size: tuple[int, int], theme: str
) -> None:
    """A picture after each of some keys."""
    app = ShortlistApp(places, name, TODAY)
    app.theme = THEMES[theme]
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key, tab in keys.items():
            if key:
                await pilot.press(key)
            await settled(pilot)
            if tab == "evidence":  # what takes longer is worked out beside the loop
                await pilot.pause(2)
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
