"""Protective markings: the schemes a briefing may carry, each in order from the widest audience to the narrowest.

TLP is FIRST's Traffic Light Protocol 2.0 (2022): labels in capitals, never translated. GSC is the United Kingdom's
Government Security Classifications (2023), with the handling instruction SENSITIVE on OFFICIAL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """A marking scheme: its name and its markings, widest audience first."""

    name: str
    markings: tuple[str, ...]


SCHEMES = (
    Scheme("TLP", ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")),
    Scheme("GSC", ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")),
)
MARKINGS = tuple(marking for scheme in SCHEMES for marking in scheme.markings)

_COLOURS = {"TLP:RED": "#ff2b2b", "TLP:AMBER+STRICT": "#ffc000", "TLP:AMBER": "#ffc000", "TLP:GREEN": "#33ff00"}


def marking_colour(marking: str) -> str:
    """Return the colour of a marking's text on black, as in CSS: TLP 2.0's (FIRST, 2022); white for every other."""
    return _COLOURS.get(marking, "#ffffff")


def scheme_of(marking: str, schemes: Sequence[Scheme]) -> Scheme | None:
    """Return the scheme a marking belongs to, or None."""
    return next((scheme for scheme in schemes if marking in scheme.markings), None)


def is_within(marking: str, ceilings: Sequence[str], schemes: Sequence[Scheme]) -> bool:
    """Tell whether readers cleared up to `ceilings` (at most one per scheme) may read a document with this marking."""
    return any(may_repeat(marking, ceiling, schemes) for ceiling in ceilings)


def may_repeat(earlier: str, marking: str, schemes: Sequence[Scheme]) -> bool:
    """Tell whether a document with this marking may quote one marked `earlier`: that was for no fewer readers."""
    scheme = scheme_of(marking, schemes)
    if scheme is None or earlier not in scheme.markings:
        return False
    return scheme.markings.index(earlier) <= scheme.markings.index(marking)
