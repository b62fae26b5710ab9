"""Break labels into lines, and move them where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.figures.charts.chart_style import SMALL_PT
from briefing.figures.style import text_width_mm, wrap
from briefing.text.font_metrics import Weight


def wrap_label(text: str, width_mm: float, size_pt: float = SMALL_PT, weight: Weight = 400) -> list[str]:
    """Break a label into lines no wider than a width, at its spaces, and inside a word only where it is wider itself."""
    words = [piece for word in text.split(" ") for piece in _pieces(word, width_mm, size_pt, weight)]
    return wrap(" ".join(words), width_mm, size_pt, weight) or [""]


def _pieces(word: str, width_mm: float, size_pt: float, weight: Weight) -> list[str]:
    if text_width_mm(word, size_pt, weight) <= width_mm:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if piece and text_width_mm(f"{piece}{character}-", size_pt, weight) > width_mm:
            pieces.append(f"{piece}-" if piece[-1].isalpha() else piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of labels as near to where they are wanted as they can be between two ends without overlapping.

    They keep their order. Where they do not all fit, they reach beyond `high`.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    blocks: list[tuple[float, float, list[int]]] = []  # the top, the height and the members of labels that touch
    for i in order:
        top, height, members = _clamp(wanted[i] - heights[i] / 2, heights[i], low, high), heights[i], [i]
        while blocks and blocks[-1][0] + blocks[-1][1] > top:
            _, tall, others = blocks.pop()
            members = [*others, *members]
            height += tall
            top = _clamp(_mean_offset(members, wanted, heights), height, low, high)
        blocks.append((top, height, members))
    middles = [0.0] * len(wanted)
    for top, _, members in blocks:
        for i in members:
            middles[i] = top + heights[i] / 2
            top += heights[i]
    return middles


def _mean_offset(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Return the top of a block that moves its labels as little as possible."""
    offset, total = 0.0, 0.0
    for i in members:
        total += wanted[i] - (offset + heights[i] / 2)
        offset += heights[i]
    return total / len(members)


def _clamp(top: float, height: float, low: float, high: float) -> float:
    return max(low, min(top, high - height))
