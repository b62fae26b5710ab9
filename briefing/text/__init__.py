"""Analysis of plain text: Markdown, quotation marks, numbers and matching."""
