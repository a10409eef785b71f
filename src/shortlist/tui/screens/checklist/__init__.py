"""The checklist: checks down, candidates across, a verdict a cell, answered by keys."""
