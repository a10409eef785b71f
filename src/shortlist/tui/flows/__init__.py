"""Conversations that several screens open, importing and evaluating: dialogs in a row, and one edit at the end."""
