"""Charts of a desk's own numbers: what a briefing says of one, and the numbers themselves."""
