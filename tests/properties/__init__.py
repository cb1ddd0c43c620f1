"""What must hold in any scenario, tried on random ones."""
