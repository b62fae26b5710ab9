"""Lift images out of the paragraphs of Markdown, so that each can have a caption of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

LIFTED = "lifted_image"
"""The type of a block that is an image, the token of which is in its `meta` as `image`."""


def lift_images(tokens: Sequence[Token], is_lifted: Callable[[Token], bool]) -> Iterator[Token]:
    """Yield the tokens of a text; an image in a paragraph for which `is_lifted` is a block between what is before and after.

    Images in lists, tables, quotations, headings and links stay where they are.
    """
    position = 0
    while position < len(tokens):
        opening, *following = tokens[position : position + 3]
        if opening.type == "paragraph_open" and opening.level == 0 and following[0].children:
            yield from _divided(opening, following[0], following[1], is_lifted)
            position += 3
        else:
            yield opening
            position += 1


def _divided(opening: Token, inline: Token, closing: Token, is_lifted: Callable[[Token], bool]) -> Iterator[Token]:
    words: list[Token] = []
    for child in [*(inline.children or ()), None]:
        image = child if child and child.type == "image" and child.level == 0 and is_lifted(child) else None
        if child and not image:
            words.append(child)
            continue
        if trimmed := _without_edges(words):
            yield from (opening, replace(inline, children=trimmed), closing)
        words = []
        if image:
            yield Token(LIFTED, "", 0, meta={"image": image}, block=True)


def _without_edges(words: list[Token]) -> list[Token]:
    """Return the tokens of a line without the breaks and blanks at its ends."""
    blank = [
        word.type in ("softbreak", "hardbreak") or (word.type == "text" and not word.content.strip()) for word in words
    ]
    used = [n for n, is_blank in enumerate(blank) if not is_blank]
    return words[used[0] : used[-1] + 1] if used else []
