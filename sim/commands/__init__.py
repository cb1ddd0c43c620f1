"""What each command does. A command answers; only ``sim.cli`` prints."""
