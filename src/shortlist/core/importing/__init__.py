"""Importing: what a file says of models, which candidates that concerns, and the one edit that takes it over.

Nothing here opens a file. Importers turn what was read into rows (`rows`), `names` joins rows to candidates, `plan`
says what would change, and `applying` makes the edit.
"""
