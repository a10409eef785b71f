"""A candidate serving a step: the figures in force, its traffic, what it costs, how long it takes."""
