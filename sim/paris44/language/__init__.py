"""In which language people are told something."""
