"""What a rule says of a briefing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.load.located_values import ValuePath

# The mark after an abbreviation ends none: `Col. Maj.` has capitals, and is short.
SENTENCE_END = re.compile(r"(?:\b[a-zà-ÿ]\w*|\w{5,}|[\d%)\]]|^)[’”\"')\]»]*[.!?]+[’”\"')\]»]*(?:\s|$)")
"""The end of a sentence, with its last word."""


@dataclass(frozen=True)
class Finding:
    """Something a rule has found: in which value, what is wrong, what to do; `words` are those of the value it means."""

    path: ValuePath
    what: str
    hint: str
    words: str = ""


def shown(text: str, most: int = 90) -> str:
    """A text as a message shows it: on one line, and no longer than need be."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
