"""Write screenshots/ from the real application: the worked example, every tab, small and large, dark and light.

Beside them a moving picture of the screens, `tour.svg`, which opens the README, and wide pictures of each in dark.

The evidence is that of three runs made up for the tests, since no shipped example holds rows.

    python tests/tools/make_screenshots.py [FOLDER] [--moving]

With `--moving` only the moving picture is written.

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

from shortlist.core.edits.places import with_value  # noqa: E402
from shortlist.store.places import Places  # noqa: E402
from shortlist.store.workspaces import Store  # noqa: E402
from shortlist.tui.app.application import ShortlistApp  # noqa: E402
from tests.tools.moving_picture import frame_of, moving  # noqa: E402
from tests.tui.evidence_workspaces import golden, three  # noqa: E402

EXAMPLE = "support-assistant-worked"
BUDGET = ("scenario", "monthly_budget_usd")
TODAY = dt.date(2026, 11, 22)
SIZES = ((80, 24), (120, 40))
WIDE = (160, 45)
"""A size in which list and details stand side by side; in one theme."""
THEMES = {"dark": "textual-dark", "light": "textual-light"}
MOVING = (100, 30)
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


STORY = (
    ("1", None, "What the product must do: its steps, their traffic, their targets."),
    ("2", None, "Five offerings compared on seven columns, each figure with its source and date."),
    ("", 40, "The budget is cut to $40 a month: who may serve changes at once."),
    ("", 400, "Back to $400. Nothing is lost: every edit can be undone."),
    ("3", None, "The checks that each must pass, answered from figures or by people."),
    ("4", None, "What a successful task costs, people and errors included."),
    ("5", None, "The record: who serves, what it comes to, and what reopens it."),
)
"""A key, a budget to be set, and what is seen then."""


async def picture_story(folder: Path) -> None:
    """The moving picture."""
    frames = []
    with tempfile.TemporaryDirectory() as home:
        app = ShortlistApp(Places(Path(home), Path(home) / "state"), EXAMPLE, TODAY)
        app.theme = THEMES["dark"]
        async with app.run_test(size=MOVING) as pilot:
            await settled(pilot)
            for key, budget, caption in STORY:
                if key:
                    await pilot.press(key)
                if budget is not None:
                    app.screen.desk.edit(  # type: ignore[attr-defined]
                        "budget", lambda workspace, to=budget: with_value(workspace, BUDGET, float(to))
                    )
                await settled(pilot)
                frames.append(frame_of(app, caption))
    (folder / "tour.svg").write_text(moving(frames, MOVING[0]), "utf-8")


def main() -> None:
    """Write all pictures."""
    named = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = Path(named[0]) if named else ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    asyncio.run(picture_story(folder))
    if "--moving" in sys.argv:
        return
    for size in SIZES:
        for theme in THEMES:
            asyncio.run(picture_tabs(folder, size, theme))
    asyncio.run(picture_tabs(folder, WIDE, "dark"))


if __name__ == "__main__":
    main()
