"""A desk's own look: what `[house]` in its settings and its `templates/` say, checked and read once."""
