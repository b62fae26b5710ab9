"""Sources from a reference manager: a CSL-JSON or BibTeX file, as Zotero and others export it.

An entry that is cited becomes a row of `sources:` with what the briefing needs, and keeps its content in CSL-JSON for the style
that sets the list. Ids are small letters: `smithCoup2023` is cited as `[@smithcoup2023]`. Only entries that are cited are read
to the end, so that a fault in another never stops a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from briefing.load.bibtex import find_entries, find_strings, parse_entry
from briefing.load.csl import CslContent, read_content
from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import MAX_BYTES, LocatedValues, PlainValue, Span, ValuePath, decode_file, place_at
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.citations import IN_PROSE, parse_citations

KEY = "bibliography"
MOST_BROKEN = 100
"""Reading a JSON file stops after so many broken entries."""
_HINT = "export it again as CSL JSON (.json) or BibTeX (.bib)"
_JSON_LIST = re.compile(r'\s*(?:\{[^\[\]]*"items"\s*:\s*)?\[')
_JSON_ENTRY = re.compile(r'\{\s*"id"\s*:')


@dataclass(frozen=True)
class Entry:
    """One entry of a bibliography: its key as written, where that is, and how to read its content.

    `read` returns the content in CSL-JSON, or None where the syntax of the entry is broken.
    """

    key: str
    place: Place
    read: Callable[[], CslContent | None]


@dataclass(frozen=True)
class Bibliography:
    """The entries of a file by id, and a warning for each id that two of them have."""

    entries: Mapping[str, Entry]
    warnings: tuple[Problem, ...] = ()


def add_bibliography(
    values: LocatedValues, files: FolderReader
) -> tuple[LocatedValues, dict[str, CslContent], list[Problem]]:
    """Return the values with the cited entries among the sources, the content of the entries in use by id, and the problems.

    Where a source of the same id is listed too, its own keys take precedence. Codes: bibliography-missing,
    not-a-bibliography, bibliography-entry, bibliography-duplicate, and those of any file (file-outside, file-too-large,
    not-utf8).
    """
    name = values.get(KEY)
    listed = values.get("sources") or []
    if not isinstance(name, str) or not isinstance(listed, list):
        return values, {}, []
    try:
        text = decode_file(name, files.read(name, KEY, MAX_BYTES))
        bibliography = read_bibliography(name, text)
    except FileProblem as error:
        return values, {}, [error.at(values.place((KEY,)))]
    except ContentError as error:
        return values, {}, list(error.problems)
    known = {source for _, row in values.rows("sources") if isinstance(source := row.get("id"), str)}
    wanted = _cited(values) | known
    entries = {source: entry for source, entry in bibliography.entries.items() if source in wanted}
    read = {source: entry.read() for source, entry in entries.items()}
    contents = {source: {"id": source, **content} for source, content in read.items() if content is not None}
    broken = [_broken(entry) for source, entry in entries.items() if source not in contents]
    added = [source for source in contents if source not in known]
    spans: dict[ValuePath, Span] = {
        ("sources", index): Span(entries[source].place, 0, 0) for index, source in enumerate(added, start=len(listed))
    }
    values = replace(
        values.with_entry(
            "sources", [*(_completed(row, contents) for row in listed), *(_row(contents[source]) for source in added)]
        ),
        spans={**values.spans, **spans},
        texts={**values.texts, name: text},
    )
    return values, contents, [*bibliography.warnings, *broken]


def _completed(row: PlainValue, contents: Mapping[str, CslContent]) -> PlainValue:
    """Return a row of `sources:` with the keys it lacks from the entry of the same id, if there is one."""
    if isinstance(row, dict) and isinstance(source := row.get("id"), str) and source in contents:
        return {**_row(contents[source]), **row}
    return row


def _broken(entry: Entry) -> Problem:
    what = f'the entry "{entry.key}" cannot be read: a brace, a comma or a quotation mark is missing, or it is too long'
    return Problem("bibliography-entry", what, entry.place, "correct this entry, or export the bibliography again")


def has_entry(values: LocatedValues, files: FolderReader, source: str) -> bool:
    """Tell whether the bibliography of a briefing describes a source; one that cannot be read describes none."""
    name = values.get(KEY)
    if not isinstance(name, str):
        return False
    try:
        return source in read_bibliography(name, decode_file(name, files.read(name, KEY, MAX_BYTES))).entries
    except (FileProblem, ContentError):
        return False


def _cited(values: LocatedValues) -> set[str]:
    """The ids that are cited anywhere; what is no citation is reported elsewhere."""
    cited: set[str] = set()
    for path, text in values.scalars():
        for written in [text] if path[-1] == "source" else IN_PROSE.findall(text):
            try:
                cited |= {citation.source for citation in parse_citations(written)}
            except ValueError:
                continue
    return cited


def read_bibliography(name: str, text: str) -> Bibliography:
    """Find the entries of a bibliography, in time that grows with its length. Raises ContentError (`not-a-bibliography`)."""
    entries: dict[str, Entry] = {}
    warnings: list[Problem] = []
    broken = Place(name)
    for entry in _json_entries(name, text) if name.lower().endswith(".json") else _bibtex_entries(name, text):
        if not entry.key:
            broken = entry.place
            continue
        source = _id(entry.key)
        if first := entries.get(source):
            what = (
                f'two entries have the key "{entry.key}"; this one is used, and not the one in line {first.place.line}'
            )
            hint = "give one of them another key, or delete it"
            warnings.append(Problem("bibliography-duplicate", what, entry.place, hint, Severity.WARNING))
        entries[source] = entry
    if not entries:
        what = (
            "this bibliography has no entries" if broken == Place(name) else "this is no bibliography that can be read"
        )
        raise ContentError(Problem("not-a-bibliography", what, broken, _HINT))
    return Bibliography(entries, tuple(warnings))


def _id(key: str) -> str:
    """Return a key as an id: of an address, as Zotero gives its items, the last part."""
    return re.sub(r"[^a-z0-9_-]+", "-", key.rstrip("/").rsplit("/", 1)[-1].lower()).strip("-") or "source"


def _bibtex_entries(name: str, text: str) -> Iterator[Entry]:
    strings = find_strings(text)
    for key, offset, block in find_entries(text):
        yield Entry(key, place_at(name, text, offset), partial(parse_entry, key, block, strings))


def _json_entries(name: str, text: str) -> Iterator[Entry]:
    """Yield the entries of a list in JSON; where one is broken, go on at the next that begins with its id.

    One without an id is yielded with an empty key, and a broken one is placed where its syntax breaks.
    """
    start = _JSON_LIST.match(text)
    at = start.end() if start else 0
    broken = 0
    while (at := _next(text, at)) < len(text) and text[at] != "]" and broken < MOST_BROKEN:
        try:
            value, end = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            broken += 1
            following = _JSON_ENTRY.search(text, at + 1)
            end = following.start() if following else len(text)
            key = re.search(r'"id"\s*:\s*"([^"\n]*)"', text[at:end])
            where = error.pos if isinstance(error, json.JSONDecodeError) else at
            yield Entry(key[1] if key else "", place_at(name, text, where), lambda: None)
        else:
            key = value.get("id") if isinstance(value, dict) and start else None
            content = partial(read_content, value)
            yield Entry(str(key) if isinstance(key, str | int) else "", place_at(name, text, at), content)
        at = end


def _next(text: str, at: int) -> int:
    """The offset of the next character that is neither white space nor a comma."""
    while at < len(text) and text[at] in " \t\n,":
        at += 1
    return at


def _row(content: CslContent) -> dict[str, PlainValue]:
    """Return what the briefing needs of an entry, as a row of `sources:`."""
    publisher = _text(content, "container-title") or _text(content, "publisher") or _people(content)
    row = {
        "id": _text(content, "id"),
        "publisher": publisher or "unknown publisher",
        "title": _text(content, "title") or "untitled",
        "author": _people(content),
        "published": _date(content, "issued"),
        "retrieved": _date(content, "accessed"),
        "url": _text(content, "URL"),
    }
    return {key: value[:300] for key, value in row.items() if value}


def _text(content: CslContent, variable: str) -> str:
    value = content.get(variable)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(content: CslContent) -> str:
    names = content.get("author") or content.get("editor")
    order = ("literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    listed = names if isinstance(names, list) else []
    return ", ".join(" ".join(name[part] for part in order if part in name) for name in listed)


def _date(content: CslContent, variable: str) -> str:
    value = content.get(variable)
    year, *rest = value["date-parts"][0] if isinstance(value, dict) else [0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)]) if year else ""
