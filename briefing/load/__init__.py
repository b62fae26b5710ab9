"""Reading a briefing folder into typed, frozen values."""
