"""When a record must be reopened: what was kept of it, what is known now, and the triggers judged from both."""
