"""The images of a briefing: what is wrong with them as they are written, and what is printed of them."""
