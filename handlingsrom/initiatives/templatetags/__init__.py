"""Template tags of the initiatives."""
