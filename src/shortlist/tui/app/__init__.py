"""The application: what works on every screen, its commands and help, and what it asks of terminal and process."""
