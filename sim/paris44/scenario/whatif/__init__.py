"""What-ifs in one line: the verbs of a change, and hours that move with another order's."""
