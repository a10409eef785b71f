"""What stands still in all tests: the day, and the folders. No test framework is loaded for it, as processes use it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

TODAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = ROOT / "scenarios"
FIXTURES = ROOT.parent / "shared" / "fixtures"
