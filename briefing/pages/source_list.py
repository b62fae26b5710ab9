"""The list of sources, set by a CSL processor in the style the desk has chosen.

The only module that names citeproc for setting. What an entry says is never taken for markup: the processor marks emphasis with
signs that nobody types, and those become tags after everything else has been escaped.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from html import escape
from types import SimpleNamespace
from typing import Any

from briefing.model.briefing import Source
from briefing.model.dates import When
from briefing.problems import ContentError, Place, Problem
from briefing.resources import TEMPLATES
from briefing.templating import Markup

DESK = "styles/desk.csl"
_TAGS = {"Italic": "i", "Oblique": "i", "Bold": "b", "Superscript": "sup", "Subscript": "sub"}
_PLAIN = ("Light", "Underline", "SmallCaps")
# Private characters of Unicode, two for each tag: its beginning and its end.
_SIGNS = {name: (chr(0xE000 + 2 * n), chr(0xE001 + 2 * n)) for n, name in enumerate(_TAGS)}
_ADDRESS = re.compile(r"https?://[^\s<>&]+(?:&amp;[^\s<>&]+)*")


def format_sources(
    sources: Sequence[Source],
    items: Mapping[str, Mapping[str, Any]],
    language: str,
    style: tuple[str, bytes] | None = None,
) -> dict[str, Markup]:
    """Return each source as the citation style formats it, by id.

    `items` are the entries of a bibliography in CSL-JSON, by id; other sources are set from their own keys. `style` is
    the name and content of a CSL style. Raises ContentError (`not-a-style`) where that cannot be used.
    """
    if not sources:
        return {}
    name, content = style or (DESK, (TEMPLATES / DESK).read_bytes())
    # A style may print nothing of an entry that has no title.
    entries = [_clean({"title": source.title, **items.get(source.id, _item(source))}) for source in sources]
    try:
        lines = _set(entries, content, language)
    except Exception as error:  # the processor raises whatever a style makes it stumble over
        what = "this style cannot set the list of sources"
        hint = "take an independent CSL 1.0 style with a bibliography"
        raise ContentError(Problem("not-a-style", what, Place(name), hint)) from error
    return {source.id: _markup(line) for source, line in zip(sources, lines, strict=True)}


def _set(entries: Sequence[Mapping[str, Any]], content: bytes, language: str) -> list[str]:
    if re.search(rb"<!(DOCTYPE|ENTITY)", content):
        raise ValueError("a style has no business with entities")  # they could name any file of the machine
    with warnings.catch_warnings():
        # It warns of every key it does not know; a bibliography has many.
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
        from citeproc.source.json import CiteProcJSON

        style = CitationStylesStyle(io.BytesIO(content), locale=_locale(language), validate=False)
        set_by = CitationStylesBibliography(style, CiteProcJSON(entries), _formatter())
        for entry in entries:
            set_by.register(Citation([CitationItem(entry["id"])]))
        lines = [str(line) for line in set_by.bibliography()]
    if len(lines) != len(entries):
        raise ValueError("an entry is missing")
    return lines


def _locale(language: str) -> str:
    return language if "-" in language else {"en": "en-GB", "fr": "fr-FR"}[language]


def _formatter() -> Any:
    """What the processor marks emphasis with."""
    ways = {name: (lambda text, a=a, b=b: f"{a}{text}{b}") for name, (a, b) in _SIGNS.items()}
    return SimpleNamespace(**ways, **dict.fromkeys(_PLAIN, str), preformat=str)


def _clean(value: Any) -> Any:
    """An entry without private characters, in all of its parts."""
    if isinstance(value, str):
        return re.sub("[\ue000-\uf8ff]", "", value)
    if isinstance(value, Mapping):
        return {key: _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value


def _item(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {"id": source.id, "type": "webpage" if source.url else "document", "title": source.title}
    item["publisher"] = source.publisher
    if source.author:
        item["author"] = [{"literal": source.author}]
    for variable, when in (("issued", source.published), ("accessed", source.retrieved)):
        if when:
            item[variable] = {"date-parts": [_parts(when)]}
    return item | ({"URL": source.url} if source.url else {})


def _parts(when: When) -> list[int]:
    exact = {"year": 1, "month": 2}.get(when.precision, 3)
    return [when.start.year, when.start.month, when.start.day][:exact]


def _markup(line: str) -> Markup:
    html = escape(line, quote=False)
    for name, (start, end) in _SIGNS.items():
        html = html.replace(start, f"<{_TAGS[name]}>").replace(end, f"</{_TAGS[name]}>")
    html = _ADDRESS.sub(_link, html)
    return Markup(html)  # noqa: S704 - escaped above; the tags are our own


def _link(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:)")
    quoted = address.replace('"', "&quot;")
    return f'<a href="{quoted}">{address}</a>{match[0][len(address) :]}'
