"""Candidates against each other: order, recommendation, assignment, break-even, sensitivity, robustness, filters."""
