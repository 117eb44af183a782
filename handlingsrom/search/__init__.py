"""The full-text index. Knows documents, not rooms. The index may be deleted at any time; the database is the truth."""
