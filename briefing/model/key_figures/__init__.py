"""Key figures: the numbers of page one, how they are written, and how they differ from those of an earlier edition."""
