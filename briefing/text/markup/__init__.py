"""Markup of other programs: what is read of it, and what is not."""
