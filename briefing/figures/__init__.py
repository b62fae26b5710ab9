"""What is drawn: charts and maps, as SVG with alternative text and a data table."""
