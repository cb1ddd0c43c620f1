"""The roads that a column could have taken."""
