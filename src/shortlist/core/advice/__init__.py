"""What to do next: why a candidate is not first, which open question matters, which lever saves what."""
