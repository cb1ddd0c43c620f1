"""One module for each question that takes many runs."""
