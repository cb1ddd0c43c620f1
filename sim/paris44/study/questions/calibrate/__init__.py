"""What the early record says of uncertain parameters, whether the method can know it, and what it does."""
