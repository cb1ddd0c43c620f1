"""Figures of numbers: arrivals, losses, causes, a comparison, a sweep."""
