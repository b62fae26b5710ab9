"""Compare two editions of a briefing by what they mean: not which lines differ, but which claims, stances and figures.

A change is material where a reader could judge or act differently because of it. Not material are another way to write the
same words (capitals, punctuation, emphasis, citations), the desk's own details, and how a source is described.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.model.briefing import Briefing, Reaction, Source
from briefing.model.edition_statement import Change, Kind
from briefing.text.markdown import printed_blocks

MIN_LIKENESS = 0.55
"""How alike two texts must be, of 1, to be one text reworded; found by trial on edited briefings."""
MAX_ROWS = 40
"""Where more rows of figures than this have changed, only their number is given."""


@dataclass(frozen=True)
class _Part:
    """How the items of one list of a briefing are compared.

    `fields` are compared, those in `minor` without being material; `subject` is the field that names an item, `text` the one
    that is the item's own text. Two items with the same `key` are the same; without one, they are by likeness of their text.
    """

    name: str
    subject: str
    text: str
    fields: tuple[str, ...]
    minor: tuple[str, ...] = ()
    key: str = ""


_PARTS = (
    _Part("summary", "text", "text", ("text",)),
    _Part("assessment", "judgement", "judgement", ("likelihood", "confidence", "judgement", "basis")),
    _Part(
        "actors",
        "name",
        "",
        ("status", "side", "role", "affiliation", "note", "source"),
        minor=("role", "affiliation", "source"),
        key="name",
    ),
    _Part(
        "reactions",
        "body",
        "",
        ("stance", "quote", "position", "date", "speaker", "source"),
        minor=("speaker", "source"),
        key="body",
    ),
    _Part("timeline", "what", "what", ("what", "when", "source"), minor=("source",)),
    _Part("sections", "title", "text", ("text",), key="title"),
    _Part("gaps", "text", "text", ("text",)),
    _Part("sources", "title", "title", ("published", "grade", "title", "url"), ("published", "title", "url"), key="id"),
)
_MATERIAL_DETAILS = ("marking", "region")
_DETAILS = ("marking", "as_of", "next_update", "timezone", "region", "yardstick", "language", "series", "contact")
"""What a briefing states about itself, in the order of the list of changes."""


def compare_editions(
    before: Briefing, after: Briefing, data_before: Mapping[str, bytes], data_after: Mapping[str, bytes]
) -> tuple[Change, ...]:
    """Return every change from one edition to another, in the order of the page; `data_…` are the charts' CSV files by name."""
    comparison = _Comparison(before, after)
    return (
        *comparison.briefing_fields(("title", "bottom_line"), ("title", "bottom_line")),
        *(change for part in _PARTS for change in comparison.items(part)),
        *compare_data(data_before, data_after),
        *comparison.briefing_fields(_DETAILS, _MATERIAL_DETAILS),
    )


def _field_text(item: object, field: str) -> str:
    """Return the text of a field of a briefing or of an item in it; an item that is a text itself has that for each."""
    match item, field:
        case str(), _:
            return item
        case Briefing(), "as_of" | "next_update":
            moment = getattr(item, field)
            return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
        case Briefing(), "region":
            return ", ".join((item.region.name, *item.region.countries)) if item.region else ""
        case Briefing(), "contact":
            return ", ".join(filter(None, (item.contact.name, item.contact.email, item.contact.phone)))
        case Reaction(), "speaker":
            return ", ".join(filter(None, (item.speaker, item.capacity)))
        case Source(), "title":
            return f"{item.publisher}: {item.title}"
        case Source(), "grade":
            return f"{item.reliability or ''}{item.credibility or ''}"
        case _, "source":
            places = ((one.source, ", ".join(map(str, one.paragraphs)) or one.pages) for one in getattr(item, field))
            return "; ".join(f"{source} {place}".strip() for source, place in places)
    return str(getattr(item, field) or "")


class _Comparison:
    """Compares two editions, each in its language, which decides how its prose reads."""

    def __init__(self, before: Briefing, after: Briefing) -> None:
        self._before, self._after = before, after

    def briefing_fields(self, fields: Sequence[str], material: Sequence[str]) -> Iterator[Change]:
        """Yield the changes of single fields of the briefing."""
        for field in fields:
            texts = _field_text(self._before, field), _field_text(self._after, field)
            yield from self._change(field, "", field, texts, field in material, None)

    def items(self, part: _Part) -> Iterator[Change]:
        """Yield the changes of the items of one list: in the order they now have, then those that were removed."""
        old, new = list(getattr(self._before, part.name)), list(getattr(self._after, part.name))
        pairs = _pair(old, new, part)
        for position, item in enumerate(new):
            subject = _plain(_field_text(item, part.subject), self._after)
            if position not in pairs:
                text = _whole_text(part, item, self._after)
                yield Change(part.name, "", "added", subject, "", text, True, position)
                continue
            for field in part.fields:
                texts = _field_text(old[pairs[position]], field), _field_text(item, field)
                aspect = "" if field == part.text else "date" if field == "when" else field
                yield from self._change(part.name, aspect, subject, texts, field not in part.minor, position)
        for index, item in enumerate(old):
            if index not in pairs.values():
                subject = _plain(_field_text(item, part.subject), self._before)
                yield Change(part.name, "", "removed", subject, _whole_text(part, item, self._before), "", True)

    def _change(
        self, part: str, aspect: str, subject: str, texts: tuple[str, str], material: bool, position: int | None
    ) -> Iterator[Change]:
        if texts[0] == texts[1]:
            return
        before, after = _plain(texts[0], self._before), _plain(texts[1], self._after)
        material = material and _words(before) != _words(after)
        kind: Kind = "changed" if before and after else "added" if after else "removed"
        if before != after:
            # What is added to or taken from an item that remains is a change of it, whatever its kind.
            yield Change(part, aspect, kind if aspect else "changed", subject, before, after, material, position)
        else:
            # The same words: their sources or their markup differ.
            yield Change(part, aspect or "source", "changed", subject, before, after, False, position)


def _plain(text: str, edition: Briefing) -> str:
    return " ".join(block.text for block in printed_blocks(text, edition.language)).strip()


def _whole_text(part: _Part, item: object, edition: Briefing) -> str:
    """Return all the material text of an item, for one that is new or was removed."""
    texts = [_plain(_field_text(item, field), edition) for field in part.fields if field not in part.minor]
    return " · ".join(dict.fromkeys(text for text in texts if text))


def _pair(old: Sequence[object], new: Sequence[object], part: _Part) -> dict[int, int]:
    """Return the position in the old list of each item of the new: equal ones first, then the most alike."""
    pairs: dict[int, int] = {}
    for position, item in enumerate(new):
        for index, other in enumerate(old):
            if index not in pairs.values() and other == item:
                pairs[position] = index
                break
    candidates = [
        (_likeness(part, item, other), -position, -index)
        for position, item in enumerate(new)
        for index, other in enumerate(old)
        if position not in pairs and index not in pairs.values()
        if not part.key or _field_text(item, part.key) == _field_text(other, part.key)
    ]
    for likeness, position, index in sorted(candidates, reverse=True):
        alike = part.key or likeness >= MIN_LIKENESS
        if alike and -position not in pairs and -index not in pairs.values():
            pairs[-position] = -index
    return pairs


def _likeness(part: _Part, one: object, other: object) -> float:
    first, second = (_words(" ".join(_field_text(item, field) for field in part.fields)) for item in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """Return the words of a text, the same for two ways of writing them."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"\w+(?:['.,]\w+)*", folded)


def compare_data(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Change]:
    """Return the rows of figures that are new, removed or corrected, by the names of their files."""
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = _rows(before.get(name, b"")), _rows(after.get(name, b""))
        removed, added = list((old - new).elements()), list((new - old).elements())
        if len(removed) + len(added) > MAX_ROWS:
            changes.append(Change("figures", name, "changed", f"{len(removed) + len(added)} rows", "", "", True))
            continue
        for row in added:
            # A row with the same first two cells is the same one, corrected.
            earlier = next((other for other in removed if other[:2] == row[:2]), ())
            if earlier:
                removed.remove(earlier)
            kind: Kind = "changed" if earlier else "added"
            changes.append(Change("figures", name, kind, ", ".join(row[:3]), ", ".join(earlier), ", ".join(row), True))
        changes += [Change("figures", name, "removed", ", ".join(row[:3]), ", ".join(row), "", True) for row in removed]
    return changes


def _rows(content: bytes) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"))) if row)
