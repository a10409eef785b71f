"""The cost: parts, decision, break-even, growth, what moves it; all of it to be varied."""
