"""Workspaces on disk: where they lie, how they are read, named and saved."""
