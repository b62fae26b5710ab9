"""Receipts of texts that are not stored: what the check takes from one, and how one is made."""
