"""Replications of a scenario, here or on a cluster."""
