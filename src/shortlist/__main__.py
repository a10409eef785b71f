"""`python -m shortlist` is the `shortlist` command."""

from __future__ import annotations

from shortlist.cli import main

raise SystemExit(main())
