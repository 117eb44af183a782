"""The demonstration: the networks with their facts, a real example with its source, and made-up initiatives.

What is there already is left as it is, also when someone has changed it: loading twice changes nothing.
"""

from .loading import load

__all__ = ["load"]
