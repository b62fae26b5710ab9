"""Compare whom a briefing names as the speaker of a quotation with whom its source names."""
