"""Keys: what each is called and does, the user's own in force, and how sentences name them."""
