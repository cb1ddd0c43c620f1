"""How far two reckonings of one second may lie apart."""

from __future__ import annotations

from typing import Final

HAIR: Final = 1e-6
"""s: two reckonings of one second may differ by the last digit of a sum."""
