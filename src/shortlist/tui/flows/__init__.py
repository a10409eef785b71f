"""Conversations that several screens open: dialogs in a row, and the one edit at their end."""
