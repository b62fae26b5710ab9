"""Parts of a briefing that need a module of their own."""
