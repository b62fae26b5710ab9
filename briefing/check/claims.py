"""The claims of a briefing with the citations they rest on, and all of its texts as the reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.load.located_values import ValuePath
from briefing.model.briefing import Actor, Briefing, Judgement, Reaction
from briefing.model.key_figures.figure import KeyFigure
from briefing.text.citations import Citation
from briefing.text.markdown import Printed, printed_blocks, printed_line

ClaimKind = Literal[
    "key figure",
    "bottom line",
    "key point",
    "judgement",
    "actor",
    "reaction",
    "entry",
    "map",
    "section",
    "gap",
    "image",
    "chart",
    "table",
]
STATEMENTS: tuple[ClaimKind, ...] = ("key figure", "key point", "judgement", "actor", "reaction", "entry", "map")
"""The claims that must cite a paragraph, or be the desk's own."""

Citations = tuple[Citation, ...]


@dataclass(frozen=True)
class Claim:
    """One claim of a briefing: its path, its words, and all the citations it rests on; `own` where it is the desk's own."""

    path: ValuePath
    kind: ClaimKind
    words: str
    citations: Citations
    own: bool = False


@dataclass(frozen=True)
class CheckedText:
    """One text of a briefing, in paragraphs as printed.

    `citations` are those of the entry it belongs to. `is_speech`: all of it is someone's words. `is_label`: no citation can be
    written in it or beside it.
    """

    path: ValuePath
    blocks: tuple[Printed, ...]
    citations: Citations = ()
    is_speech: bool = False
    is_label: bool = False

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join(block.text for block in self.blocks)


def read_claims(briefing: Briefing) -> Iterator[Claim]:
    """Yield every claim of a briefing, in the order of the page."""
    b, prose = briefing, _Prose(briefing.language)
    for i, figure in enumerate(b.figures):
        words = f"{figure.label}: {figure.counted}"
        yield Claim(("figures", i, "value"), "key figure", words, prose.of_figure(figure), figure.own)
    yield Claim(("bottom_line",), "bottom line", prose.words(b.bottom_line), prose.citations(b.bottom_line))
    for i, point in enumerate(b.summary):
        path = ("summary", i, "text")
        yield Claim(path, "key point", prose.words(point.text), prose.citations(point.text), point.own)
    for i, judgement in enumerate(b.assessment):
        words, citations = prose.words(judgement.judgement), prose.of_judgement(judgement)
        yield Claim(("assessment", i, "judgement"), "judgement", words, citations, judgement.own)
    for i, actor in enumerate(b.actors):
        words = f"{actor.name}: {prose.words(actor.status)}"
        yield Claim(("actors", i, "status"), "actor", words, prose.of_actor(actor), actor.own)
    for i, reaction in enumerate(b.reactions):
        path = ("reactions", i, "quote" if reaction.quote else "position")
        statement = f"“{reaction.quote}”" if reaction.quote else prose.words(reaction.position or "")
        words = f"{reaction.speaker or reaction.body}: {statement}"
        yield Claim(path, "reaction", words, prose.of_reaction(reaction), reaction.own)
    for i, entry in enumerate(b.timeline):
        words = f"{entry.when}: {prose.words(entry.what)}"
        yield Claim(("timeline", i, "what"), "entry", words, (*entry.source, *prose.citations(entry.what)), entry.own)
    if b.map and (titles := [b.map.values or "", b.map.shading.title if b.map.shading else ""]) != ["", ""]:
        words = prose.words(b.map.caption) if b.map.caption else next(filter(None, titles))
        # Its numbers have their source in its caption.
        yield Claim(("map", "caption"), "map", words, prose.citations(b.map.caption), b.map.own)
    for i, section in enumerate(b.sections):
        citations = _citations_of(printed_blocks(section.text, b.language))
        yield Claim(("sections", i, "text"), "section", section.title, citations)
    for i, image in enumerate(b.images):
        if citations := (*image.source, *prose.citations(image.caption)):
            words = prose.words(image.caption) if image.caption else image.alt or ""
            yield Claim(("images", i, "caption" if image.caption else "source"), "image", words, citations)
    for i, chart in enumerate(b.charts):
        citations = (*chart.source, *prose.citations(chart.note))
        yield Claim(("charts", i, "title"), "chart", chart.title, citations, chart.own)
    for i, gap in enumerate(b.gaps):
        yield Claim(("gaps", i), "gap", prose.words(gap), prose.citations(gap))


def read_texts(briefing: Briefing) -> Iterator[CheckedText]:
    """Yield every text that the author wrote and the page prints, in the order of the page, but not the titles of sources."""
    b, prose = briefing, _Prose(briefing.language)
    for path, text in _labels(b):
        yield from _text(path, text, is_label=True)
    for i, figure in enumerate(b.figures):
        citations = figure.source or prose.of_figure(figure)
        for key in ("label", "unit"):
            yield from _text(("figures", i, key), getattr(figure, key), citations)
        yield from prose.line(("figures", i, "note"), figure.note, citations)
    yield from prose.line(("bottom_line",), b.bottom_line)
    for i, point in enumerate(b.summary):
        yield from prose.line(("summary", i, "text"), point.text)
    for i, judgement in enumerate(b.assessment):
        for key in ("judgement", "basis"):
            yield from prose.line(("assessment", i, key), getattr(judgement, key), prose.of_judgement(judgement))
    for i, actor in enumerate(b.actors):
        citations = actor.source or prose.of_actor(actor)
        for key in ("name", "role", "affiliation", "side"):
            yield from _text(("actors", i, key), getattr(actor, key), citations)
        for key in ("status", "note"):
            yield from prose.line(("actors", i, key), getattr(actor, key), citations)
    for i, reaction in enumerate(b.reactions):
        citations = reaction.source or prose.of_reaction(reaction)
        for key in ("body", "speaker", "capacity"):
            yield from _text(("reactions", i, key), getattr(reaction, key), citations)
        # Of a translated quote the original is checked; the translation is the desk's.
        key = "original" if reaction.original else "quote"
        yield from _text(("reactions", i, key), getattr(reaction, key), citations, is_speech=True)
        yield from prose.line(("reactions", i, "position"), reaction.position, citations)
    for i, entry in enumerate(b.timeline):
        yield from prose.line(("timeline", i, "what"), entry.what, entry.source)
    if b.map:
        yield from prose.line(("map", "caption"), b.map.caption)
    for i, section in enumerate(b.sections):
        blocks = tuple(printed_blocks(section.text, b.language))
        citations = _citations_of(blocks)
        yield from _text(("sections", i, "title"), section.title, citations, is_label=not citations)
        yield CheckedText(("sections", i, "text"), blocks)
    for i, image in enumerate(b.images):
        citations = (*image.source, *prose.citations(image.caption))
        yield from _text(("images", i, "alt"), image.alt, citations)
        yield from prose.line(("images", i, "caption"), image.caption, image.source)
        yield from _text(("images", i, "credit"), image.credit, citations, is_label=not citations)
    for i, chart in enumerate(b.charts):
        # The title that is computed is no text of the author's, and says nothing but the numbers.
        yield from _text(("charts", i, "title"), chart.title if chart.title != "auto" else None, chart.source)
        yield from prose.line(("charts", i, "note"), chart.note, chart.source)
    for i, gap in enumerate(b.gaps):
        yield from prose.line(("gaps", i), gap)


class _Prose:
    """Reads lines of Markdown in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def words(self, text: str) -> str:
        """Return a line as it prints."""
        return printed_line(text, self._language).text.strip()

    def citations(self, text: str | None) -> Citations:
        """Return the citations in a line."""
        return citations_in(text, self._language)

    def line(self, path: ValuePath, text: str | None, citations: Citations = ()) -> Iterator[CheckedText]:
        """Yield a line as a text to check, if there is one."""
        if text:
            yield CheckedText(path, (printed_line(text, self._language),), citations)

    def of_figure(self, figure: KeyFigure) -> Citations:
        return (*figure.source, *self.citations(figure.note))

    def of_judgement(self, judgement: Judgement) -> Citations:
        return (*self.citations(judgement.judgement), *self.citations(judgement.basis))

    def of_actor(self, actor: Actor) -> Citations:
        return (*actor.source, *self.citations(actor.status), *self.citations(actor.note))

    def of_reaction(self, reaction: Reaction) -> Citations:
        return (*reaction.source, *self.citations(reaction.position))


def citations_in(text: str | None, language: str) -> Citations:
    """Return the citations in prose."""
    return _citations_of(list(printed_blocks(text, language))) if text and "[@" in text else ()


def _citations_of(blocks: list[Printed] | tuple[Printed, ...]) -> Citations:
    return tuple(citation for block in blocks for _, citations in block.citations for citation in citations)


def _text(
    path: ValuePath, text: str | None, citations: Citations = (), *, is_speech: bool = False, is_label: bool = False
) -> Iterator[CheckedText]:
    if text:
        yield CheckedText(path, (Printed(text),), citations, is_speech, is_label)


def _labels(b: Briefing) -> Iterator[tuple[ValuePath, str | None]]:
    """Yield the short texts without room for a citation: titles, contact, names on the map, bodies expected to react."""
    yield ("title",), b.title
    yield ("series",), b.series
    yield ("contact", "name"), b.contact.name
    yield ("contact", "phone"), b.contact.phone
    yield ("region", "name"), b.region.name if b.region else None
    for i, place in enumerate(b.map.show if b.map else ()):
        yield ("map", "show", i, "name"), place.name
    for i, circle in enumerate(b.map.circles if b.map else ()):
        yield ("map", "circles", i, "around"), circle.around.name
    if b.map:
        yield ("map", "title"), b.map.title
        yield ("map", "values"), b.map.values
        yield ("map", "shading", "title"), b.map.shading.title if b.map.shading else None
    for i, body in enumerate(b.expect):
        yield ("expect", i), body
