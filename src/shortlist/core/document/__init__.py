"""What the workspace file holds, and nothing that follows from it: its parts, their fields, tables and words."""
