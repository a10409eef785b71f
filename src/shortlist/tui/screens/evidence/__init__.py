"""Own evidence: runs, their slices and pairs, the failures behind them, and what would settle the choice."""
