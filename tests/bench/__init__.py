"""What a run costs, as ratios measured in one process (``pytest -m bench -s``)."""
