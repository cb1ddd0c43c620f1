"""A scenario that cannot be laid out on the ground."""

from __future__ import annotations

from paris44.errors import Paris44Error


class WorldError(Paris44Error, ValueError):
    """Which value cannot be (``path``: ids joined by dots), why, and what may help."""

    def __init__(self, path: str, message: str, hint: str) -> None:
        super().__init__(path, message, hint)
        self.path, self.message, self.hint = path, message, hint

    def __str__(self) -> str:
        return f"{self.path}: {self.message} ({self.hint})"
