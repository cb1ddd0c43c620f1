"""Estimates over replications and over pairs of them."""
