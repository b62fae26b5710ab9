"""What must hold of a briefing beyond its types, one small function a rule, each with a stable code.

These rules look at what was written, not at the model, so that they speak even where a value elsewhere is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefing.content.citation import IN_PROSE, parse_citations
from briefing.content.files import MAX_IMAGE_BYTES, FileFault, Folder, check_image
from briefing.content.model import nearest
from briefing.content.prose import IS_ABSOLUTE, images, links
from briefing.content.reading import MAX_TEXT, Path, Writing
from briefing.problems import Problem

Glyphs = Callable[[], frozenset[int]]
"""The code points the fonts can set; asked for only where a text needs more than the commonest."""

_COMMON = frozenset(range(0x20, 0x7F)) | frozenset(range(0xA0, 0x180)) | frozenset(map(ord, "\n\t‘’“”–—…\u202f\u2011"))


def check_writing(writing: Writing, folder: Folder, glyphs: Glyphs) -> list[Problem]:
    """Every fault these rules find, in the order of the rules."""
    return [
        *_long_texts(writing),
        *_duplicate_ids(writing),
        *_citations(writing),
        *_images(writing, folder),
        *_links(writing),
        *_glyphs(writing, glyphs),
    ]


def _long_texts(writing: Writing) -> Iterator[Problem]:
    for path, text in writing.scalars():
        if len(text) > MAX_TEXT:
            what = f"this text has {len(text):,} characters; at most {MAX_TEXT:,} fit one value"
            yield Problem("text-too-long", what, writing.place(path), "split it, or say it shorter")


def _source_ids(writing: Writing) -> list[tuple[Path, str]]:
    sources = writing.value.get("sources")
    rows = enumerate(sources) if isinstance(sources, list) else ()
    return [
        (("sources", i, "id"), row["id"]) for i, row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)
    ]


def _duplicate_ids(writing: Writing) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, name in _source_ids(writing):
        if name in seen:
            what = f'two sources have the id "{name}"; the first is at {writing.place(seen[name])}'
            yield Problem(
                "duplicate-id", what, writing.place(path), "give one of them another id, and mend its citations"
            )
        seen.setdefault(name, path)


def _citations(writing: Writing) -> Iterator[Problem]:
    known = [name for _, name in _source_ids(writing)]
    for path, text in writing.scalars():
        if path[-1] == "source":
            yield from _cited(writing, path, text, 0, known)
            continue
        for nth, match in enumerate(IN_PROSE.finditer(text)):
            yield from _cited(writing, path, match[1], nth, known)
        if stray := re.search(r"\[@[^\]]*$", text):
            yield Problem(
                "bad-citation",
                "this citation is not closed",
                writing.within(path, stray[0][:12]),
                "write it as [@cnn para. 5]",
            )


def _cited(writing: Writing, path: Path, text: str, nth: int, known: list[str]) -> Iterator[Problem]:
    try:
        citations = parse_citations(text)
    except ValueError as error:
        if path[-1] != "source":  # the model says it of a source field
            yield Problem(
                "bad-citation", str(error), writing.within(path, f"[@{text}", 0), "write it as [@cnn para. 5]"
            )
        return
    for citation in citations:
        if citation.source not in known:
            hint = nearest(citation.source, known) or "add it under sources:, or mend the id"
            place = writing.within(path, citation.source)
            yield Problem("unknown-source", f'"{citation.source}" is not among the sources', place, hint)


def _images(writing: Writing, folder: Folder) -> Iterator[Problem]:
    for path, text in writing.scalars():
        if "![" not in text:
            continue
        for image in images(text):
            place = writing.within(path, f"]({image.name}") if image.name else writing.place(path)
            if not image.alt.strip():
                hint = "say what it shows between the brackets: ![what it shows](file.png)"
                yield Problem("image-undescribed", f'the image "{image.name}" has no description', place, hint)
            try:
                check_image(image.name, folder.open(image.name, "image", MAX_IMAGE_BYTES))
            except FileFault as fault:
                yield fault.at(place)


def _links(writing: Writing) -> Iterator[Problem]:
    for path, text in writing.scalars():
        if "](" not in text:
            continue
        for address in links(text):
            if not IS_ABSOLUTE.match(address):
                what = f'the link "{address}" leads nowhere from a printed page'
                yield Problem("bad-link", what, writing.within(path, address), "write the whole address, with https://")


def _glyphs(writing: Writing, glyphs: Glyphs) -> Iterator[Problem]:
    for path, text in writing.scalars():
        for character in dict.fromkeys(c for c in text if ord(c) not in _COMMON):
            if ord(character) not in glyphs():
                what = f"no font of ours has the character {character!r} (U+{ord(character):04X})"
                yield Problem(
                    "no-glyph", what, writing.within(path, character), "write it in another way, or spell it out"
                )
