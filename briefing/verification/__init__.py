"""Acts on texts that may not be stored with a briefing: compare its words with them, and write what was found."""
