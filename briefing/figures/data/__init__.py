"""Coup-event datasets: reading, importing and comparing."""
