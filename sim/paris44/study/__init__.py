"""What the runs tell: replications, comparison, routes, scores."""
