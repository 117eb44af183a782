"""Organisations, networks, memberships and roles, and the four words of visibility that build on them."""
