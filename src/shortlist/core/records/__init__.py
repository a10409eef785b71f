"""The life of a record: drafting, freezing on acceptance, replaying, and what stays unproven."""
