"""Own evidence: the rows of runs, what they add up to, and what may be concluded from them."""
