"""What is printed: the HTML page, and the PDF made of it."""
