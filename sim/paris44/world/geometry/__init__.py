"""Lines on the sphere: distances, and the roads that a phase line cuts."""
