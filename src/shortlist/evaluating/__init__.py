"""Running golden datasets against candidates: the calls over the network, their money, and how a run ends."""
