"""The tags of the printed page, where those of the engine are not what a screen reader needs."""
