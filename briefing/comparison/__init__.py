"""What differs between two editions, and how it is worded."""
