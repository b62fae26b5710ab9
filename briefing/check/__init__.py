"""The editorial check: claims, quotations and rules."""
