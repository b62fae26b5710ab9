"""What a briefing says, and what each thing rests on: its claims, and every text of it as the reader sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing.load.located_values import ValuePath
from briefing.model.briefing import Actor, Briefing, Judgement, Reaction
from briefing.text.citations import Citation
from briefing.text.markdown import Printed, printed_blocks, printed_line
from briefing.text.matching import SourceText

Kind = Literal["bottom line", "key point", "judgement", "actor", "reaction", "entry", "section", "gap"]
STATEMENTS: tuple[Kind, ...] = ("key point", "judgement", "actor", "reaction", "entry")
"""The claims that must cite a paragraph, or be the desk's own."""


@dataclass(frozen=True)
class Claim:
    """One thing a briefing says: where it is written, its words, and all the citations it rests on."""

    path: ValuePath
    kind: Kind
    words: str
    citations: tuple[Citation, ...]
    own: bool = False


@dataclass(frozen=True)
class Passage:
    """One text of a briefing, paragraph by paragraph as printed.

    `rests_on` are the citations of the entry it belongs to. `speech`: the whole of it is someone's words; `bare`: no
    citation can stand in it or beside it.
    """

    path: ValuePath
    blocks: tuple[Printed, ...]
    rests_on: tuple[Citation, ...] = ()
    speech: bool = False
    bare: bool = False

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Copy:
    """A briefing as it is checked: its texts, its claims, the source texts it holds by id.

    `data_ends` is the last day the coup data covers, where its chart is asked for.
    """

    briefing: Briefing
    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    texts: Mapping[str, SourceText]
    data_ends: date | None = None


def read_check_input(briefing: Briefing, texts: Mapping[str, SourceText], data_ends: date | None = None) -> Copy:
    """Read a briefing as it prints."""
    return Copy(briefing, tuple(_passages(briefing)), tuple(read_claims(briefing)), texts, data_ends)


def read_claims(briefing: Briefing) -> Iterator[Claim]:
    """Every claim of a briefing, in the order of the page."""
    b = briefing
    cited = _Cited(b.language)
    yield Claim(("bottom_line",), "bottom line", cited.words(b.bottom_line), cited(b.bottom_line))
    for i, point in enumerate(b.summary):
        yield Claim(("summary", i, "text"), "key point", cited.words(point.text), cited(point.text), point.own)
    for i, judgement in enumerate(b.assessment):
        words = cited.words(judgement.judgement)
        yield Claim(("assessment", i, "judgement"), "judgement", words, _of_judgement(judgement, cited), judgement.own)
    for i, actor in enumerate(b.actors):
        words = f"{actor.name}: {cited.words(actor.status)}"
        yield Claim(("actors", i, "status"), "actor", words, _of_actor(actor, cited), actor.own)
    for i, reaction in enumerate(b.reactions):
        said = f"“{reaction.quote}”" if reaction.quote else cited.words(reaction.position or "")
        path = ("reactions", i, "quote" if reaction.quote else "position")
        words = f"{reaction.speaker or reaction.body}: {said}"
        yield Claim(path, "reaction", words, _of_reaction(reaction, cited), reaction.own)
    for i, entry in enumerate(b.timeline):
        words = f"{entry.when}: {cited.words(entry.what)}"
        yield Claim(("timeline", i, "what"), "entry", words, (*entry.source, *cited(entry.what)), entry.own)
    for i, section in enumerate(b.sections):
        blocks = printed_blocks(section.text, b.language)
        found = tuple(citation for block in blocks for _, several in block.citations for citation in several)
        yield Claim(("sections", i, "text"), "section", section.title, found)
    for i, gap in enumerate(b.gaps):
        yield Claim(("gaps", i), "gap", cited.words(gap), cited(gap))


class _Cited:
    """Reads lines of prose: their citations, their words, or both as they print."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, text: str | None) -> tuple[Citation, ...]:
        if not text or "[@" not in text:
            return ()
        printed = printed_line(text, self._language)
        return tuple(citation for _, several in printed.citations for citation in several)

    def words(self, text: str) -> str:
        return printed_line(text, self._language).text.strip()

    def prose(self, path: ValuePath, text: str | None, rests_on: tuple[Citation, ...] = ()) -> Iterator[Passage]:
        if text:
            yield Passage(path, (printed_line(text, self._language),), rests_on)


def _of_judgement(judgement: Judgement, cited: _Cited) -> tuple[Citation, ...]:
    return (*cited(judgement.judgement), *cited(judgement.basis))


def _of_actor(actor: Actor, cited: _Cited) -> tuple[Citation, ...]:
    return (*actor.source, *cited(actor.status), *cited(actor.note))


def _of_reaction(reaction: Reaction, cited: _Cited) -> tuple[Citation, ...]:
    return (*reaction.source, *cited(reaction.position))


def _passages(b: Briefing) -> Iterator[Passage]:
    cited = _Cited(b.language)
    yield from _plain(("title",), b.title, bare=True)
    yield from _plain(("series",), b.series, bare=True)
    for path, text in _labels(b):
        yield from _plain(path, text, bare=True)
    yield from cited.prose(("bottom_line",), b.bottom_line)
    for i, point in enumerate(b.summary):
        yield from cited.prose(("summary", i, "text"), point.text)
    for i, judgement in enumerate(b.assessment):
        rests_on = _of_judgement(judgement, cited)
        yield from cited.prose(("assessment", i, "judgement"), judgement.judgement, rests_on)
        yield from cited.prose(("assessment", i, "basis"), judgement.basis, rests_on)
    for i, actor in enumerate(b.actors):
        yield from _in_actor(("actors", i), actor, cited)
    for i, reaction in enumerate(b.reactions):
        yield from _in_reaction(("reactions", i), reaction, cited)
    for i, entry in enumerate(b.timeline):
        yield from cited.prose(("timeline", i, "what"), entry.what, entry.source)
    for i, section in enumerate(b.sections):
        blocks = tuple(printed_blocks(section.text, b.language))
        found = tuple(citation for block in blocks for _, several in block.citations for citation in several)
        yield from _plain(("sections", i, "title"), section.title, found, bare=not found)
        yield Passage(("sections", i, "text"), blocks)
    for i, gap in enumerate(b.gaps):
        yield from cited.prose(("gaps", i), gap)


def _plain(
    path: ValuePath, text: str | None, rests_on: tuple[Citation, ...] = (), *, bare: bool = False
) -> Iterator[Passage]:
    if text:
        yield Passage(path, (Printed(text),), rests_on, bare=bare)


def _labels(b: Briefing) -> Iterator[tuple[ValuePath, str | None]]:
    """The short texts printed beside the rest: who answers, what the map names, who was expected to speak."""
    yield ("contact", "name"), b.contact.name
    yield ("contact", "phone"), b.contact.phone
    yield ("region", "name"), b.region.name if b.region else None
    for i, spot in enumerate(b.map.show if b.map else ()):
        yield (("map", "show", i), spot) if isinstance(spot, str) else (("map", "show", i, "name"), spot.name)
    for i, body in enumerate(b.expect):
        yield ("expect", i), body


def _in_actor(at: ValuePath, actor: Actor, cited: _Cited) -> Iterator[Passage]:
    rests_on = actor.source or _of_actor(actor, cited)
    for key in ("name", "role", "affiliation", "side"):
        yield from _plain((*at, key), getattr(actor, key), rests_on)
    yield from cited.prose((*at, "status"), actor.status, rests_on)
    yield from cited.prose((*at, "note"), actor.note, rests_on)


def _in_reaction(at: ValuePath, reaction: Reaction, cited: _Cited) -> Iterator[Passage]:
    rests_on = reaction.source or _of_reaction(reaction, cited)
    for key in ("body", "speaker", "capacity"):
        yield from _plain((*at, key), getattr(reaction, key), rests_on)
    # A quote in translation is checked on the original; the translation is the desk's.
    key = "original" if reaction.original else "quote"
    if said := reaction.original or reaction.quote:
        yield Passage((*at, key), (Printed(said),), rests_on, speech=True)
    yield from cited.prose((*at, "position"), reaction.position, rests_on)
