"""The rule engine: from a rulebook, the facts of a purchase and a date to an assessment. No Django, no country.

What the law says stands in the rulebook (../content); the engine only reads it.
"""
