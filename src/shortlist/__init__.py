"""Shortlist: choose a language model for production, and write down why."""

from __future__ import annotations

__version__ = "0.1.0"
