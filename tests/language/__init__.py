"""Texts, languages and the catalogue."""
