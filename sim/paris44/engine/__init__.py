"""What happens: SimPy processes that end in an event log."""
