"""Abbreviations of a document with what they stand for, where a listener who has not just heard it meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

from briefing.text.languages.expansions import find_expansions

_TOKEN = re.compile(r"<(style|title|a|code|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def expand_abbreviations(html: str) -> str:
    """Return a document in which abbreviations that its own words explain have their expansion as a title.

    They have it at their first use in each part of the document. Where an abbreviation stands beside its expansion it has
    none, for it would be heard twice; nor has any that is explained in two ways.
    """
    pieces = list(_pieces(html))
    meanings = _meanings(text for text in pieces if text[:1] != "<")
    if not meanings:
        return html
    heard: set[str] = set()
    used = re.compile(
        r"(?<![\w/&.-])(?:" + "|".join(map(re.escape, sorted(meanings, key=len, reverse=True))) + r")(?![\w/&-])"
    )
    written = []
    for piece in pieces:
        if piece.startswith(("<h2", "<section")):
            heard.clear()
        written.append(piece if piece[:1] == "<" else _expanded(piece, used, meanings, heard))
    return "".join(written)


def _pieces(html: str) -> Iterator[str]:
    """Yield the tags and the texts of a document; what is in a link or is no text is one with its tags."""
    after = 0
    for tag in _TOKEN.finditer(html):
        if tag.start() > after:
            yield html[after : tag.start()]
        yield tag[0]
        after = tag.end()
    if after < len(html):
        yield html[after:]


def _meanings(texts: Iterator[str]) -> dict[str, str]:
    """Return what each abbreviation stands for, of those that are explained in one way."""
    meanings: dict[str, str] = {}
    for text in texts:
        for found in find_expansions(unescape(text)) if "(" in text else ():
            known = meanings.setdefault(found.short, found.meaning)
            if known.casefold() != found.meaning.casefold():
                meanings[found.short] = ""
    return {short: meaning for short, meaning in meanings.items() if meaning}


def _expanded(text: str, used: re.Pattern[str], meanings: Mapping[str, str], heard: set[str]) -> str:
    explained = [(found.start, found.end) for found in find_expansions(unescape(text))] if "(" in text else []
    plain, written, after = unescape(text), "", 0
    for word in used.finditer(plain):
        short = word[0]
        is_new = short not in heard
        heard.add(short)
        if is_new and not any(start <= word.start() < end for start, end in explained):
            title = escape(meanings[short])
            written += f'{escape(plain[after : word.start()], quote=False)}<abbr title="{title}">{escape(short)}</abbr>'
            after = word.end()
    # Unchanged where there is none: a text may have its quotation marks as references.
    return written + escape(plain[after:], quote=False) if after else text
