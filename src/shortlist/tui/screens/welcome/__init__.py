"""The welcome screen: workspaces, examples, deleted ones."""
