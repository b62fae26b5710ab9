"""Printable briefing documents: from a folder of plain text to an archival, accessible PDF."""
