"""A candidate assessed: verdicts from figures, checks with answers in their place, columns, status and score."""
