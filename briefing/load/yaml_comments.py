"""Tell a comment after a YAML value from a text that its `#` cuts off: `text: Berth # 4 burnt.` prints as `Berth`."""

from __future__ import annotations

import re

_SENTENCES = frozenset(
    ("title", "text", "bottom_line", "summary", "judgement", "basis", "status", "note", "position", "what", "gaps")
) | {"quote", "original", "caption", "alt"}
_LABELS = frozenset(
    ("name", "role", "affiliation", "side", "body", "speaker", "capacity", "series", "publisher", "author", "credit")
) | {"show", "expect"}

_COMMENT = re.compile(r"(?P<gap>[ \t]+)#[ \t]*(?P<remark>[^\n]*)")
_ENDED = re.compile(r"[.!?…。！？؟।۔][\"'”’»)\]]*$|\]$")
"""What a finished sentence ends with: its mark and what closes after it, or a citation."""


def cut_by_comment(text: str, start: int, end: int, key: str) -> int | None:
    """Return the offset of the # that seems to cut off the value of a key, or None.

    `start` and `end` are those of the value as it is written in `text`, with its quotation marks where it has some.
    """
    comment = _COMMENT.match(text, end)
    if not comment or not (remark := comment["remark"].strip()):
        return None
    prose, quoted = key in _SENTENCES, text[start:end].startswith(('"', "'"))
    ended = _ENDED.search(text[start:end])
    joined = comment["gap"] == " "  # remarks are mostly set off by more
    cut = (
        (not quoted and text[comment.end("gap") + 1 :][:1].strip() != "")
        or (prose and "[@" in remark)
        or ((prose or key in _LABELS) and joined and not ended and remark[0].isdigit())
        or (prose and joined and not ended and not quoted and _continues(remark))
    )
    return comment.end("gap") if cut else None


def _continues(remark: str) -> bool:
    """Tell whether a text reads as the rest of a sentence: its first letter is small, or it has the end of one."""
    return remark[0].islower() or bool(_ENDED.search(remark))
