"""What a build costs, measured against a bare script that sets the same page."""
