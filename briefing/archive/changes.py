"""Compare two editions of a briefing by what they mean: not which lines differ, but which claims, stances and figures.

A change is material where a reader could judge or act differently because of it. Not material are another way to write the
same words (capitals, punctuation, emphasis), another paragraph of the same source, another place in the same list, the desk's
own details, and how a source is described. It is called reworded only where `comparison.wording` finds nothing else in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from briefing.comparison.field_texts import field_text
from briefing.comparison.figures import compare_data
from briefing.comparison.images import ImageDigests, changed_images, has_changed
from briefing.comparison.lines import TERMS
from briefing.comparison.pairing import find_moved, join_moved, pair_items
from briefing.comparison.parts import PARTS, Part
from briefing.comparison.word_changes import similarity
from briefing.comparison.wording import folded_words, is_reworded
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing, Reaction
from briefing.model.countries import nationality_words
from briefing.model.edition_statement import Change, Kind
from briefing.model.parts.images import ListedImage, image_key
from briefing.model.parts.sources import Source
from briefing.model.retractions import title_is_retracted
from briefing.part_names import reaction_body
from briefing.text.citations import Citation
from briefing.text.markdown import links, printed_blocks
from briefing.text.printed_markdown import CELL_MARK, printed_items

_PROSE = frozenset(
    {"text", "judgement", "basis", "status", "note", "position", "what", "title", "bottom_line", "item"}
) | {
    "caption",
    "alt",
}
_MATERIAL_DETAILS = ("marking", "exercise", "region")
_TIMES = ("as_of", "next_update", "timezone")
_DETAILS = ("marking", "exercise", *_TIMES, "region", "map", "expect", "yardstick", "language", "series", "contact")
"""What a briefing states about itself, in the order of the list of changes."""


def compare_editions(
    before: Briefing,
    after: Briefing,
    data_before: Mapping[str, bytes],
    data_after: Mapping[str, bytes],
    images: tuple[ImageDigests, ImageDigests] = ({}, {}),
) -> tuple[Change, ...]:
    """Return every change from one edition to another, in the order of the page.

    `data_…` are the charts' CSV files by name, `images` the digests of the images of both, by the names that prose gives them.
    """
    comparison = _Comparison(before, after, images)
    texts = [
        *comparison.briefing_fields(("title", "bottom_line"), ("title", "bottom_line")),
        *(change for part in PARTS for change in comparison.items(part)),
    ]
    return (
        *join_moved(texts),
        *compare_data(data_before, data_after),
        *comparison.briefing_fields(_DETAILS, _MATERIAL_DETAILS),
    )


class _Comparison:
    """Compares two editions, each in its language, which decides how its prose reads."""

    def __init__(self, before: Briefing, after: Briefing, images: tuple[ImageDigests, ImageDigests]) -> None:
        self._before, self._after, self._images = before, after, images
        self._names = (
            frozenset(
                word
                for edition in (before, after)
                for name in get_translator(edition.language).countries().values()
                for word in re.findall(r"\w{3,}", name)
                if word[0].isupper()
            )
            | nationality_words()
        )

    def briefing_fields(self, fields: Sequence[str], material: Sequence[str]) -> Iterator[Change]:
        """Yield the changes of single fields of the briefing."""
        for field in fields:
            texts = field_text(self._before, field, self._before), field_text(self._after, field, self._after)
            yield from self._change(Change(field, "", "changed", field, *texts, field in material), field)

    def items(self, part: Part) -> Iterator[Change]:
        """Yield the changes of the items of one list: in the order they now have, then those that were removed."""
        old, new = list(getattr(self._before, part.attribute)), list(getattr(self._after, part.attribute))
        pairs = pair_items(old, new, lambda one, other: _similarity(part, one, other), _same_key(part))
        moved = find_moved(old, new, pairs)
        for position, item in enumerate(new):
            subject = _subject(part, item, self._after)
            if position not in pairs:
                text = _whole_text(part, item, self._after)
                yield Change(part.name, "", "added", subject, "", text, True, position)
            elif position in moved:
                yield Change(part.name, "", "moved", subject, subject, subject, False, position)
            else:
                yield from self._fields(part, old[pairs[position]], item, subject, position)
        for index, item in enumerate(old):
            if index not in pairs.values():
                subject = _subject(part, item, self._before)
                yield Change(part.name, "", "removed", subject, _whole_text(part, item, self._before), "", True)

    def _fields(self, part: Part, old: object, new: object, subject: str, position: int) -> Iterator[Change]:
        for field in part.fields:
            if field == "source":
                citations = (getattr(old, field), getattr(new, field))
                yield from self._sources(
                    Change(part.name, field, "changed", subject, "", "", True, position), *citations
                )
                continue
            texts = field_text(old, field, self._before), field_text(new, field, self._after)
            aspect = "" if field == part.text else "date" if field == "when" else field
            material = field not in part.minor and (part.name != "sources" or field != "text" or all(texts))
            if isinstance(old, Source) and isinstance(new, Source) and field == "title":
                material = title_is_retracted(old.title) != title_is_retracted(new.title)
            # Beside its country a body is named without it.
            named = _plain(field_text(new, "body"), self._after) if field == "country" else subject
            yield from self._change(Change(part.name, aspect, "changed", named, *texts, material, position), field)
        if (
            isinstance(old, ListedImage)
            and isinstance(new, ListedImage)
            and has_changed(old.file, new.file, self._images)
        ):
            yield Change(part.name, "content", "changed", subject, subject, subject, True, position)
        if part.name == "sections":
            yield from self._section(str(getattr(old, "text", "")), str(getattr(new, "text", "")), subject, position)

    def _section(self, old_text: str, new_text: str, subject: str, position: int) -> Iterator[Change]:
        """Yield the changes of a section: of its paragraphs, the items of its lists, and the rows of its tables."""
        old, new = printed_items(old_text, self._before.language), printed_items(new_text, self._after.language)
        pairs = pair_items(old, new, lambda one, other: similarity(folded_words(one), folded_words(other)), _same_row)
        moved = find_moved(old, new, pairs)
        blank = Change("sections", "", "changed", subject, "", "", True, position)
        for number, text in enumerate(new):
            if number not in pairs:
                yield replace(blank, aspect=_item_kind(text), kind="added", after=text)
            elif number in moved:
                yield replace(blank, aspect=_item_kind(text), kind="moved", before=text, after=text, material=False)
            else:
                changed = replace(blank, aspect=_item_kind(text), before=old[pairs[number]], after=text)
                yield from self._words(changed, "item")
        for index, text in enumerate(old):
            if index not in pairs.values():
                yield replace(blank, aspect=_item_kind(text), kind="removed", before=text, position=None)
        listed = frozenset(image_key(one.file) for one in self._after.images)
        for alt in changed_images(old_text, new_text, self._images, listed):
            yield replace(blank, aspect="image", before=alt, after=alt)
        yield from self._sources(
            replace(blank, aspect="source"), _citations(old_text, self._before), _citations(new_text, self._after)
        )

    def _change(self, change: Change, field: str) -> Iterator[Change]:
        """Yield the changes of one field, given its two texts as written: of its words, and of what they cite."""
        if change.before == change.after:
            return
        cited = [_citations(text, one) for text, one in ((change.before, self._before), (change.after, self._after))]
        before, after = _plain(change.before, self._before), _plain(change.after, self._after)
        if before != after:
            yield from self._words(replace(change, before=before, after=after), field)
        elif (old := " ".join(links(change.before))) != (new := " ".join(links(change.after))):
            yield replace(change, aspect="url", before=old, after=new, material=False)
        elif cited[0] == cited[1]:
            yield replace(change, kind="reworded", before=before, after=after, material=False)
        yield from self._sources(replace(change, aspect=change.aspect or "source", material=True), *cited)

    def _words(self, change: Change, field: str) -> Iterator[Change]:
        before, after = change.before, change.after
        if before == after:
            return
        if not (before and after):
            # A text that is added to or taken from an item that remains is a change of the item.
            kind: Kind = (
                "changed" if change.part != change.subject and not change.aspect else "added" if after else "removed"
            )
            yield replace(change, kind=kind)
        elif folded_words(before) == folded_words(after):
            yield replace(change, kind="reworded", material=False)
        elif change.part != "sources" and field in _PROSE and is_reworded(before, after, TERMS, self._names):
            yield replace(change, kind="reworded")
        else:
            yield change

    def _sources(self, change: Change, old: Sequence[Citation], new: Sequence[Citation]) -> Iterator[Change]:
        """Yield that other sources, or other places in them, are cited for the same."""
        if Counter(old) == Counter(new):
            return
        before, after = _source_names(old, self._before), _source_names(new, self._after)
        material = {one.source for one in old} != {one.source for one in new}
        kind: Kind = "changed" if before and after else "added" if after else "removed"
        yield replace(change, kind=kind, before=before, after=after, material=material)


def _plain(text: str, edition: Briefing) -> str:
    return " ".join(block.text for block in printed_blocks(text, edition.language)).strip()


def _subject(part: Part, item: object, edition: Briefing) -> str:
    """Return what names an item of a list, as the page does."""
    named = reaction_body(item, get_translator(edition.language)) if isinstance(item, Reaction) else ""
    return _plain(named or field_text(item, part.subject, edition), edition)


def _citations(text: str, edition: Briefing) -> tuple[Citation, ...]:
    if "[" not in text:
        return ()
    blocks = printed_blocks(text, edition.language)
    return tuple(citation for block in blocks for _, citations in block.citations for citation in citations)


def _source_names(citations: Sequence[Citation], edition: Briefing) -> str:
    """Return the cited sources by their publishers, and by their titles too where one publisher has several."""
    sources, publishers = {one.id: one for one in edition.sources}, Counter(one.publisher for one in edition.sources)
    shown: dict[str, None] = {}
    for citation in citations:
        source = sources.get(citation.source)
        name = citation.source if source is None else source.publisher
        if source and publishers[name] > 1:
            name = f"{name} ({source.title})"
        place = ", ".join(map(str, citation.paragraphs))
        shown[f"{name}, para. {place}" if place else f"{name}, {citation.pages}" if citation.pages else name] = None
    return "; ".join(shown)


def _whole_text(part: Part, item: object, edition: Briefing) -> str:
    """Return all the material text of an item, for one that is new or was removed."""
    if part.name == "sections":
        return _plain(str(getattr(item, "text", "")), edition)
    name = "" if part.subject in part.fields else field_text(item, part.subject, edition)
    named = [field for field in part.fields if name and field_text(item, field, edition) == name]
    hidden = ("source", "own", "country", *named, *part.minor, *(("text",) if part.name == "sources" else ()), part.key)
    texts = [_plain(field_text(item, field, edition), edition) for field in part.fields if field not in hidden]
    return " · ".join(dict.fromkeys(text for text in texts if text))


def _same_key(part: Part) -> Callable[[object, object], bool] | None:
    """Return what tells whether two items have the same key, for which capitals and spaces make no difference."""
    if not part.key:
        return None
    return lambda one, other: _folded(field_text(one, part.key)) == _folded(field_text(other, part.key))


def _folded(key: str) -> str:
    return " ".join(key.casefold().split())


def _item_kind(text: str) -> str:
    return "row" if CELL_MARK in text else "paragraph"


def _same_row(one: str, other: str) -> bool:
    """Tell whether two texts are rows of a table with the same first cell."""
    first, mark, _ = one.partition(CELL_MARK)
    return bool(mark) and other.startswith(first + mark)


def _similarity(part: Part, one: object, other: object) -> float:
    fields = (*part.fields, *(("text",) if part.name == "sections" else ()))
    texts = [" ".join(field_text(item, field) for field in fields if field != "source") for item in (one, other)]
    return similarity(folded_words(texts[0]), folded_words(texts[1]))
