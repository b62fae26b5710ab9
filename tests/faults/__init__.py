"""What becomes of an archive when the machine fails, another desk writes too, or someone tampers with it."""
