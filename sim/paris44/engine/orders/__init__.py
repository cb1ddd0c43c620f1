"""Orders that are no marches, and the board on which they wait for each other."""
