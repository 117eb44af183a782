"""Who may do what: every route × every role, as data."""
