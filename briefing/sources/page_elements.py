"""The elements of a saved page without which its text would say something else than the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.sources.left_out import LeftOut, shorten_words
from briefing.sources.page_styles import Look, read_looks
from briefing.text.markup.raised import lowered, raised, raised_letter, raised_letters
from briefing.text.markup.source_marks import struck_out

IN_DATA = "in the data of the page only"
BESIDE = "how the letters beside it are read"
RAISED_REMARK = "remark raised beside a word"
_OPEN, _CLOSE = "\ufdd2", "\ufdd3"
"""What stands in the text of a page, with a number, where something was left out of it."""
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_NOT_TEXT = frozenset({"head", "script", "style", "title"})
_BLOCK = re.compile(
    "a(ddress|rticle|side)|blockquote|br|d[dlt]|div|fig.*|footer|h[1-6]|header|li|main|[ou]l|p|pre|section|t(able|body|[dhr]|head)"
)
_QUOTES = {"fr": "«»‹›", "es": "«»“”", "it": "«»“”", "pt": "«»“”", "ru": "«»„“", "ar": "«»‹›", "de": "„“‚‘"}
_STRUCK_TAGS = ("del", "s", "strike")
_HIDING = ("style", "hidden", "aria-hidden")
"""Attributes by which the library that finds the article removes more than is hidden."""


@dataclass
class PageMarks:
    """What was left out of a page, in its order, with the place of each in its text: how many characters are before it."""

    passages: list[tuple[str, str]] = field(default_factory=list)
    stream: str = ""
    places: list[int] = field(default_factory=list)

    def leave_out(self, kind: str, words: str) -> str:
        """Note words that are left out, and return the mark to put in their place; none for no words."""
        plain = _MARK.sub("", words)
        if not re.search(r"\w", plain):
            return ""
        self.passages.append((kind, shorten_words(plain)))
        return f"{_OPEN}{len(self.passages) - 1}{_CLOSE}"

    def finish(self, page: Any) -> None:
        """Take the marks out of a page, and note where in its text they were."""
        at, pieces = 0, []
        places = dict.fromkeys(range(len(self.passages)), 0)
        for text in _texts(page):
            for nth, piece in enumerate(_MARK.split(text)):
                if nth % 2:
                    places[int(piece)] = at
                else:
                    pieces.append("".join(piece.split()))
                    at += len(pieces[-1])
        self.stream, self.places = "".join(pieces), list(places.values())
        for element in page.iter():
            if element.text and _OPEN in element.text:
                element.text = _MARK.sub("", element.text)
            if element.tail and _OPEN in element.tail:
                element.tail = _MARK.sub("", element.tail)

    def located(self, paragraphs: Sequence[str]) -> tuple[LeftOut, ...]:
        """Return what was left out, with the paragraphs of the stored text in or after which it was."""
        spans: list[tuple[int, int, int]] = []
        after = 0
        for number, paragraph in enumerate(paragraphs, start=1):
            squeezed = "".join(paragraph.split())
            start = self.stream.find(squeezed, after)
            if start >= 0:
                after = start + len(squeezed)
                spans.append((start, after, number))
        return tuple(
            LeftOut(kind, words, paragraph=_paragraph_at(place, spans))
            for (kind, words), place in zip(self.passages, self.places, strict=True)
        )


def _texts(page: Any) -> Iterator[str]:
    """Yield the texts of a page in their order, without those of scripts and styles."""
    waiting = [page]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        waiting.append(one.tail or "")
        if isinstance(one.tag, str) and one.tag not in _NOT_TEXT:
            waiting += [*one][::-1]
            waiting.append(one.text or "")


def _paragraph_at(place: int, spans: Sequence[tuple[int, int, int]]) -> int | None:
    before = [number for start, _, number in spans if start < place]
    return before[-1] if before and place <= spans[-1][1] else None


def keep_what_is_seen(page: Any) -> PageMarks:
    """Leave out of a page what is not seen, mark what is struck out, and write quotation marks and raised signs as characters.

    Returns what was left out, to be located when the paragraphs are known.
    """
    marks = PageMarks()
    look = read_looks(page)
    struck: list[Any] = []
    _leave_out_unseen(page, look, marks, struck)
    for element in struck:
        if element.getparent() is not None:
            _strike(element)
    _set_quotation_marks(page)
    _set_raised_signs(page, marks)
    _keep_prose(page)
    marks.finish(page)
    _forget_copies(page, marks)
    return marks


def _leave_out_unseen(page: Any, look: Callable[[Any, Look], Look], marks: PageMarks, struck: list[Any]) -> None:
    """Leave out what is not seen of a page; collect the outermost elements that are struck out."""
    of_page = look(page, Look())
    if of_page.hidden:
        text = marks.leave_out(of_page.hidden, page.text_content())
        page.clear()
        page.text = text
    waiting = [(page, of_page)]
    while waiting:
        element, how = waiting.pop()
        for name in _HIDING:
            element.attrib.pop(name, None)
        if how.faint:
            element.text = marks.leave_out(how.faint, element.text or "")
        below = []
        for child in [*element]:
            if how.faint:
                child.tail = marks.leave_out(how.faint, child.tail or "")
            if not isinstance(child.tag, str) or child.tag in _NOT_TEXT:
                continue
            of_child = look(child, how)
            if child.tag == "rt":
                of_child = replace(of_child, hidden=BESIDE)
            if of_child.hidden:
                child.tail = marks.leave_out(of_child.hidden, child.text_content()) + (child.tail or "")
                child.drop_tree()
                continue
            if of_child.is_struck and not how.is_struck:
                struck.append(child)
            below.append((child, of_child))
        waiting += below[::-1]


def _strike(element: Any) -> None:
    """Mark the words of an element as struck out, block by block."""
    if any(isinstance(child.tag, str) and _BLOCK.fullmatch(child.tag) for child in element.iterdescendants()):
        element.text = _struck(element.text)
        for child in [*element]:
            child.tail = _struck(child.tail)
            if isinstance(child.tag, str):
                _strike(child)
        element.tag = "div" if element.tag in _STRUCK_TAGS else element.tag
        return
    words = element.text_content()
    for child in [*element]:
        element.remove(child)
    element.text = _struck(words)
    if element.tag in _STRUCK_TAGS:
        element.drop_tag()


def _struck(text: str | None) -> str | None:
    """Return a text struck out, but for the white around it; the marks of what was left out of it come after it."""
    if not text or not text.strip():
        return text
    plain = _MARK.sub("", text)
    lead, trail = plain[: len(plain) - len(plain.lstrip())], plain[len(plain.rstrip()) :]
    return f"{lead}{struck_out(plain)}{_marks_in(text)}{trail}"


def _marks_in(text: str) -> str:
    return "".join(match[0] for match in _MARK.finditer(text))


def _set_quotation_marks(page: Any) -> None:
    """Write the quotation marks of <q>, which browsers add."""
    quoted = [*page.iter("q")]
    for element in quoted:
        language = next((one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang")), "")
        marks = _QUOTES.get(language.lower()[:2], "“”‘’")
        is_inner = next(element.iterancestors("q"), None) is not None
        opening, closing = (marks[2], marks[3]) if is_inner else (marks[0], marks[1])
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
    for element in quoted:
        element.drop_tag()


def _keep_prose(page: Any) -> None:
    """Unmark the links of sentences, and of lists after a colon: the library that finds the article takes them for menus."""
    for element in [*page.iter("ul", "ol")]:
        before = element.getprevious()
        if before is not None and isinstance(before.tag, str) and before.text_content().rstrip().endswith(":"):
            for one in [*element.iter("ul", "ol", "li")]:
                one.attrib.clear()
            for link in [*element.iter("a")]:
                link.drop_tag()
    for element in [*page.iter("p")]:
        links = [*element.iter("a")]
        beside = len(element.text_content().split()) - sum(len(link.text_content().split()) for link in links)
        if beside > 1:
            for link in links:
                link.drop_tag()


def _set_raised_signs(page: Any, marks: PageMarks) -> None:
    """Write raised and lowered signs as characters: `10<sup>6</sup>` is not 106, and `400<sup>1</sup>` is 400 with a note."""
    for element in [*page.iter("sup", "sub")]:
        text = element.text_content()
        words = _MARK.sub("", text).strip()
        for child in list(element):
            element.remove(child)
        written = lowered(words) if element.tag == "sub" else _raised(words, _before(element), marks)
        element.text = written + _marks_in(text)


def _before(element: Any) -> str:
    """Return the text directly before an element, as far as it is in the same parent."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    return previous.tail or (previous.text_content() if isinstance(previous.tag, str) else "")


def _raised(words: str, before: str, marks: PageMarks) -> str:
    """Return raised words as characters: figures raised, the letter of a note too; the end of a number or a word as it is."""
    inside = re.fullmatch(r"\[(.+)\]", words)
    plain = inside[1].strip() if inside else words
    if inside and not re.fullmatch(r"\d+|[a-z]|[*†‡§]+", plain):
        number = re.fullmatch(r"\w+\s(\d+)", plain)
        return raised(number[1]) if number else marks.leave_out(RAISED_REMARK, words)
    if not plain.isalpha():
        return raised(plain)
    return raised_letter(plain) if inside else raised_letters(plain, before)


def _forget_copies(page: Any, marks: PageMarks) -> None:
    """Remove the text of the article that a page has as data for search engines: nobody sees it."""
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or "articleBody" not in text:
            continue
        try:
            data = json.loads(text, strict=False)
            bodies = list(_take_bodies(data))
            script.text = json.dumps(data)
        except (ValueError, RecursionError):
            bodies, script.text = [], ""
        for body in bodies:
            if "".join(body.split()) not in marks.stream and marks.leave_out(IN_DATA, body):
                marks.places.append(len(marks.stream) + 1)


def _take_bodies(data: Any) -> Iterator[str]:
    """Take the texts of articles out of some data, and yield them."""
    if isinstance(data, dict):
        body = data.pop("articleBody", None)
        if isinstance(body, str):
            yield body
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _take_bodies(value)
