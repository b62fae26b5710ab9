"""What must hold of a briefing beyond its types, one small function a rule, each with a stable code.

These rules look at what was written, not at the model, so that they speak even where a value elsewhere is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from unicodedata import category, name

from briefing.load.files import MAX_IMAGE_BYTES, FileFault, Folder, check_image
from briefing.load.located_values import MAX_TEXT, LocatedValues, ValuePath
from briefing.model.addresses import is_address
from briefing.problems import Place, Problem, did_you_mean
from briefing.text.citations import IN_PROSE, parse_citations
from briefing.text.markdown import has_empty_table, images, links

Glyphs = Callable[[], frozenset[int]]
"""The code points the fonts can set; asked for only where a text needs more than the commonest."""

_COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])) | frozenset("\n\t‘’“”–—…\u202f\u2011")


MOST = 200
"""Of each rule's faults, so many are looked for: nobody mends more at a time, and a bad file may have a million."""


def check_writing(values: LocatedValues, folder: Folder, glyphs: Glyphs) -> list[Problem]:
    """The faults these rules find, in the order of the rules."""
    rules = (
        _long_texts(values),
        _duplicate_ids(values),
        _citations(values),
        _images(values, folder),
        _links(values),
        _empty_tables(values),
        _glyphs(values, glyphs),
    )
    return [problem for rule in rules for problem in islice(rule, MOST + 1)]


def _long_texts(values: LocatedValues) -> Iterator[Problem]:
    for path, text in values.scalars():
        if len(text) > MAX_TEXT:
            what = f"this text has {len(text):,} characters; at most {MAX_TEXT:,} fit one value"
            yield Problem("text-too-long", what, values.place(path), "split it, or say it shorter")


def _texts(values: LocatedValues) -> Iterator[tuple[ValuePath, str]]:
    """The texts that are not too long to be looked at."""
    return ((path, text) for path, text in values.scalars() if len(text) <= MAX_TEXT)


def _source_ids(values: LocatedValues) -> list[tuple[ValuePath, str]]:
    sources = values.tree.get("sources")
    rows = enumerate(sources) if isinstance(sources, list) else ()
    return [
        (("sources", i, "id"), row["id"]) for i, row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)
    ]


def _duplicate_ids(values: LocatedValues) -> Iterator[Problem]:
    seen: dict[str, ValuePath] = {}
    for path, source in _source_ids(values):
        if source in seen:
            what = f'two sources have the id "{source}"; the first is at {values.place(seen[source])}'
            hint = "give one of them another id, and mend its citations"
            yield Problem("duplicate-id", what, values.place(path), hint)
        seen.setdefault(source, path)


def _citations(values: LocatedValues) -> Iterator[Problem]:
    if ("sources",) in values.unread or not isinstance(values.tree.get("sources", []), list):
        return  # that they cannot be read has been said
    known = [source for _, source in _source_ids(values)]
    for path, text in _texts(values):
        if path[-1] == "source":
            yield from _cited_by(values, path, text, known)
        else:
            yield from _cited_in(values, path, text, known)


def _cited_by(values: LocatedValues, path: ValuePath, text: str, known: list[str]) -> Iterator[Problem]:
    """The faults of a source field; that it cannot be read, the model says."""
    with suppress(ValueError):
        for source in dict.fromkeys(citation.source for citation in parse_citations(text)):
            if source not in known:
                yield _unknown_source(source, known, values.within(path, source))


def _cited_in(values: LocatedValues, path: ValuePath, text: str, known: list[str]) -> Iterator[Problem]:
    """The faults of the citations in prose; each is shown where its bracket opens."""
    hint = "write it as [@cnn para. 5]"
    for unmarked in re.finditer(r"(?<!\\)\[([a-z0-9][a-z0-9_-]*)(?: (?:paras?|pp?)\.? [^\[\]]*)?\](?!\()", text):
        if unmarked[1] in known:
            place = values.within(path, unmarked[0])
            yield Problem("bad-citation", f"{unmarked[0]} has no @ and would be printed as it stands", place, hint)
    for nth, opening in enumerate(re.finditer(r"\[@", text)):
        if text[: opening.start()].endswith("\\"):
            continue
        place = values.within(path, opening[0], nth)
        match = IN_PROSE.match(text, opening.start())
        if not match:
            yield Problem("bad-citation", "this citation is not closed", place, hint)
            continue
        try:
            for citation in parse_citations(match[1]):
                if citation.source not in known:
                    yield _unknown_source(citation.source, known, place)
        except ValueError as error:
            yield Problem("bad-citation", str(error), place, hint)


def _unknown_source(source: str, known: list[str], place: Place | None) -> Problem:
    hint = did_you_mean(source, known) or "add it under sources:, or mend the id"
    return Problem("unknown-source", f'"{source}" is not among the sources', place, hint)


def _images(values: LocatedValues, folder: Folder) -> Iterator[Problem]:
    for path, text in _texts(values):
        if "![" not in text:
            continue
        for image in images(text):
            place = values.within(path, f"]({image.name}") if image.name else values.place(path)
            if not _is_block(path):
                what = "an image stands in a text of one line, where none can be printed"
                yield Problem("image-misplaced", what, place, "move it into the text of a section")
                continue
            if not image.alt.strip():
                hint = "say what it shows between the brackets: ![what it shows](file.png)"
                yield Problem("image-undescribed", f'the image "{image.name}" has no description', place, hint)
            try:
                check_image(image.name, folder.open(image.name, "image", MAX_IMAGE_BYTES))
            except FileFault as fault:
                yield fault.at(place)


def _is_block(path: ValuePath) -> bool:
    """Whether a text is set in blocks: those of sections are, all others are a line each."""
    return len(path) == 3 and path[0] == "sections" and path[2] == "text"


def _links(values: LocatedValues) -> Iterator[Problem]:
    for path, text in _texts(values):
        if "]" not in text and "<" not in text:
            continue
        for address in links(text):
            if not is_address(address):
                what = f'the link "{address}" leads nowhere from a printed page'
                yield Problem("bad-link", what, values.within(path, address), "write the whole address, with https://")


def _empty_tables(values: LocatedValues) -> Iterator[Problem]:
    for path, text in _texts(values):
        if path[0] == "sections" and "-" in text and has_empty_table(text):
            hint = "add a row below its headings, or put a backslash before its first |"
            yield Problem("empty-table", "this text has a table without rows", values.place(path), hint)


_TURNING = frozenset("\u202a\u202b\u202d\u202e")
"""Marks that show letters in another order than they are written in (Unicode Annex 9)."""


def _glyphs(values: LocatedValues, glyphs: Glyphs) -> Iterator[Problem]:
    for path, text in _texts(values):
        for character in sorted(set(text) - _COMMON):
            # Fonts may have a glyph for what steers a terminal, or turns the order of letters; a page has no use for either.
            if category(character) == "Cc" or character in _TURNING or ord(character) not in glyphs():
                place = values.within(path, character)
                what = f"no font of ours has the character {_named(character)}"
                yield Problem("no-glyph", what, place, "delete it, or spell it out")


def _named(character: str) -> str:
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X}, {name(character, 'a control character').lower()})"
