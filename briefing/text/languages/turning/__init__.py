"""The words by which a sentence turns the meaning of a part of it, one module for each language, all of one shape."""
