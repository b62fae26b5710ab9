"""What people remark on an edition: the note it is published with, the reason it is withdrawn for."""

from __future__ import annotations

from briefing.mail.addresses import hides
from briefing.problems import Problem, UsageError

LONGEST = 1000
"""The most characters of a remark: it is repeated on a line wherever the edition is named."""


def read_remark(text: str, what: str) -> str:
    """A remark as it is kept: one line. Raises UsageError (`bad-remark`); `what` says what it is (`the note`)."""
    said = " ".join(text.split())
    if len(said) > LONGEST:
        hint = f"say it in {LONGEST:,}; the whole of it can stand in the briefing"
        raise UsageError(Problem("bad-remark", f"{what} has {len(said):,} characters", hint=hint))
    if any(map(hides, said)):
        raise UsageError(Problem("bad-remark", f"{what} has characters that cannot be read", hint="write plain text"))
    return said


def shown(text: str, most: int = LONGEST) -> str:
    """A remark that was kept, by whatever program, as one line of at most `most` characters that steers no terminal."""
    said = "".join("\ufffd" if hides(character) else character for character in " ".join(text.split()))
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
