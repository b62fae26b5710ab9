"""What is attached to the PDF: the briefing and its long tables as data, with nothing in them that is not printed or used."""
