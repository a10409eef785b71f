"""Edits: functions from a workspace to a workspace, each validated as strictly as the file is read."""
