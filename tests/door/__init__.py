"""The door: what a Python user writes."""
