"""The rule on prose that cites nothing: the bottom line, paragraphs of sections, and gaps that state facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.claims import CheckedText
from briefing.text.figures.lookup import missing_figures
from briefing.text.figures.numbers import read_figures
from briefing.text.markdown import Printed

# The desk speaks for itself, and says so.
_OWN = re.compile(
    r"\b(?:(?:this|the|our)\s+(?:desk|briefing|note|assessment|reading|view|office)|we|our|in\s+our|"
    r"(?:selon|pour)\s+nous|nous|notre|nos|à\s+notre|la\s+rédaction|cette\s+note|présente\s+note)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )\b(?:was|were|has|had|have|said|says|took|shot|fled|went|came|began|broke|fell|sent|"
    r"struck|gave|\w{3,}ed\s+(?:the|an?|its|his|her|their)|étaient|était|(?:a|ont)\s+(?:été|\w{2,}(?:é|i|is|it|u)))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:who|whom|whose|what|when|where|which|why|how|whether|if|no|not|nothing|nobody|unknown|unclear|"
    r"qui|que|quoi|ce\s+qu|quand|où|quels?|quelles?|pourquoi|comment|combien|si|aucune?|rien|nul|lequel|laquelle|on\s+ignore)\b",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "…", "”", "»", '"')
_FEWEST_WORDS = 4
_LETTERS_OF_A_STEM = 5
_SHARE_SUMMED_UP = 0.5
"""A paragraph with so many of its words in what is cited elsewhere sums that up."""


def uncited_text(given: CheckInput) -> Iterator[Finding]:
    """Find a bottom line, paragraphs of sections and gaps that state as a fact what nothing in the briefing cites."""
    if not any(claim.citations for claim in given.claims):
        return  # all of it is the desk's own
    cited = _Cited(given)
    for text in given.texts:
        if text.path[0] not in ("bottom_line", "sections", "gaps") or text.path[-1] == "title":
            continue
        for number, block in enumerate(text.blocks):
            if _needs_source(text, number, block) and (what := cited.lacks(block.text, is_gap=text.path[0] == "gaps")):
                hint = "cite the source and paragraph, or write it as a judgement of the desk, under assessment:"
                yield Finding(text.path, f"this cites no source: {what}", hint, " ".join(block.text.split()[:6]))


def _needs_source(text: CheckedText, number: int, block: Printed) -> bool:
    """Tell whether a paragraph states something that it should cite a source for: no heading, no cell, no introduction."""
    words = block.text.strip()
    following = text.blocks[number + 1] if number + 1 < len(text.blocks) else None
    if block.citations or text.citations or block.row or block.is_block_quote:
        return False
    if following and following.citations and not following.text.strip():
        return False  # its citation stands below it
    if text.path[0] != "gaps" and (not words.endswith(_ENDS) or words.endswith("?")):
        return False
    return len(words.split()) >= _FEWEST_WORDS and not _OWN.search(words)


class _Cited:
    """What the cited statements of a briefing say."""

    def __init__(self, given: CheckInput) -> None:
        self._given = given

    def lacks(self, words: str, *, is_gap: bool) -> str:
        """Return what of a paragraph is in no cited statement: its figures, else all of it; empty where it sums them up."""
        if unknown := missing_figures(read_figures(words), self._paragraphs, None):
            return f"{', '.join(unknown)} in “{shorten(words, 60)}”"
        if is_gap and (_ASKS.match(words) or not _TELLS.search(words)):
            return ""
        stems = _stems(words)
        if not stems or sum(stem in self._stems for stem in stems) >= _SHARE_SUMMED_UP * len(stems):
            return ""
        return f"“{shorten(words, 60)}”"

    @cached_property
    def _texts(self) -> list[str]:
        texts = [
            block.text
            for text in self._given.texts
            for block in text.blocks
            if block.citations or text.citations or block.row
        ]
        return [*texts, *(claim.words for claim in self._given.claims if claim.citations or claim.own)]

    @cached_property
    def _paragraphs(self) -> tuple[tuple[str, str], ...]:
        days = "; ".join(str(entry.when) for entry in self._given.briefing.timeline)
        return tuple((text, "") for text in (*self._texts, days))

    @cached_property
    def _stems(self) -> set[str]:
        return {stem for text in (*self._texts, self._given.briefing.title) for stem in _stems(text)}


def _stems(text: str) -> set[str]:
    return {word[:_LETTERS_OF_A_STEM].casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}
