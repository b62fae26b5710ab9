"""What a screen reader must know of a text's words: the language they are in, and what their abbreviations stand for."""
