"""Read the CSV files that a briefing draws or prints, every fault with its place in the table."""
