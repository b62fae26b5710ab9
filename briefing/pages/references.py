"""Number sources in the order in which they are first cited, and print citations as references to those numbers."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.i18n import Translator
from briefing.model.parts.sources import Source
from briefing.pages.parts.quotation_links import ReferenceLinks
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

    def cite(self, citations: Sequence[Citation], quoted: ReferenceLinks | None = None) -> Markup:
        """Return the raised reference of some citations, each a link into the list of sources; empty without any.

        `quoted` makes it that of a quotation: it can be linked to, and leads to what shows where its source says so.
        """
        if not citations:
            return Markup("")
        # A thin space, for where the text is copied: “in 2019” and “1:17” are not one number. Alone it would not be drawn.
        entries = quoted.entries if quoted else {}
        links = [
            self._link(citation, "" if position else "\u202f", entries.get(citation.source, ""))
            for position, citation in enumerate(citations)
        ]
        anchor = Markup(' id="{}"').format(quoted.anchor) if quoted else Markup("")
        return Markup('<sup class="ref"{}>\u2060{}</sup>').format(anchor, Markup(", ").join(links))

    def key(self) -> str:
        """Return what explains a reference to readers who meet the first one; empty where nothing has been cited."""
        _ = self._translator.gettext
        if not self._numbers:
            return ""
        if self._is_single:
            return _("Raised notes: paragraphs of the source")
        return _("Raised 1:2 is source 1, paragraph 2")

    @property
    def _is_single(self) -> bool:
        return len(self._sources) == 1

    def _link(self, citation: Citation, space: str, entry: str) -> Markup:
        number = self._numbers.setdefault(citation.source, len(self._numbers) + 1)
        place = format_ranges(citation.paragraphs) or citation.pages
        shown = f"{number}:{place}" if place else str(number)
        if self._is_single and place:
            shown = citation.pages or self._paragraphs(citation.paragraphs)
        css_class = Markup(' class="long"') if len(shown) > LONG_REFERENCE else ""
        spoken = self._spoken(citation, number)
        target = entry or f"source-{number}"
        return Markup('<a href="#{}" aria-label="{}"{}>{}{}</a>').format(target, spoken, css_class, space, shown)

    def _paragraphs(self, paragraphs: Sequence[int]) -> str:
        translator, ranges = self._translator, format_ranges(paragraphs)
        return translator.ngettext("para {ranges}", "paras {ranges}", len(paragraphs), ranges=ranges)

    def _spoken(self, citation: Citation, number: int) -> str:
        """Return a reference as it is read aloud."""
        translator = self._translator
        if citation.pages:
            return translator.gettext("source {number}, {pages}", number=number, pages=citation.pages)
        if not citation.paragraphs:
            return translator.gettext("source {number}", number=number)
        to = translator.pgettext("17 to 18", " to ")
        return translator.ngettext(
            "source {number}, paragraph {paragraphs}",
            "source {number}, paragraphs {paragraphs}",
            len(citation.paragraphs),
            number=number,
            paragraphs=format_ranges(citation.paragraphs, to),
        )

    def listed(self) -> list[tuple[int, Source]]:
        """Return every source with its number: first the cited ones by number, then the others in the author's order.

        Call it when everything has been cited: it numbers the rest.
        """
        for name in self._sources:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        return [(number, self._sources[name]) for name, number in self._numbers.items()]


def format_ranges(numbers: Sequence[int], joint: str = "–") -> str:
    """Return ascending whole numbers with consecutive ones joined: `2–3, 5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}{joint}{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
