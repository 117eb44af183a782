"""The pages of the examples."""
