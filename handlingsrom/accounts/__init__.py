"""People: sign-in by code, language, own data."""
