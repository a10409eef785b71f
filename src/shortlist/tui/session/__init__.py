"""A workspace being worked on, without a screen: history, saving, drafts, what lies on the disk."""
