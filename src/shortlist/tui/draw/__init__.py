"""Drawing lines, plots and texts; what is drawn is clean."""
