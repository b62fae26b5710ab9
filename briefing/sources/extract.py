"""Extract the text of a file that serves as a source: plain text, Markdown, a page, a PDF, a letter or a message.

Nothing is fetched. The text comes in paragraphs in reading order, with what the file states about itself (title, author, date,
address). The libraries that read pages and PDFs are slow to import, and are imported when first used.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from briefing.load.files import FileProblem
from briefing.load.source_texts import MAX_FILE_BYTES, check_length, check_size, decode_text
from briefing.problems import ContentError, Place, reason_of
from briefing.sources.left_out import LeftOut
from briefing.sources.line_ends import append_line, join_divided_words
from briefing.sources.page_elements import PageMarks, keep_what_is_seen
from briefing.sources.page_encoding import check_letters, decode_page
from briefing.text.markdown import printed_blocks
from briefing.text.markup.source_marks import struck_out

LONG_LINE = 200
"""A text without empty lines that has a line of more characters is taken to have one paragraph per line."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_CONTROLS = map(chr, [*range(9), *range(14, 32), 0xFFFE])
_CLEAN = str.maketrans(_LIGATURES | dict.fromkeys(_CONTROLS, "") | dict.fromkeys("\v\f", " "))
_FRONT_MATTER = re.compile(r"---\n(?:[^\n]*\n){1,50}?(?:---|\.\.\.)(?:\n|$)")
_COMMENT = re.compile(r"<!--.{0,10000}?-->", re.DOTALL)
_STRUCK = re.compile(r"<(del|s|strike)>([^<>\n]{0,1000})</\1>", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class ExtractedText:
    """The paragraphs of a file, and what it states about itself: empty where it states nothing.

    `note` tells in which encoding a page was read, where that is not the one it states; `left_out` is what readers do not see.
    """

    paragraphs: tuple[str, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    note: str = ""
    left_out: tuple[LeftOut, ...] = ()


def extract_file(path: Path) -> ExtractedText:
    """Return the text of a file.

    Raises ContentError (`source-missing`, -kind, -too-large, -binary, -not-utf8, -empty or -no-text).
    """
    try:
        return _extract(path)
    except FileProblem as error:
        raise ContentError(error.at(Place(str(path)))) from error


def _extract(path: Path) -> ExtractedText:
    extract = _EXTRACTORS.get(path.suffix.lower())
    if extract is None:
        what = f"a source is a file of one of these kinds: {', '.join(_EXTRACTORS)}"
        raise FileProblem("source-kind", what, "save it as one of them")
    try:
        if not path.is_file():
            raise FileProblem("source-missing", "there is no such file", "check the spelling; capitals count")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        what = f"this file cannot be read: {reason_of(error)}"
        raise FileProblem("source-missing", what, "check who may read it") from error
    check_size(len(content))
    extracted = extract(content)
    check_length(sum(map(len, extracted.paragraphs)))
    return extracted


def _extract_text(content: bytes) -> ExtractedText:
    text = decode_text(content).strip()
    lines = text.split("\n")
    if not _EMPTY_LINE.search(text) and any(len(line) > LONG_LINE for line in lines):
        return ExtractedText(_clean_text(lines))  # one paragraph per line, as word processors save them
    paragraphs = [reduce(append_line, map(str.strip, part.split("\n")), "") for part in _EMPTY_LINE.split(text)]
    return ExtractedText(_clean_text(join_divided_words(paragraphs)))


def _extract_markdown(content: bytes) -> ExtractedText:
    text = decode_text(content)
    stated = {}
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        stated = {key: value.strip("\"' ") for key, value in re.findall(r"(?m)^(title|author): *(\S.*)$", front[0])}
    text = _STRUCK.sub(lambda match: struck_out(match[2]), _COMMENT.sub("", text))
    blocks = printed_blocks(text, "en")
    return replace(ExtractedText(_clean_text([block.text for block in blocks])), **stated)


def _extract_page(content: bytes) -> ExtractedText:
    import trafilatura

    page = decode_page(content)
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.text)  # its encoding is known
    tree = trafilatura.load_html(markup)
    marks = PageMarks() if tree is None else keep_what_is_seen(tree)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dates and zones that the page states
        read = trafilatura.bare_extraction(markup if tree is None else tree, with_metadata=True, include_comments=False)
    lines = [re.sub(r"^- |^\||\|$", "", line.strip()).strip() for line in (getattr(read, "text", "") or "").split("\n")]
    paragraphs = _clean_text([line for line in lines if not re.fullmatch(r"[-| ]*", line)])
    if not paragraphs:
        hidden = len(marks.passages)
        what = f"no article is {'seen' if hidden else 'found'} in this page"
        what += f", and {hidden:,} of its passages are hidden" if hidden else ""
        raise FileProblem("source-no-text", what, "copy its words into a .txt file")
    title, author, publisher, published, url = (
        str(getattr(read, key, None) or "") for key in ("title", "author", "sitename", "date", "url")
    )
    return ExtractedText(paragraphs, title, author, publisher, published, url, page.note, marks.located(paragraphs))


def _extract_pdf(content: bytes) -> ExtractedText:
    from briefing.sources.pdf.text import read_pdf

    read = read_pdf(content)
    title, author = (read.stated.get(key, "") for key in ("Title", "Author"))
    return ExtractedText(_clean(read.paragraphs), title, author, left_out=read.left_out)


def _extract_word(content: bytes) -> ExtractedText:
    from briefing.sources.word_file import read_word_file

    read = read_word_file(content)
    return ExtractedText(_clean_text(read.paragraphs), read.title, read.creator, left_out=read.left_out)


def _extract_mail(content: bytes) -> ExtractedText:
    from briefing.sources.mail_file import read_mail_file

    mail = read_mail_file(content)
    # The library that finds the article finds none in a page without a body.
    is_part = mail.is_page and "<body" not in mail.body.lower()
    body = (f"<html><body>{mail.body}</body></html>" if is_part else mail.body).encode()
    read = _extract_page(body) if mail.is_page else _extract_text(body)
    return replace(read, title=mail.subject, author=mail.sender, published=mail.date, publisher="", url="", note="")


def _clean_text(paragraphs: list[str]) -> tuple[str, ...]:
    """Return paragraphs as `_clean` does. Raises FileProblem where one has control characters, which a PDF may have."""
    check_letters(tuple(paragraphs))
    return _clean(paragraphs)


def _clean(paragraphs: list[str]) -> tuple[str, ...]:
    """Return each paragraph on one line, without ligatures and control characters; empty ones are left out."""
    lines = (" ".join(paragraph.translate(_CLEAN).split()) for paragraph in paragraphs)
    return tuple(line for line in lines if line)


_EXTRACTORS: Mapping[str, Callable[[bytes], ExtractedText]] = {
    ".txt": _extract_text,
    ".md": _extract_markdown,
    ".html": _extract_page,
    ".htm": _extract_page,
    ".pdf": _extract_pdf,
    ".docx": _extract_word,
    ".eml": _extract_mail,
}
