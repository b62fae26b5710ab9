"""What a rule says of a briefing."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.content.reading import Path


@dataclass(frozen=True)
class Finding:
    """Something a rule has found: in which value, what is wrong, what to do; `words` are those of the value it means."""

    path: Path
    what: str
    hint: str
    words: str = ""


def shown(text: str, most: int = 90) -> str:
    """A text as a message shows it: on one line, and no longer than need be."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
