"""The pages of organisations, their members, and networks."""
