"""An OCFL 1.1 storage root: inventories, objects, commits and validation."""
