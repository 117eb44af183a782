"""Template tags of the method pages."""
