"""Rules on people: one spelling of a name, and one capacity."""
