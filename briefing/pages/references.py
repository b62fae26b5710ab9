"""Number sources in the order in which they are first cited, and print citations as references to those numbers."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.i18n import Translator
from briefing.model.briefing import Source
from briefing.templating import Markup
from briefing.text.citations import Citation

LONG_REFERENCE = 24
"""A reference of more characters may be broken at the end of a line; a shorter one is not."""


class References:
    """Numbers sources as they are cited while a page is composed from its first line to its last."""

    def __init__(self, sources: Sequence[Source], translator: Translator) -> None:
        self._sources = {source.id: source for source in sources}
        self._translator = translator
        self._numbers: dict[str, int] = {}

    def cite(self, citations: Sequence[Citation]) -> Markup:
        """Return the raised reference of some citations, each a link into the list of sources; empty without any."""
        if not citations:
            return Markup("")
        return Markup('<sup class="ref">\u2060{}</sup>').format(Markup(", ").join(self._link(c) for c in citations))

    def _link(self, citation: Citation) -> Markup:
        number = self._numbers.setdefault(citation.source, len(self._numbers) + 1)
        place = format_ranges(citation.paragraphs) or citation.pages
        shown = f"{number}:{place}" if place else str(number)
        css_class = Markup(' class="long"') if len(shown) > LONG_REFERENCE else ""
        title = self._title(citation, number, place)
        return Markup('<a href="#source-{}" title="{}"{}>{}</a>').format(number, title, css_class, shown)

    def _title(self, citation: Citation, number: int, place: str) -> str:
        if citation.pages:
            return self._translator.gettext("source {number}, {pages}", number=number, pages=place)
        if not place:
            return self._translator.gettext("source {number}", number=number)
        return self._translator.ngettext(
            "source {number}, paragraph {paragraphs}",
            "source {number}, paragraphs {paragraphs}",
            len(citation.paragraphs),
            number=number,
            paragraphs=place,
        )

    def listed(self) -> list[tuple[int, Source]]:
        """Return every source with its number: first the cited ones by number, then the others in the author's order.

        Call it when everything has been cited: it numbers the rest.
        """
        for name in self._sources:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        return [(number, self._sources[name]) for name, number in self._numbers.items()]


def format_ranges(numbers: Sequence[int]) -> str:
    """Return ascending whole numbers with consecutive ones joined: `2–3, 5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
