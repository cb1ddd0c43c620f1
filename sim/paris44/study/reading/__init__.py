"""From an event log to the tables of a result."""
