"""The engine against mathematics: closed forms, recursions of our own, other simulators' answers."""
