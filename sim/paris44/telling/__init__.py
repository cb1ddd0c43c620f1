"""A scenario in words, for people: orders, changes, sources and hours, in two languages."""
