"""What changed between two states of a decision, in words: its values, its rows and what it comes to."""
