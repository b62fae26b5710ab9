"""Tests of the mail room, with mail servers and a linter for messages."""
