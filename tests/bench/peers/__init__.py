"""Other ways to the same page, each a small script, and what their files are."""
