"""Sources from a reference manager: a CSL-JSON or BibTeX file, as Zotero and others export it.

An entry that is cited becomes a row of `sources:` with what the briefing needs, and keeps its content in CSL-JSON for the style
that sets the list. It is cited by its key as the reference manager shows it: `[@smithCoup2023]`. Only entries that are cited
are read to the end, so that a fault in another never stops a build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import MAXYEAR
from urllib.parse import urlsplit

from briefing.i18n import get_translator
from briefing.load.bibliography.csl import RETRACTED, CslContent, EntryFault
from briefing.load.bibliography.dates import parse_date
from briefing.load.bibliography.library import MOST_NAMED, Bibliography, Entry, read_bibliography
from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import MAX_BYTES, LocatedValues, PlainValue, Span, ValuePath, place_at
from briefing.model.field_types import LANGUAGES
from briefing.model.retractions import title_is_retracted
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.citations import IN_PROSE, parse_citations, source_id

KEY = "bibliography"
_ENTRY_HINT = "correct this entry, or export the bibliography again"
_HINTS = {
    "as-of": "move as_of, or leave the source for the next edition",
    "LaTeX": "write what it stands for as a letter or a word",
    "editortype": "name them in author =, if they are the author",
    "date": "write dates as 2023-07-26, 2023-07 or 2023, a date that is not certain as 1999~, a range as 2019/2021 or 2019/..",
}
"""What to do about what cannot be printed of an entry, by a word of the message."""


def add_bibliography(
    values: LocatedValues, files: FolderReader, show: Callable[[str], str] = str
) -> tuple[LocatedValues, dict[str, CslContent], list[Problem]]:
    """Return the values with the cited entries among the sources, the content of the entries in use by id, and the problems.

    Where a source of the same id is listed too, its own keys take precedence. `show` returns the name of a file as messages
    have it. Codes: bibliography-missing,
    not-a-bibliography, bibliography-entry, bibliography-duplicate, and those of any file (file-outside, file-too-large,
    not-utf8).
    """
    name = values.get(KEY)
    listed = values.get("sources") or []
    if not isinstance(name, str) or not isinstance(listed, list):
        return values, {}, []
    try:
        content = files.read(name, KEY, MAX_BYTES)
        shown = show(name)
        bibliography = read_bibliography(shown, content)
    except FileProblem as error:
        return values, {}, [error.at(values.place((KEY,)))]
    except ContentError as error:
        return values, {}, list(error.problems)
    known = {source_id(source) for _, row in values.rows("sources") if isinstance(source := row.get("id"), str)}
    wanted = _cited(values) | known
    entries = {source: entry for source, entry in bibliography.entries.items() if source in wanted}
    contents, problems = _read_entries(shown, bibliography, entries, values)
    for _, row in values.rows("sources"):
        listed_id = source_id(key) if isinstance(key := row.get("id"), str) else ""
        if listed_id in contents:
            merged = _with_own_keys(contents[listed_id], row)
            # That it was retracted is not lost with the title that says so.
            if title_is_retracted(_text(contents[listed_id], "title")):
                merged = _with_retraction({**merged, "status": RETRACTED}, values.get("language"))
            contents[listed_id] = merged
    added = [source for source in entries if source not in known]
    spans: dict[ValuePath, Span] = {
        ("sources", index): Span(entries[source].place, 0, 0) for index, source in enumerate(added, start=len(listed))
    }
    # Of a broken entry the id is enough: that it is broken has been reported.
    rows = [_row(contents.get(source, {"id": source, "title": source})) for source in added]
    values = replace(
        values.with_entry("sources", [*(_completed(row, contents) for row in listed), *rows]),
        spans={**values.spans, **spans},
        texts={**values.texts, shown: bibliography.text},
    )
    return values, contents, [*bibliography.warnings, *_duplicates(bibliography, wanted), *problems]


def _read_entries(
    name: str, bibliography: Bibliography, entries: Mapping[str, Entry], values: LocatedValues
) -> tuple[dict[str, CslContent], list[Problem]]:
    """Return the content of entries by id, and a problem for each that is broken or cannot be printed as it is."""
    contents: dict[str, CslContent] = {}
    problems: list[Problem] = []
    language = values.get("language")
    as_of = re.match(r"\d{4}", str(values.get("as_of")))
    as_of_year = int(as_of[0]) if as_of else MAXYEAR
    for source, entry in entries.items():
        lost: list[str] = []
        try:
            contents[source] = _with_retraction({"id": source, **entry.read(lost)}, language)
        except EntryFault as fault:
            what = f'the entry "{entry.key}" cannot be read: {fault.what}'
            place = place_at(name, bibliography.text, fault.offset)
            problems.append(Problem("bibliography-entry", what, place, fault.hint or _ENTRY_HINT))
            continue
        lost += [] if "title" in contents[source] else ["it has no title"]
        if (year := _uncertain_year(contents[source])) > as_of_year:
            lost.append(f"its date, about {year}, is after the as-of time")
        if lost:
            what = f'the entry "{entry.key}": {"; ".join(lost)}'
            hint = next((hint for word, hint in _HINTS.items() if word in lost[0]), "add its title")
            problems.append(Problem("bibliography-entry", what, entry.place, hint, Severity.WARNING))
    return contents, problems


def _duplicates(bibliography: Bibliography, wanted: set[str]) -> Iterator[Problem]:
    """Yield an error for each id in use that several entries share, and one warning for all others."""
    hint = "give one of them another key, or delete it"
    unused: list[tuple[str, Place]] = []
    for source, entries in bibliography.same.items():
        others = " and ".join(f'"{entry.key}" in line {entry.place.line}' for entry in entries)
        if source not in wanted:
            unused.append((others, entries[-1].place))
        elif not _are_equal(entries):
            what = f"these keys count as the same: {others}"
            yield Problem("bibliography-duplicate", what, entries[-1].place, hint)
    if unused:
        more = f"; and {len(unused) - MOST_NAMED} others" if len(unused) > MOST_NAMED else ""
        named = "; ".join(others for others, _ in unused[:MOST_NAMED])
        what = f"entries that are not cited have keys that count as the same: {named}{more}"
        yield Problem("bibliography-duplicate", what, unused[0][1], hint, Severity.WARNING)


def _are_equal(entries: tuple[Entry, ...]) -> bool:
    """Tell whether entries say the same, so that it does not matter which is used."""
    try:
        return all(entry.read([]) == entries[0].read([]) for entry in entries[1:])
    except EntryFault:
        return False


def _completed(row: PlainValue, contents: Mapping[str, CslContent]) -> PlainValue:
    """Return a row of `sources:` with the keys it lacks from the entry of the same id, if there is one."""
    if isinstance(row, dict) and isinstance(key := row.get("id"), str) and (source := source_id(key)) in contents:
        said = _row(contents[source])
        return {**said, **row, "id": source} | ({"title": said["title"]} if "title" in row else {})
    return row


def has_entry(values: LocatedValues, files: FolderReader, key: str) -> bool:
    """Tell whether the bibliography of a briefing describes a source; one that cannot be read describes none."""
    name = values.get(KEY)
    if not isinstance(name, str):
        return False
    try:
        return source_id(key) in read_bibliography(name, files.read(name, KEY, MAX_BYTES)).entries
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


def _row(content: CslContent) -> dict[str, PlainValue]:
    """Return what the briefing needs of an entry, as a row of `sources:`."""
    publisher = _text(content, "container-title") or _text(content, "publisher") or _people(content)
    publisher = publisher or _host(_text(content, "URL"))
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


def _host(url: str) -> str:
    """Return the name of the site that published what has no other publisher."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _text(content: CslContent, variable: str) -> str:
    value = content.get(variable)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _people(content: CslContent) -> str:
    order = ("literal", "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    for role, one, several in (("author", "", ""), ("editor", " (ed.)", " (eds)")):
        if isinstance(names := content.get(role), list) and names:
            written = ", ".join(" ".join(name[part] for part in order if part in name) for name in names)
            return written + (several if len(names) > 1 else one)
    return ""


def _date(content: CslContent, variable: str) -> str:
    """Return a date that is certain, or the first of a range."""
    value = content.get(variable)
    if not isinstance(value, dict) or not isinstance(parts := value["date-parts"], list) or len(value) > 1:
        return ""
    year, *rest = parts[0]
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def _uncertain_year(content: CslContent) -> int:
    """Return the year of a date that is not certain, and so no date of the source in the model; 0 for others."""
    value = content.get("issued")
    if not isinstance(value, dict) or len(value) == 1 or not isinstance(parts := value["date-parts"], list):
        return 0
    return parts[0][0]


def _with_own_keys(content: CslContent, row: Mapping[str, PlainValue]) -> CslContent:
    """Return the content of an entry with what the briefing itself says otherwise of the source."""
    said = _row(content)
    own = {key: value for key, value in row.items() if isinstance(value, str) and value and value != said.get(key)}
    changed: CslContent = {variable: own[key] for key, variable in (("title", "title"), ("url", "URL")) if key in own}
    if "publisher" in own:
        changed["container-title" if "container-title" in content else "publisher"] = own["publisher"]
    if "author" in own:
        changed["author"] = [{"literal": own["author"]}]
    for key, variable in (("published", "issued"), ("retrieved", "accessed")):
        if when := parse_date(own.get(key, ""), []).as_csl():
            changed[variable] = when
    return content | changed


def _with_retraction(content: CslContent, language: PlainValue) -> CslContent:
    """Return an entry with its retraction in its title, where only its notes have it: no style prints notes."""
    title = _text(content, "title")
    if content.get("status") != RETRACTED:
        return content
    rest = {variable: value for variable, value in content.items() if variable != "status"}
    if not title or title_is_retracted(title):
        return rest
    tag = language if isinstance(language, str) and language.split("-")[0] in LANGUAGES else LANGUAGES[0]
    # Translators: after the title of a source that its publisher has retracted.
    mark = get_translator(tag).gettext("retracted")
    return {**rest, "title": f"{title} [{mark}]"}
