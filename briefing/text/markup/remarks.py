"""Find remarks between authors, written as comments of other languages, which would be printed and sent to every reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENTS = re.compile(
    r"<!--(?:[^\n]{0,300}?-->)?"  # HTML; a comment of several lines is found by its beginning
    r"|\{>>[^\n]{0,300}?<<\}"  # CriticMarkup
    r"|%%(?=\s?\S)[^%\n]{1,300}%%"  # Obsidian
    r"|\{#[^\n#]{1,300}#\}"  # Jinja
    r"|\{\{![^\n]{0,300}?\}\}"  # Mustache
    r"|/\*[^\n]{0,300}?\*/|^[ \t]*//[ \t][^\n]{1,300}"  # programs
    r"|\b(?:TODO|FIXME|XXX)\b(?=[:(])[^\n]{0,300}|\[(?:TODO|FIXME|XXX|TK|TBC|tbc)\b[^\]\n]{0,300}\](?!\()",
    re.MULTILINE,
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]{1,300}?(?<!`)\1(?!`)")


def remarks(text: str) -> Iterator[str]:
    """Yield the comments in a text, as written; those in code (`<!-- -->` between backticks) are meant to be printed."""
    blank = _CODE.sub(lambda match: " " * len(match[0]), text) if "`" in text else text
    yield from (match[0].strip() for match in _COMMENTS.finditer(blank))
