"""The application: what works everywhere, and what of Textual is not public."""
