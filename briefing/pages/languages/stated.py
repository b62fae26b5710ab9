"""The languages that authors state: of quotations, names and sources, in the briefing or in their reference manager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from briefing.load.bibliography.csl import CslContent
from briefing.model.briefing import Briefing, Reaction
from briefing.model.parts.language_tags import language_meant
from briefing.model.parts.sources import Source
from briefing.templating import Markup
from briefing.text.languages.detection import LATIN, languages_of


@dataclass(frozen=True)
class StatedLanguages:
    """The language of a document, and those of its sources by their ids."""

    document: str
    sources: Mapping[str, str]

    @classmethod
    def of(cls, briefing: Briefing, entries: Mapping[str, CslContent] | None) -> StatedLanguages:
        """Read the language of each source from its own key, else from its entry in the bibliography."""
        sources = {}
        for source in briefing.sources:
            written = (entries or {}).get(source.id, {}).get("language")
            if tag := source.lang or (language_meant(written) if isinstance(written, str) else ""):
                sources[source.id] = tag
        return cls(briefing.language, sources)

    def mark(self, html: Markup, tag: str | None) -> Markup:
        """Return words with their language, unless it is the document's own."""
        if not html or not tag or _primary(tag) == _primary(self.document):
            return html
        return Markup('<span lang="{}">{}</span>').format(tag, html)

    def mark_words(self, html: Markup, reaction: Reaction, *, translated: bool) -> Markup:
        """Return the words of a reaction with their language; those of a translation are in the document's own."""
        return html if translated else self.mark(html, self._language_of_words(reaction))

    def mark_title(self, line: Markup, source: Source) -> Markup:
        """Return the line of a source with the language of its title, where the style prints that as it is written."""
        written = escape(source.title, quote=False)
        marked = self.mark(Markup(written), self.sources.get(source.id))  # noqa: S704 - escaped above
        return line if marked == written else Markup(str(line).replace(written, marked, 1))  # noqa: S704 - an element more

    def _language_of_words(self, reaction: Reaction) -> str:
        """Return the language that a reaction states, else that of all its sources; "" where unknown.

        A quotation that reads like the language of the document may be a translation, whatever its source is written in.
        """
        if reaction.lang:
            return reaction.lang
        (found, *others) = {self.sources.get(citation.source, "") for citation in reaction.source} or {""}
        if not found or others:
            return ""
        likely = languages_of(reaction.original or reaction.quote or "")
        is_unclear = len(likely) >= len(LATIN)
        return found if is_unclear or _primary(found) in likely or _primary(self.document) not in likely else ""


def _primary(tag: str) -> str:
    return tag.split("-")[0]
