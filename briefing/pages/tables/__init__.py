"""Tables as they are printed: the widths of their columns, and how their rows are divided among pages."""
