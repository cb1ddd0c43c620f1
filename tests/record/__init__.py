"""The scenarios against the record, against their own statements, and against themselves."""
