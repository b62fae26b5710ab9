"""The rules on markup of other programs: nothing a person wrote is printed raw, or not at all, without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.check.claims import CheckedText
from briefing.model.briefing import Briefing
from briefing.model.parts.table_data import ROWS
from briefing.text.markup.foreign import foreign_in_block, foreign_in_label, foreign_in_line
from briefing.text.markup.remarks import remarks

_LINES = ("bottom_line", "text", "judgement", "basis", "status", "note", "position", "what", "caption")
"""Keys of prose of one line; all other texts but sections and gaps are printed as they are written."""


def foreign_markup(given: CheckInput) -> Iterator[Finding]:
    """Find markup that the page does not understand."""
    ids = "|".join(re.escape(source.id) for source in given.briefing.sources)
    bare = re.compile(rf"(?<![\w@./[;-])@(?:{ids})(?![\w@-]| \[)") if ids else None
    for text in given.texts:
        for match in bare.finditer(text.words) if bare else ():
            what = f"“{match[0]}” is the id of a source, and is printed as it is written"
            yield Finding(text.path, what, f"write it as [{match[0]} para. 5]", match[0])
        written = _written(given.briefing, text)
        if text.path[0] == "sections" and text.path[-1] == "text":
            found = foreign_in_block(written)
        elif text.path[-1] in _LINES or text.path[0] == "gaps":
            found = foreign_in_line(written)
        else:
            found = foreign_in_label(written)
        for one in found:
            what = f"“{shorten(one.written, 60)}” {one.what}"
            yield Finding(text.path, what, one.hint, one.written)


def remark_printed(given: CheckInput) -> Iterator[Finding]:
    """Find the comments of other languages, which are no comments here."""
    for text in given.texts:
        for remark in remarks(_written(given.briefing, text)):
            what = f"“{shorten(remark, 60)}” is a remark, which would be printed and sent"
            yield Finding(text.path, what, "delete it; remarks of your own go after a # outside of texts", remark)


def _written(briefing: Briefing, text: CheckedText) -> str:
    if ROWS in text.path:
        return text.words
    value: object = briefing
    for part in text.path:
        if isinstance(part, str):
            value = getattr(value, part)
        elif isinstance(value, tuple):
            value = value[part]
    return str(value)
