"""Sources from a reference manager: the file, its entries in CSL-JSON, and those that a briefing cites."""
