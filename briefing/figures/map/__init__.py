"""The locator map."""
