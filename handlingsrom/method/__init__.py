"""The method as versioned content: steps, worksheets, done-criteria and the five questions, in three languages."""

from .library import DEFAULT_METHOD, UnknownMethod, get_method, latest_method, latest_methods

__all__ = ["DEFAULT_METHOD", "UnknownMethod", "get_method", "latest_method", "latest_methods"]
