"""The scenario: the steps with their traffic, and the form of one of them."""
