"""Figures for print, drawn from finished results only."""
