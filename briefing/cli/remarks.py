"""What people remark on an edition: the note it is published with, the reason it is withdrawn for."""

from __future__ import annotations

from briefing.mail.addresses import is_control

LONGEST = 1000
"""The most characters of a remark: it is repeated on a line wherever the edition is named."""


def shown(text: str, most: int = LONGEST) -> str:
    """A remark that was kept, by whatever program, as one line of at most `most` characters that steers no terminal."""
    said = "".join("\ufffd" if is_control(character) else character for character in " ".join(text.split()))
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
