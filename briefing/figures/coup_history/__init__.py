"""The coup-history chart."""
