"""Rules on a page that is quick to read, and that says what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten

MOST_WORDS = 45
"""The most words of a key point that can be read at a glance."""


def point_too_long(given: CheckInput) -> Iterator[Finding]:
    """Find key points that are too long to be read at a glance."""
    for claim in given.claims:
        count = len(claim.words.split())
        if claim.kind == "key point" and count > MOST_WORDS:
            start = shorten(claim.words, 40)
            what = f"this key point has {count} words; at most {MOST_WORDS} are read at a glance: {start}"
            yield Finding(claim.path, what, "make one point, and move the rest to a section")


def no_gaps(given: CheckInput) -> Iterator[Finding]:
    """Find that the briefing lists no gaps in what is known."""
    if not given.briefing.gaps:
        hint = "add gaps: with what would change the picture"
        yield Finding(("as_of",), "the briefing does not say what is not known", hint)
