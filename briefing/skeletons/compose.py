"""Compose the skeleton of a new briefing of the parts that its kind has, which all kinds share (`templates/new/`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Template

from briefing.resources import TEMPLATES
from briefing.skeletons.kinds import KINDS

SNIPPETS = TEMPLATES / "new"

ENTRY = "  -"
"""What a part begins with that is an entry of the list before it."""

ORDER = "parts"
"""The part that says in which order those of the page stand."""

FIRST, LAST = ("head", "bottom_line"), ("sources",)
"""The parts that every skeleton begins and ends with."""


def compose_skeleton(kind: str, values: Mapping[str, str]) -> str:
    """Return the skeleton of a kind, with the values of `id`, `today`, `as_of` and `next_update` filled in."""
    chosen = KINDS[kind]
    text = ""
    for name in (*FIRST, *([ORDER] if chosen.page else ()), *chosen.parts, *LAST):
        snippet = read_snippet(name)
        text += snippet if not text or snippet.startswith(ENTRY) else f"\n{snippet}"
    return Template(text).substitute(values, title=chosen.title, series=chosen.series, parts=", ".join(chosen.page))


def read_snippet(name: str) -> str:
    """Return a part of skeletons as it is written, the names of what is filled in after a dollar sign."""
    return (SNIPPETS / f"{name}.yaml").read_text(encoding="utf-8")


def all_snippets() -> Iterator[str]:
    """Yield every part that a skeleton is composed of once, as a YAML document of its own; none that is all comment."""
    for name in dict.fromkeys([*FIRST, *(name for kind in KINDS.values() for name in kind.parts), *LAST]):
        snippet = read_snippet(name)
        if any(line and not line.startswith("#") for line in snippet.splitlines()):
            yield f"sections:\n{snippet}" if snippet.startswith(ENTRY) else snippet
