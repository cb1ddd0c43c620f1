"""A scenario that cannot be laid out on the ground."""

from __future__ import annotations

from paris44.errors import Paris44Error
from paris44.language.text import msg


class WorldError(Paris44Error, ValueError):
    """Which value cannot be (``path``: ids joined by dots), why, and what may help."""

    def __init__(self, path: str, message: str, hint: str) -> None:
        super().__init__(path, message, hint)
        self.path, self.message, self.hint = path, message, hint

    @property
    def lines(self) -> list[str]:
        """What is said, in a line."""
        return [msg("{path}: {message} ({hint})", path=self.path, message=self.message, hint=self.hint)]
