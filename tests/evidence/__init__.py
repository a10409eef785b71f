"""Runs of examples, read from files of the tools that made them."""
