"""Rules on assessments: their likelihood, by one yardstick and once, and what is the desk's own."""
