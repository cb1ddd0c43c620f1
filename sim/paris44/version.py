"""The version of the package, where all floors can read it."""

__version__ = "0.3.0"
