"""What the staff wrote: its types, its reading and its checking."""
