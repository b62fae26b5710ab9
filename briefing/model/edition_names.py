"""Names of editions on the command line: `niger-2023` is the newest, `niger-2023@2` the second."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.problems import Problem, UsageError
from briefing.text.citations import SOURCE_ID


@dataclass(frozen=True)
class EditionName:
    """The id of a briefing, and the number of one of its editions, or None for the newest."""

    id: str
    number: int | None


def parse_edition_name(text: str, *, numbered: bool = False) -> EditionName:
    """Parse the name of an edition, which must have a number where `numbered`. Raises UsageError (`bad-name`)."""
    match = re.fullmatch(rf"({SOURCE_ID})(?:@([1-9]\d{{0,5}}))?", text)
    if not match or (numbered and not match[2]):
        hint = "write it as niger-2023@2" if numbered or "@" in text else "write it as niger-2023, or niger-2023@2"
        raise UsageError(Problem("bad-name", f'"{text}" does not name an edition', hint=hint))
    return EditionName(match[1], int(match[2]) if match[2] else None)
