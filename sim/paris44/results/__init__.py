"""What is kept: result folders, written and read; needs neither engine nor world."""
