"""References: each citation becomes the number of its source, in the order sources are first cited, and its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.i18n import Words
from briefing.model.briefing import Source
from briefing.templating import Markup
from briefing.text.citations import Citation

LONG = 24
"""A reference of more characters may be broken at the end of a line; a shorter one is not."""


class References:
    """Numbers sources as they are cited while a page is composed, from first to last."""

    def __init__(self, sources: Sequence[Source], words: Words) -> None:
        self._sources = {source.id: source for source in sources}
        self._words = words
        self._numbers: dict[str, int] = {}

    def cite(self, citations: Sequence[Citation]) -> Markup:
        """The raised reference of some citations, each a link into the list of sources; nothing for none."""
        if not citations:
            return Markup("")
        return Markup('<sup class="ref">\u2060{}</sup>').format(Markup(", ").join(self._link(c) for c in citations))

    def _link(self, citation: Citation) -> Markup:
        number = self._numbers.setdefault(citation.source, len(self._numbers) + 1)
        locator = ranges(citation.paragraphs) or citation.pages
        shown = f"{number}:{locator}" if locator else str(number)
        several = "reference_paragraphs" if len(citation.paragraphs) > 1 else "reference_paragraph"
        key = "reference_pages" if citation.pages else several if locator else "reference"
        spoken = self._words.say(key, number=number, locator=locator)
        long = Markup(' class="long"') if len(shown) > LONG else ""
        return Markup('<a href="#source-{}" title="{}"{}>{}</a>').format(number, spoken, long, shown)

    def listed(self) -> list[tuple[int, Source]]:
        """Every source with its number: the cited in order of their numbers, then the rest as the author has them."""
        for name in self._sources:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        return [(number, self._sources[name]) for name, number in self._numbers.items()]


def ranges(numbers: Sequence[int]) -> str:
    """Whole numbers as a reader writes them: `2–3, 5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
