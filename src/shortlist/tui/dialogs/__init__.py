"""Dialogs: small screens over a screen, left with Esc."""
