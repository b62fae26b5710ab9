"""The text of a PDF that serves as a source, as a reader of its pages sees it."""
