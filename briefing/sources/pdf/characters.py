"""The characters of a page of a PDF, raised and lowered figures as characters of their own: of 10⁶ the library makes 106."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefing.text.markup.raised import lowered, raised, raised_letter

_FIGURES = frozenset("0123456789+-−")
_SMALLER, _SHIFTED, _OTHER_LINE = 0.95, 0.12, 0.8
"""A raised figure is smaller than the sign before it, and shifted by a share of its height, but less than a line."""
_BREAK = "\r\n"


class Box(NamedTuple):
    """Where a character is: its left side, its baseline and its height, in points from the lower left corner of the page."""

    left: float
    baseline: float
    height: float


def set_raised_figures(text: str, locate: Callable[[int], Box]) -> Iterator[tuple[str, int]]:
    """Yield the characters of a page in reading order, each with its number in `text`; `locate` tells where one is."""
    on_line: int | None = None  # the character before, of the same word, that stands on the line
    number = 0
    while number < len(text):
        sign = text[number]
        may_shift = on_line is not None and (sign in _FIGURES or _may_be_note(text, number))
        shift = _shift(locate(on_line), locate(number)) if on_line is not None and may_shift else 0
        if not shift:
            yield sign, number
            on_line = None if sign.isspace() else number
        else:
            raise_sign = raised_letter if sign.isalpha() else raised
            yield (raise_sign(sign) if shift > 0 else lowered(sign)), number
            # After a shifted figure the library ends the line, though the words go on.
            following = number + 1 + len(_BREAK)
            breaks = text.startswith(_BREAK, number + 1) and following < len(text)
            if breaks and on_line is not None and _is_same_line(locate(on_line), locate(following)):
                number, on_line = following - 1, None
        number += 1


def _may_be_note(text: str, number: int) -> bool:
    """Tell whether a letter may be that of a note: single, after a word; not the ending of a number (5th, XXe)."""
    before, after = text[max(number - 2, 0) : number], text[number + 1 : number + 2]
    return (
        "a" <= text[number] <= "z"
        and len(before) == 2
        and before.isalpha()
        and before[1].islower()
        and not after.isalnum()
    )


def _shift(before: Box, figure: Box) -> int:
    """Return 1 where a figure is raised against the character before it, -1 where it is lowered, otherwise 0."""
    moved = figure.baseline - before.baseline
    is_small = figure.height < _SMALLER * before.height
    if not is_small or not _SHIFTED * before.height < abs(moved) < _OTHER_LINE * before.height:
        return 0
    return 1 if moved > 0 else -1


def _is_same_line(before: Box, following: Box) -> bool:
    return abs(following.baseline - before.baseline) < _SHIFTED * before.height and following.left > before.left
