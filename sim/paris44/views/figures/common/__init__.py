"""What every figure is made of: sheet, colours, hours, dots, and the tracks of a result."""
