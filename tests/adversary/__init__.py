"""What a careful adversary gets past the check: quotations altered by operators, and faithful ones that must pass."""
