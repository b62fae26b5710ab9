"""How the rows of tables are divided among pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.templating import Markup

UNSPLIT_LINES = 6
"""A row of at most so many lines stays on one page: three of its lines would be left on either side of the break."""

_TAG = re.compile("<[^>]*>")


def tall_mark(*cells: tuple[int, Sequence[str]]) -> Markup:
    """Return the attribute of a row that may be split between two pages; nothing where it takes few lines.

    Each cell is given by about how many characters fit a line of it, and its paragraphs.
    """
    for characters, paragraphs in cells:
        if sum(map(len, paragraphs)) > characters:  # seldom
            lines = sum(-(-len(_TAG.sub("", text)) // characters) for text in paragraphs)
            if lines > UNSPLIT_LINES:
                return Markup(" data-tall")
    return Markup("")
