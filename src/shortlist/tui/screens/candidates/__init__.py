"""The candidates: compared, with their figures, one against another, plotted; and what can be done to them."""
