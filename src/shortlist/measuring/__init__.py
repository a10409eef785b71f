"""Request logs, wherever they lie: the one place that reads them."""
