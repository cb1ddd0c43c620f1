"""March graphs: time against distance for each road."""
