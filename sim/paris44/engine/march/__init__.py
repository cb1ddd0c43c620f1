"""Who marches: columns that carry out an order, and their march units."""
