"""The rule on speakers: a quotation is the words of the one whom the briefing names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.speakers.claimed import claimed_speakers
from briefing.check.speakers.comparison import are_two
from briefing.text.matching import SAME_SHAPE, TOKEN, normalize
from briefing.text.quotation_marks import find_quotations
from briefing.text.speech.speakers import AttributedQuotation, Speech

_CHANGED = re.compile(r"…|\w*\[[^\[\]]*\]\w*")
"""What the author of the briefing left out or put in."""


def another_speaker(given: CheckInput) -> Iterator[Finding]:
    """Find quotations that the source plainly attributes to another speaker than the briefing names."""
    read: dict[str, Speech] = {}
    for quotation, claimed in claimed_speakers(given):
        cited = {one.source for one in quotation.citations if one.source in given.sources}
        for source in sorted(cited - read.keys()):
            read[source] = Speech(given.sources[source].paragraphs)
        found = [(source, one) for source in sorted(cited) for one in _spoken(quotation.words, read[source])]
        if not found or not all(are_two(claimed, one, read[source]) for source, one in found):
            continue
        source, said = found[0]
        theirs = (said.speaker.name or said.speaker.words) if said.speaker else ""
        what = (
            f"“{shorten(quotation.words)}” is attributed to {shorten(theirs, 60)} in {source}, paragraph {said.paragraph},"
            f" not to {shorten(claimed.shown, 60)}"
        )
        hint = "name the speaker whom the source names, or quote other words"
        yield Finding(quotation.text.path, what, hint, quotation.words)


def _spoken(words: str, speech: Speech) -> list[AttributedQuotation]:
    """Return the quotations of a source that contain some words, all of them; none where one of them has no plain speaker.

    A quotation within another is not looked at: whose it is, is not told by the words around the outer one.
    """
    wanted = max((_tokens(part) for part in _CHANGED.split(normalize(words))), key=len)
    if not wanted:
        return []
    found: list[AttributedQuotation] = []
    for one in speech.quotations:
        if f" {wanted} " not in f" {_tokens(one.words)} ":
            continue
        inner, _ = find_quotations(one.words)
        if one.speaker is None or any(f" {wanted} " in f" {_tokens(each.words)} " for each in inner):
            return []
        found.append(one)
    return found


def _tokens(words: str) -> str:
    return " ".join(TOKEN.findall(normalize(words).translate(SAME_SHAPE)))
