"""Sources from a reference manager: a CSL-JSON or BibTeX file, as Zotero and others export it.

Each entry becomes an item of CSL-JSON (https://docs.citationstyles.org), which keeps all that a style may print, and a row of
`sources:` with what the briefing itself needs. Ids are small letters: `smithCoup2023` is cited as `[@smithcoup2023]`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import MAX_BYTES, LocatedValues, PlainValue, Span, ValuePath, decode_file
from briefing.problems import ContentError, Place, Problem
from briefing.text.citations import IN_PROSE, parse_citations

Item: TypeAlias = Mapping[str, Any]
"""One entry in CSL-JSON, its id in small letters."""

KEY = "bibliography"
MOST_ITEMS = 20_000
_HINT = "export it again as CSL JSON (.json) or BibTeX (.bib)"

_BIBTEX_TYPES = {
    "article": "article-journal",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "unpublished": "manuscript",
}
_BIBTEX_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "school": "publisher",
    "address": "publisher-place",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "doi": "DOI",
    "url": "URL",
    "edition": "edition",
    "isbn": "ISBN",
}
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}


def add_bibliography(
    values: LocatedValues, files: FolderReader
) -> tuple[LocatedValues, dict[str, Item], list[Problem]]:
    """Return the values with the cited entries among the sources, the entries in use by id, and the problems.

    Where a source of the same id is listed too, what that says takes precedence. Codes: bibliography-missing,
    not-a-bibliography, and those of any file (file-outside, file-too-large, not-utf8).
    """
    name = values.get(KEY)
    listed = values.get("sources") or []
    if not isinstance(name, str) or not isinstance(listed, list):
        return values, {}, []
    try:
        text = decode_file(name, files.read(name, KEY, MAX_BYTES))
        items = {item["id"]: item for item in read_items(name, text)}
    except FileProblem as error:
        return values, {}, [error.at(values.place((KEY,)))]
    except ContentError as error:
        return values, {}, list(error.problems)
    cited = _cited(values)
    known = {row.get("id") for _, row in values.rows("sources")}
    rows: list[PlainValue] = [
        {**_row(items[source]), **row} if isinstance(row, dict) and (source := str(row.get("id"))) in items else row
        for row in listed
    ]
    added = [item for key, item in items.items() if key in cited and key not in known]
    spans: dict[ValuePath, Span] = {
        ("sources", index): Span(Place(name), 0, 0) for index in range(len(rows), len(rows) + len(added))
    }
    values = replace(
        values.with_entry("sources", [*rows, *map(_row, added)]),
        spans={**values.spans, **spans},
        texts={**values.texts, name: text},
    )
    return values, {key: item for key, item in items.items() if key in cited or key in known}, []


def has_entry(values: LocatedValues, files: FolderReader, source: str) -> bool:
    """Tell whether the bibliography of a briefing describes a source; one that cannot be read describes none."""
    name = values.get(KEY)
    if not isinstance(name, str):
        return False
    try:
        items = read_items(name, decode_file(name, files.read(name, KEY, MAX_BYTES)))
    except (FileProblem, ContentError):
        return False
    return any(item["id"] == source for item in items)


def _cited(values: LocatedValues) -> set[str]:
    """The ids that are cited anywhere; what is no citation is told elsewhere."""
    cited: set[str] = set()
    for path, text in values.scalars():
        for written in [text] if path[-1] == "source" else IN_PROSE.findall(text):
            try:
                cited |= {citation.source for citation in parse_citations(written)}
            except ValueError:
                continue
    return cited


def read_items(name: str, text: str) -> list[Item]:
    """Read the entries of a bibliography as CSL-JSON. Raises ContentError (`not-a-bibliography`)."""
    try:
        items = _from_json(text) if name.lower().endswith(".json") else _from_bibtex(text)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError) as error:
        place = Place(name, error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else Place(name)
        what = "this is no bibliography that can be read"
        raise ContentError(Problem("not-a-bibliography", what, place, _HINT)) from error
    if not items:
        raise ContentError(Problem("not-a-bibliography", "this bibliography has no entries", Place(name), _HINT))
    return items


def _from_json(text: str) -> list[Item]:
    read = json.loads(text)
    entries = read if isinstance(read, list) else read["items"]
    if len(entries) > MOST_ITEMS:
        raise ValueError(f"it has {len(entries):,} entries; at most {MOST_ITEMS:,} are read")
    return [{**entry, "id": _id(str(entry["id"])), "type": str(entry.get("type") or "document")} for entry in entries]


def _id(key: str) -> str:
    """A key as an id: of an address, as Zotero gives its items, the last part."""
    return re.sub(r"[^a-z0-9_-]+", "-", key.rstrip("/").rsplit("/", 1)[-1].lower()).strip("-") or "source"


def _from_bibtex(text: str) -> list[Item]:
    from citeproc.source.bibtex.bibparse import BibTeXParser

    return [_bibtex_item(key, entry) for key, entry in BibTeXParser(io.StringIO(text)).items()]


def _bibtex_item(key: str, entry: Any) -> Item:
    fields = {name: _plain(str(value)) for name, value in entry.items()}
    item: dict[str, Any] = {"id": _id(key), "type": _BIBTEX_TYPES.get(entry.document_type.lower(), "document")}
    for field, variable in _BIBTEX_FIELDS.items():
        if fields.get(field):
            item.setdefault(variable, fields[field])
    if address := re.search(r"https?://\S+", fields.get("howpublished", "")):
        item.setdefault("URL", address[0])
    for role in ("author", "editor"):
        if role in entry:
            item[role] = [_name(name) for name in re.split(r"\s+and\s+(?![^{]*\})", str(entry[role]).strip())]
    issued = fields.get("date") or " ".join(filter(None, (fields.get("year"), fields.get("month"), fields.get("day"))))
    for variable, written in (("issued", issued), ("accessed", fields.get("urldate", ""))):
        if parts := _date_parts(written):
            item[variable] = {"date-parts": [parts]}
    return item


def _plain(text: str) -> str:
    """A value without the LaTeX in it."""
    from citeproc.source.bibtex.latex import parse_latex

    try:
        read = str(parse_latex(text, {}))
    except Exception:  # a macro it does not know may raise anything: its words are what counts
        read = re.sub(r"\\[a-zA-Z]+\s*|[{}]", "", text)
    return " ".join(read.replace("\\", "").split())


def _name(written: str) -> dict[str, str]:
    if written.startswith("{"):
        return {"literal": _plain(written)}
    family, comma, given = written.partition(",")
    if not comma:
        given, _, family = written.rpartition(" ")
    return {key: value for key, value in (("family", _plain(family)), ("given", _plain(given))) if value}


def _date_parts(written: str) -> list[int]:
    """Year, month and day as far as they are written: `2023-07-27`, `2011 March`."""
    parts = [part for part in re.split(r"[-/\s]+", written.split("/")[0]) if part]
    numbers = [int(part) if part.isdigit() else _MONTHS.get(part[:3].lower(), 0) for part in parts[:3]]
    whole = numbers.index(0) if 0 in numbers else len(numbers)
    return numbers[:whole]


def _row(item: Item) -> dict[str, PlainValue]:
    """What the briefing needs of an entry, as a row of `sources:`."""
    row = {
        "id": item["id"],
        "publisher": _text(item, "container-title") or _text(item, "publisher") or _people(item) or "unknown publisher",
        "title": _text(item, "title") or "untitled",
        "author": _people(item),
        "published": _date(item.get("issued")),
        "retrieved": _date(item.get("accessed")),
        "url": _text(item, "URL"),
    }
    return {key: value[:300] for key, value in row.items() if value}


def _text(item: Item, key: str) -> str:
    return " ".join(str(item.get(key) or "").split())


def _people(item: Item) -> str:
    names = item.get("author") or item.get("editor") or ()
    return ", ".join(
        name.get("literal") or " ".join(filter(None, (name.get("given"), name.get("family")))) for name in names
    )


def _date(written: Any) -> str:
    parts = [int(part) for part in ((written or {}).get("date-parts") or [[]])[0]]
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:3])]) if parts else ""
