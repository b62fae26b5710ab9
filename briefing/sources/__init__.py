"""Acts on the source texts of a briefing: extract, store, insert."""
