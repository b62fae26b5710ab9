"""Figures of a text: numbers, measures, dates and times, and whether a source has them."""
