"""How two editions of a briefing differ in what they mean: not which lines, but which claims, stances and figures.

A change is material where a reader could judge or act differently for it. Not material are: another way of writing the same
words (capitals, punctuation, emphasis, citations), the desk's own particulars, and how a source is described.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from briefing.model.briefing import Briefing
from briefing.model.edition_statement import Change
from briefing.text.markdown import printed_blocks

LIKE = 0.55
"""How alike two texts must be, of 1, to be one text reworded; found by trial on edited briefings."""
MOST_ROWS = 40
"""Where more rows of figures than this have changed, their number is given instead."""

Says = Callable[[Any], str]


@dataclass(frozen=True)
class _Aspect:
    """A side of a thing that is compared: its name (empty for the thing's own text), what it says, and whether it matters."""

    name: str
    says: Says
    matters: bool = True


@dataclass(frozen=True)
class _List:
    """How the things of one list of a briefing are told apart and compared.

    `key` is what makes two of them the same thing; where it is None, they are so by likeness of their text.
    """

    part: str
    subject: Says
    aspects: tuple[_Aspect, ...]
    key: Says | None = None


def compare_editions(
    before: Briefing, after: Briefing, data_before: Mapping[str, bytes], data_after: Mapping[str, bytes]
) -> tuple[Change, ...]:
    """Every change from one edition to another, in the order of the page; `data_…` are the charts' CSV files by name."""
    comparison = _Comparison(before.language, after.language)
    changes = [
        *comparison.texts(before, after),
        *(change for listed in _LISTS for change in comparison.lists(listed, before, after)),
        *compare_data(data_before, data_after),
        *comparison.particulars(before, after),
    ]
    return tuple(changes)


def _value(name: str) -> Says:
    return lambda thing: str(getattr(thing, name) or "")


def _cited(thing: Any) -> str:
    return "; ".join(
        " ".join([one.source, ", ".join(map(str, one.paragraphs)) or one.pages]).strip() for one in thing.source
    )


_LISTS = (
    _List("summary", _value("text"), (_Aspect("", _value("text")),)),
    _List(
        "assessment",
        _value("judgement"),
        (
            _Aspect("likelihood", _value("likelihood")),
            _Aspect("confidence", _value("confidence")),
            _Aspect("", _value("judgement")),
            _Aspect("basis", _value("basis")),
        ),
    ),
    _List(
        "actors",
        _value("name"),
        (
            _Aspect("status", _value("status")),
            _Aspect("side", _value("side")),
            _Aspect("role", _value("role"), matters=False),
            _Aspect("affiliation", _value("affiliation"), matters=False),
            _Aspect("note", _value("note")),
            _Aspect("source", _cited, matters=False),
        ),
        key=_value("name"),
    ),
    _List(
        "reactions",
        _value("body"),
        (
            _Aspect("stance", _value("stance")),
            _Aspect("quote", _value("quote")),
            _Aspect("position", _value("position")),
            _Aspect("date", _value("date")),
            _Aspect("speaker", lambda r: ", ".join(part for part in (r.speaker, r.capacity) if part), matters=False),
            _Aspect("source", _cited, matters=False),
        ),
        key=_value("body"),
    ),
    _List(
        "timeline",
        _value("what"),
        (_Aspect("", _value("what")), _Aspect("date", _value("when")), _Aspect("source", _cited, matters=False)),
    ),
    _List("sections", _value("title"), (_Aspect("", _value("text")),), key=_value("title")),
    _List("gaps", str, (_Aspect("", str),)),
    _List(
        "sources",
        lambda s: f"{s.publisher}: {s.title}",
        (
            _Aspect("published", _value("published"), matters=False),
            _Aspect("grade", lambda s: f"{s.reliability or ''}{s.credibility or ''}"),
            _Aspect("", lambda s: f"{s.publisher}: {s.title}", matters=False),
            _Aspect("url", _value("url"), matters=False),
        ),
        key=_value("id"),
    ),
)

_PARTICULARS: tuple[tuple[str, Callable[[Briefing], str], bool], ...] = (
    ("marking", lambda b: b.marking, True),
    ("as_of", lambda b: f"{b.as_of:%Y-%m-%d %H:%M} UTC", False),
    ("next_update", lambda b: f"{b.next_update:%Y-%m-%d %H:%M} UTC" if b.next_update else "", False),
    ("region", lambda b: ", ".join((b.region.name, *b.region.countries)) if b.region else "", True),
    ("yardstick", lambda b: b.yardstick, False),
    ("language", lambda b: b.language, False),
    ("series", lambda b: b.series or "", False),
    ("contact", lambda b: ", ".join(p for p in (b.contact.name, b.contact.email, b.contact.phone) if p), False),
)


class _Comparison:
    """Compares in the languages of the two editions, which decide how their prose reads."""

    def __init__(self, language_before: str, language_after: str) -> None:
        self._languages = language_before, language_after

    def texts(self, before: Briefing, after: Briefing) -> Iterator[Change]:
        """The title and the bottom line."""
        for part in ("title", "bottom_line"):
            aspect = _Aspect("", _value(part))
            yield from self._aspect(part, part, aspect, before, after, None)

    def particulars(self, before: Briefing, after: Briefing) -> Iterator[Change]:
        """What the briefing says of itself."""
        for part, says, matters in _PARTICULARS:
            yield from self._aspect(part, part, _Aspect("", says, matters), before, after, None)

    def lists(self, listed: _List, before: Briefing, after: Briefing) -> Iterator[Change]:
        """The things of one list: in the order they now have, then those that are gone."""
        old, new = list(getattr(before, listed.part)), list(getattr(after, listed.part))
        pairs = _pair(old, new, listed)
        for position, thing in enumerate(new):
            subject = self._plain(listed.subject(thing), 1)
            if position not in pairs:
                said = self._said(listed, thing, 1)
                yield Change(listed.part, "", "added", subject, "", said, True, position)
                continue
            for aspect in listed.aspects:
                yield from self._aspect(listed.part, subject, aspect, old[pairs[position]], thing, position)
        for index, thing in enumerate(old):
            if index not in pairs.values():
                subject = self._plain(listed.subject(thing), 0)
                yield Change(listed.part, "", "removed", subject, self._said(listed, thing, 0), "", True)

    def _said(self, listed: _List, thing: Any, side: Literal[0, 1]) -> str:
        """All that a thing says, for one that is new or gone."""
        said = [self._plain(aspect.says(thing), side) for aspect in listed.aspects if aspect.matters]
        return " · ".join(dict.fromkeys(part for part in said if part))

    def _aspect(
        self, part: str, subject: str, aspect: _Aspect, old: Any, new: Any, position: int | None
    ) -> Iterator[Change]:
        was, now = aspect.says(old), aspect.says(new)
        if was == now:
            return
        was, now = self._plain(was, 0), self._plain(now, 1)
        matters = aspect.matters and _words(was) != _words(now)
        kind: Literal["added", "removed", "changed"] = "changed" if was and now else "added" if now else "removed"
        if was != now:
            # What is added to or taken from a thing that stays is a change of it, whatever its kind.
            yield Change(part, aspect.name, kind if aspect.name else "changed", subject, was, now, matters, position)
        else:
            # The same words: what differs is what they rest on, or how they are set.
            yield Change(part, aspect.name or "source", "changed", subject, was, now, False, position)

    def _plain(self, text: str, side: Literal[0, 1]) -> str:
        return " ".join(block.text for block in printed_blocks(text, self._languages[side])).strip()


def _pair(old: Sequence[Any], new: Sequence[Any], listed: _List) -> dict[int, int]:
    """Which thing of the old list each of the new is, by their positions: the same first, then the most alike."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for position, thing in enumerate(new):
        for index, other in enumerate(old):
            if index not in taken and other == thing:
                pairs[position] = index
                taken.add(index)
                break
    candidates = []
    for position, thing in enumerate(new):
        for index, other in enumerate(old):
            if position in pairs or index in taken or (listed.key and listed.key(thing) != listed.key(other)):
                continue
            candidates.append((_likeness(listed, thing, other), -position, -index))
    for like, position, index in sorted(candidates, reverse=True):
        enough = listed.key is not None or like >= LIKE
        if enough and -position not in pairs and -index not in taken:
            pairs[-position] = -index
            taken.add(-index)
    return pairs


def _likeness(listed: _List, one: Any, other: Any) -> float:
    first, second = (_words(" ".join(aspect.says(thing) for aspect in listed.aspects)) for thing in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """The words of a text, so that two ways of writing them are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"\w+(?:['.,]\w+)*", folded)


def compare_data(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Change]:
    """The rows of figures that are new, gone or corrected, by the names of their files."""
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = _rows(before.get(name, b"")), _rows(after.get(name, b""))
        gone, come = list((old - new).elements()), list((new - old).elements())
        if len(gone) + len(come) > MOST_ROWS:
            changes.append(Change("figures", name, "changed", f"{len(gone) + len(come)} rows", "", "", True))
            continue
        for row in come:
            # A row whose first two cells stay is the same one, corrected.
            was = next((other for other in gone if other[:2] == row[:2]), None)
            if was:
                gone.remove(was)
            kind: Literal["added", "changed"] = "changed" if was else "added"
            subject = ", ".join(row[:3])
            changes.append(Change("figures", name, kind, subject, ", ".join(was or ()), ", ".join(row), True))
        changes += [Change("figures", name, "removed", ", ".join(row[:3]), ", ".join(row), "", True) for row in gone]
    return changes


def _rows(content: bytes) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"))) if row)
