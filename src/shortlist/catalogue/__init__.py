"""What is known about offerings without the network; each source is imported when it is searched."""
