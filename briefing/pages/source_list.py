"""The list of sources, formatted by a CSL processor in the citation style that the desk has chosen.

The only module that names citeproc. The text of an entry is never taken for markup: the processor marks emphasis with private
characters of Unicode, which are removed from the entries before, and become tags after everything else has been escaped.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from html import escape
from types import SimpleNamespace
from typing import TypeVar
from xml.etree import ElementTree

from briefing.i18n import Translator, get_translator
from briefing.load.bibliography.csl import CslContent
from briefing.load.bibliography.dates import OPEN_END, CslDate
from briefing.model.dates import When
from briefing.model.parts.sources import Source
from briefing.problems import ContentError, Place, Problem
from briefing.resources import TEMPLATES
from briefing.templating import Markup

HOUSE_STYLE = "styles/desk.csl"
_TAGS = {"Italic": "i", "Oblique": "i", "Bold": "b", "Superscript": "sup", "Subscript": "sub"}
_PLAIN = ("Light", "Underline", "SmallCaps")
_SIGNS = {name: (chr(0xE000 + 2 * n), chr(0xE001 + 2 * n)) for n, name in enumerate(_TAGS)}
"""The private characters that begin and end what becomes a tag."""
_PRINTABLE = str.maketrans({"\u2010": "-", "\u2011": "–", "ᵒ": "º", "ᵉ": "e", "ʳ": "r", "ˢ": "s"})
"""What is printed for characters of citation styles and of their French terms that no shipped font has."""
_URL = re.compile(r"https?://[^\s<>&]+(?:&amp;[^\s<>&]+)*")

Json = TypeVar("Json")


def format_sources(
    sources: Sequence[Source],
    entries: Mapping[str, CslContent],
    language: str,
    style: tuple[str, bytes] | None = None,
) -> dict[str, Markup]:
    """Return each source as the citation style formats it, by its id.

    `entries` are those of a bibliography, by the id of the source; other sources are formatted from their own keys. `style`
    is the name and content of a CSL style. Raises ContentError (`not-a-style`) where that cannot be used.
    """
    if not sources:
        return {}
    name, content = style or (HOUSE_STYLE, (TEMPLATES / HOUSE_STYLE).read_bytes())
    # A style may print nothing of an entry that has no title.
    translator = get_translator(language)
    complete = [
        _without_signs({"title": source.title, **entries.get(source.id, _entry(source)), "id": source.id})
        for source in sources
    ]
    written = [_with_dates_in_words(entry, translator) for entry in complete]
    try:
        lines = _format(written, content, language)
    except Exception as error:  # the processor raises whatever a style makes it stumble over
        what = "this citation style cannot format the list of sources"
        hint = "use an independent CSL 1.0 style with a bibliography"
        raise ContentError(Problem("not-a-style", what, Place(name), hint)) from error
    lines = [_with_ordinals(line, entry, language) for line, entry in zip(lines, complete, strict=True)]
    return {source.id: _markup(line) for source, line in zip(sources, lines, strict=True)}


def _format(entries: Sequence[Mapping[str, object]], style: bytes, language: str) -> list[str]:
    if re.search(rb"<!(DOCTYPE|ENTITY)", style):
        raise ValueError("a style must not declare entities")  # they could name any file of the machine
    with warnings.catch_warnings():
        # It warns of every key it does not know; a bibliography has many.
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
        from citeproc.source.json import CiteProcJSON

        parsed = CitationStylesStyle(io.BytesIO(style), locale=_csl_locale(language), validate=False)
        for tree in (parsed.root, *parsed.root.locales):
            _make_printable(tree)
        bibliography = CitationStylesBibliography(parsed, CiteProcJSON(entries), _formatter())
        for entry in entries:
            bibliography.register(Citation([CitationItem(entry["id"])]))
        lines = [str(line) for line in bibliography.bibliography()]
    if len(lines) != len(entries):
        raise ValueError("an entry is missing")
    return lines


def _with_dates_in_words(entry: CslContent, translator: Translator) -> dict[str, object]:
    """Return an entry whose dates that are not certain, or are open, are texts: the processor prints such dates as certain."""
    return {
        variable: {"literal": _date_in_words(value, translator)}
        if isinstance(value, dict) and (len(value) > 1 or OPEN_END in _parts(value))
        else value
        for variable, value in entry.items()
    }


def _date_in_words(value: CslDate, translator: Translator) -> str:
    ends = [_write_date(parts, translator) if parts != OPEN_END else "" for parts in _parts(value)]
    text = "–".join(ends)
    if season := value.get("season"):
        text = _write_season(season, text, translator)
    # Translators: a date that is not exactly known.
    return translator.gettext("c. {date}", date=text) if "circa" in value else text


def _write_date(parts: list[int], translator: Translator) -> str:
    year, month, day = [*parts, 1, 1][:3]
    written = date(year, month, day)
    return (str(year), translator.month(written), translator.day(written))[len(parts) - 1]


def _write_season(season: object, year: str, translator: Translator) -> str:
    names = {
        1: translator.gettext("spring {year}", year=year),
        2: translator.gettext("summer {year}", year=year),
        3: translator.gettext("autumn {year}", year=year),
        4: translator.gettext("winter {year}", year=year),
    }
    return next(name for number, name in names.items() if number == season)


def _make_printable(tree: ElementTree.Element) -> None:
    """Replace, in the terms, prefixes and other texts of a style or locale, the characters that no shipped font has."""
    for element in tree.iter():
        element.text = element.text and element.text.translate(_PRINTABLE)
        for name, value in element.attrib.items():
            element.attrib[name] = value.translate(_PRINTABLE)


def _with_ordinals(line: str, entry: CslContent, language: str) -> str:
    """Return a formatted line whose dates have French ordinals: `1er avril 2024`. The processor does not know them."""
    translator = get_translator(language)
    dates = [value for value in entry.values() if isinstance(value, dict)]
    for year, month, day in (parts for value in dates for parts in _full_dates(value)):
        first = date(year, month, day)
        for rest in (translator.month(first), translator.short_month(first)):
            plain = re.compile(rf"(?<!\d){day} {re.escape(rest)}")
            if not any(plain.search(str(value)) for value in entry.values()):  # a title stays as it is
                line = plain.sub(f"{translator.day(first).split()[0]} {rest}", line)
    return line


def _full_dates(value: Mapping[str, object]) -> Iterator[tuple[int, int, int]]:
    """Yield each date of a variable that is the first of a month of the calendar."""
    for parts in _parts(value):
        with suppress(TypeError, ValueError):
            year, month, day = map(int, parts)
            if day == 1:
                yield date(year, month, day).year, month, day


def _parts(value: Mapping[str, object]) -> list[list[int]]:
    parts = value.get("date-parts")
    return parts if isinstance(parts, list) else []


def _csl_locale(language: str) -> str:
    return language if "-" in language else {"en": "en-GB", "fr": "fr-FR"}[language]


def _formatter() -> SimpleNamespace:
    """Return the functions with which the processor marks emphasis."""
    emphasis = {name: (lambda text, a=a, b=b: f"{a}{text}{b}") for name, (a, b) in _SIGNS.items()}
    return SimpleNamespace(**emphasis, **dict.fromkeys(_PLAIN, str), preformat=str)


def _without_signs(value: Json) -> Json:
    """Return a JSON value without private characters in any of its texts."""
    cleaned: object = value
    if isinstance(value, str):
        cleaned = re.sub("[\ue000-\uf8ff]", "", value)
    elif isinstance(value, dict):
        cleaned = {key: _without_signs(part) for key, part in value.items()}
    elif isinstance(value, list):
        cleaned = [_without_signs(part) for part in value]
    return cleaned  # type: ignore[return-value]


def _entry(source: Source) -> CslContent:
    """Return a source's own keys as an entry of a bibliography."""
    entry: CslContent = {"type": "webpage" if source.url else "document", "title": source.title}
    entry["publisher"] = source.publisher
    if source.author:
        entry["author"] = [{"literal": source.author}]
    for variable, when in (("issued", source.published), ("accessed", source.retrieved)):
        if when:
            entry[variable] = {"date-parts": [_date_parts(when)]}
    return entry | ({"URL": source.url} if source.url else {})


def _date_parts(when: When) -> list[int]:
    exact = {"year": 1, "month": 2}.get(when.precision, 3)
    return [when.written.year, when.written.month, when.written.day][:exact]


def _markup(line: str) -> Markup:
    """Return a formatted line as HTML: escaped, with emphasis as tags and URLs as links."""
    html = escape(line, quote=False)
    for name, (start, end) in _SIGNS.items():
        html = html.replace(start, f"<{_TAGS[name]}>").replace(end, f"</{_TAGS[name]}>")
    html = _URL.sub(_link, html)
    return Markup(html)  # noqa: S704 - escaped above; the tags are our own


def _link(match: re.Match[str]) -> str:
    url = match[0].rstrip(".,;:)")
    quoted = url.replace('"', "&quot;")
    return f'<a href="{quoted}">{url}</a>{match[0][len(url) :]}'
