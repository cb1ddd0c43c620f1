"""What must hold beyond one row: each check a small function, all findings told together."""
