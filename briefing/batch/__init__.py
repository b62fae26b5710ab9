"""What the staff sit at: beginning a briefing, and watching it grow."""
