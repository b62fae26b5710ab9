"""Mail for the tests: a linter, servers that behave and servers that do not."""
