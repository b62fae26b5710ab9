"""What a desk's own templates and styles may not do to a page."""
