"""Forms of the initiatives."""
