"""Mutants of the engine: small faults put in on purpose, each of which some test must find.

``python -m tests.mutants`` runs them (``--help``); the lists are the ``*.toml`` here, one per module
of the engine. A mutant is named by the function that it is in and by the text that it changes there, so it
outlives lines that move; one whose text is gone, or is found twice, is a fault of the list and never left
out.

Why a list: cosmic-ray 8.7 (kept, and set up in a minute) makes 3,569 mutants of road, column, lines, rules,
fights and driver, a day of computing, names them by line and column, so that what was found to be
equivalent must be found again after each change, and cannot say what a mutant means.
"""
