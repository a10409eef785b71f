"""What request logs and load tests measured of a candidate, and what that would change in a workspace."""
