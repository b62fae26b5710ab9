"""Types of the trade: a briefing and the small values it is made of."""
