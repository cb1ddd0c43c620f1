"""What each command does. A command answers; only ``paris44.cli`` prints."""
