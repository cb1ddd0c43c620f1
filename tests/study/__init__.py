"""The study: reading logs, keeping runs, comparing and judging them."""
