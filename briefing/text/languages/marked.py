"""Words in another script, marked with their language in HTML, so that a screen reader reads them in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.text.languages.scripts import (
    FOREIGN_LETTER,
    language_of_script,
    runs_of,
    script_of,
    script_of_language,
)

_TOKEN = re.compile(r"<(style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
_LANG = re.compile(r'^<(\w+)\b[^>]*\slang="([^"]+)"')
_VOID = ("meta", "link", "img", "br", "hr", "col", "wbr", "html")
_CLOSING = {"(": ")", "[": "]", "“": "”", "«": "»", "‘": "’", "「": "」", "《": "》"}


def mark_scripts(html: str) -> str:
    """Return a document in a Latin script in which words of other scripts have their language.

    What stands in an element that states a language of the same script is left as it is.
    """
    if not FOREIGN_LETTER.search(html):
        return html
    return "".join(_marked(text, stated) if text[:1] != "<" else text for text, stated in _pieces(html))


def _pieces(html: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the tags and the texts of a document, each with the languages that are stated for it."""
    stated: list[tuple[str, int, str]] = []  # the name of each element with a language, how many of that name are in it
    after = 0
    for tag in _TOKEN.finditer(html):
        if tag.start() > after:
            yield html[after : tag.start()], tuple(language for *_, language in stated)
        yield tag[0], ()
        after = tag.end()
        _follow(tag[0], stated)
    if after < len(html):
        yield html[after:], ()


def _follow(tag: str, stated: list[tuple[str, int, str]]) -> None:
    """Note the beginning or the end of an element with a language."""
    name = tag[1:].lstrip("/").split(">")[0].split()[0] if tag[1:2] not in ("!", "?") else ""
    if stated and name == stated[-1][0]:
        depth = stated[-1][1] + (-1 if tag.startswith("</") else 1)
        stated[-1:] = [(name, depth, stated[-1][2])] if depth else []
    if name not in _VOID and (found := _LANG.match(tag)) and not (stated and name == stated[-1][0]):
        stated.append((name, 1, found[2]))


def _marked(text: str, stated: tuple[str, ...]) -> str:
    if not FOREIGN_LETTER.search(text):
        return text
    known = {script_of_language(language) for language in stated}
    for script in dict.fromkeys(script_of(letter) for letter in FOREIGN_LETTER.findall(text)):
        if script not in known:
            text = _mark_script(text, script)
    return text


def _mark_script(text: str, script: str) -> str:
    """Mark the words of a script; a text that has no others is marked whole, so that its full stop stays at its end."""
    pieces, after = [], 0
    is_alone = not re.search(r"[^\W\d_]|&", runs_of(script).sub("", text, count=1))
    for run in runs_of(script).finditer(text):
        start, end = run.span()
        if not any(letter.isalpha() for letter in run[0]):
            continue
        if is_alone:
            start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        else:
            end = _with_closing(text, start, end)
        pieces += [text[after:start], f'<span lang="{language_of_script(text[start:end])}">{text[start:end]}</span>']
        after = end
    return "".join([*pieces, text[after:]])


def _with_closing(text: str, start: int, end: int) -> int:
    """Return where a run ends, with the bracket or quotation mark that closes one in it."""
    for opening, closing in _CLOSING.items():
        if text[start:end].count(opening) > text[start:end].count(closing) and text[end : end + 1] == closing:
            return end + 1
    return end
