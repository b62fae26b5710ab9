"""The elements of a saved page without which its text would say something else than the page shows."""

from __future__ import annotations

import re
from typing import Any

from briefing.text.markup.raised import lowered, raised

_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK_OUT = ("del", "s", "strike")
_WHOLE_PAGE = ("html", "head", "body")


def set_raised_signs(page: Any) -> None:
    """Write raised and lowered signs as characters: `10<sup>6</sup>` is not 106, and `400<sup>1</sup>` is 400 with a note."""
    for element in [*page.iter("sup", "sub")]:
        words = element.text_content()
        for child in list(element):
            element.remove(child)
        element.text = (raised if element.tag == "sup" else lowered)(words)


def remove_unseen(page: Any) -> None:
    """Remove the words that are struck out, or marked as not shown.

    What is hidden and has paragraphs of its own stays: scripts show whole articles, or what is below "Read more".
    """
    for element in [*page.iter()]:
        if element.getparent() is not None and (element.tag in _STRUCK_OUT or _is_hidden(element)):
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    hidden = element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style") or "")
    return bool(hidden) and element.tag not in _WHOLE_PAGE and element.find(".//p") is None
