"""Work out who says each direct quotation of a text, by rules, where the text tells it plainly."""
