"""What a scenario file may hold: the fields of each section, their kinds, and how they are read."""
