"""Pages of the rule guide."""
