"""What a page prints of Markdown: as a list of texts, as tables, and as Markdown for the copy that is sent with the PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as read_image

from briefing.text.markdown import _printed, _reader, all_tokens

_IMAGES = "images"
"""Where a reader notes the source of each image, and its description."""


def printed_markdown(text: str) -> str:
    """Return prose without what no page shows: images, whose names are the desk's own, and link definitions not in use.

    `[//]: # (a remark)` is such a definition. Prose of images alone becomes their descriptions.
    """
    # Without an image its definition is no longer in use; a definition inside another is seen when that one is gone.
    for reduce in (_without_images, _without_definitions, _without_definitions):
        text = reduce(text)
    return text


def _without_images(text: str) -> str:
    env: dict[str, Any] = {}
    _recording_reader().parse(text, env)
    images: list[tuple[str, str]] = env.get(_IMAGES, [])
    reduced = text
    for source, _ in images:
        reduced = reduced.replace(source, "")
    return reduced if reduced.strip() else "\n\n".join(alt for _, alt in images)


def _without_definitions(text: str) -> str:
    env: dict[str, Any] = {}
    used = {token.meta["label"] for token in all_tokens(_recording_reader().parse(text, env)) if "label" in token.meta}
    unused = [one for label, one in _definitions(env) if label not in used]
    lines = {line for one in unused for line in range(*one["map"])}
    return "\n".join(written for number, written in enumerate(text.split("\n")) if number not in lines)


def _definitions(env: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the link definitions of a text by their label; of several with one label, only the first can be in use."""
    yield from env.get("references", {}).items()
    yield from (("", one) for one in env.get("duplicate_refs", ()))


@cache
def _recording_reader() -> MarkdownIt:
    """Return a reader of its own that reads as the page does, and notes what it reads."""
    reader = _reader.__wrapped__("en")
    reader.options["store_labels"] = True
    reader.inline.ruler.at("image", _note_image)
    return reader


def _note_image(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = read_image(state, silent)
    if found and not silent:
        state.env.setdefault(_IMAGES, []).append((state.src[start : state.pos], state.tokens[-1].content))
    return found


CELL_MARK = " · "
"""What stands between two cells of a row where that is given as one text."""


def printed_items(text: str, language: str) -> list[str]:
    """Return prose as a list of its paragraphs, headings, items of lists and rows of tables, each without its markup."""
    items: list[str] = []
    cells: list[str] | None = None
    for token in _reader(language[:2]).parse(text):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            items.append(CELL_MARK.join(cells or ()))
            cells = None
        elif token.type in ("inline", "fence", "code_block"):
            words = _printed(token.children).text if token.children else token.content
            (items if cells is None else cells).append(" ".join(words.split()))
    return [item for item in items if item]


def printed_tables(text: str, language: str) -> list[tuple[list[list[str]], str]]:
    """Return prose in order as its tables, each as rows of cells, and its other texts, each with no rows."""
    parts: list[tuple[list[list[str]], str]] = []
    is_table = False
    for token in _reader(language[:2]).parse(text):
        if token.type in ("table_open", "table_close"):
            is_table = token.nesting > 0
            parts += [([], "")] if is_table else []
        elif token.type == "tr_open":
            parts[-1][0].append([])
        elif token.type == "inline":
            words = _printed(token.children or ()).text
            if is_table:
                parts[-1][0][-1].append(words)
            else:
                parts.append(([], words))
    return parts
