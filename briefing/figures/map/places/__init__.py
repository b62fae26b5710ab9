"""The places of a map: those that are known by name, and what a briefing asks of its map."""
