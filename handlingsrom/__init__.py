"""Handlingsrom: where public buyers take an initiative from need to realised benefit, together."""
