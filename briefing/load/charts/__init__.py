"""Read the numbers of a desk's own charts, every fault with its place in the table."""
