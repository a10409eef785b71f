"""The calls of a run: what each candidate is asked, what that may cost, and what came of it."""
