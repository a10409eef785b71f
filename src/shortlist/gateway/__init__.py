"""A decision where it runs: the files that gateways and test runners take, and what they say when read back."""
