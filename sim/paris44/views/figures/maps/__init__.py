"""Figures on a map: who took which road, how many, and when the first came."""
