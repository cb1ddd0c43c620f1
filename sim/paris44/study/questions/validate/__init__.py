"""The score against the record."""
