"""The rule that nothing of the template for a new briefing is left in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.load.located_values import ValuePath
from briefing.load.yaml_reader import read_yaml
from briefing.skeletons.compose import all_snippets
from briefing.skeletons.kinds import KINDS
from briefing.text.citations import IN_PROSE

_CHOICES = frozenset(
    {"id", "series", "language", "marking", "as_of", "next_update", "contact", "likelihood", "confidence", "stance"}
    | {"own", "date", "when", "source", "published", "value", "unit", "tone", "focus", "countries", "parts"}
    | {"latitude", "longitude", "since"}
)
"""Keys of the template whose values may be right as they are."""

_WORDS = 4
"""A sentence of so many words is looked for inside other texts too; shorter ones may have been meant."""

_LABEL = re.compile(r"^\*\*[^*]+\*\*\s*")
"""The bold words that begin a key point: they may be right as they are."""


def template_text(given: CheckInput) -> Iterator[Finding]:
    """Find texts of the template, once in each part of the briefing."""
    found: dict[str | int, list[tuple[ValuePath, str]]] = {}
    for path, text in _texts(given.briefing.model_dump(mode="json", exclude_unset=True), ()):
        if (left := _left(text)) and not _CHOICES.intersection(path):
            found.setdefault(path[0], []).append((path, left))
    hint = "replace it, or delete what you do not need"
    draft = "; to see the page meanwhile, add --draft to the build"
    for texts in found.values():
        path, left = texts[0]
        more = f", and {len(texts) - 1} more in this part," if len(texts) > 1 else ""
        verb = "are" if more else "is"
        yield Finding(path, f"“{shorten(left)}”{more} {verb} still the text of the template", hint + draft, left)
        draft = ""


def _left(text: str) -> str:
    """Return the words of the template that a text has; empty where it has none."""
    plain = _plain(text)
    sentences = _template_sentences()
    if plain in sentences:
        return plain
    return next((one for one in sentences if len(one.split()) >= _WORDS and one in plain), "")


@cache
def _template_sentences() -> frozenset[str]:
    """Return the sentences of the template for a new briefing that are to be replaced."""
    texts = [kind.title for kind in KINDS.values()]
    for snippet in all_snippets():
        values, _ = read_yaml("", snippet.encode())
        texts += [text for path, text in values.scalars() if "$" not in text and _is_to_be_replaced(path, text)]
    return frozenset(part for text in map(_plain, texts) for part in (text, *re.split(r"(?<=[.!?])\s+", text)))


def _is_to_be_replaced(path: ValuePath, text: str) -> bool:
    """Tell whether a text of the template cannot stay; a short heading of a section can."""
    is_heading = path[0] == "sections" and path[-1] == "title"
    return not _CHOICES.intersection(path) and not (is_heading and len(text.split()) < _WORDS)


def _plain(text: str) -> str:
    """Return a text without the label that may begin it, without citations, and with single spaces."""
    return " ".join(IN_PROSE.sub("", _LABEL.sub("", text.strip())).split())


def _texts(value: object, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    """Yield every text of a briefing, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
