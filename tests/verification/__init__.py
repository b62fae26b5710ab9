"""Tests of texts that may not be stored with a briefing."""
