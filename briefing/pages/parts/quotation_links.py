"""Links between the quotations of a page and the part that shows where their sources say so, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.model.briefing import Briefing
from briefing.model.parts.evidence import Evidence, QuotationUse
from briefing.pages.parts.item_marks import ItemKey

TextSpot = tuple[str, int | None]
"""A text as the author wrote it, and which of its references, from 0; None for the references of its entry."""


@dataclass(frozen=True)
class ReferenceLinks:
    """What a reference is for the quotation before it: the place to return to, and the entry of each source it names."""

    anchor: str
    entries: Mapping[str, str] = field(default_factory=dict)


class QuotationLinks:
    """Knows the reference of each quotation while a page is written, and afterwards where each quotation is.

    A line of a page does not know which value of the briefing it is, so a reference is found by the text it is in. `ids` are
    those of the items that have no reference to link to.
    """

    def __init__(self, evidence: Sequence[Evidence], briefing: Briefing) -> None:
        self._briefing = briefing
        self._links: dict[TextSpot, ReferenceLinks] = {}
        self._written: set[TextSpot] = set()
        self._paths: dict[TextSpot, set[tuple[str | int, ...]]] = {}
        self.ids: dict[ItemKey, str] = {}
        for number, one in enumerate(evidence, start=1):
            for use in one.uses:
                if spot := self._spot(use):
                    before = self._links.get(spot)
                    entries = {one.source: entry_id(number)} | dict(before.entries if before else {})
                    anchor = before.anchor if before else f"quoted-{len(self._links) + 1}"
                    self._links[spot] = ReferenceLinks(anchor, entries)
                    self._paths.setdefault(spot, set()).add(use.path)

    def at(self, text: str, reference: int | None) -> ReferenceLinks | None:
        """Return the links of a reference that is being written; None for one without, and where its text is repeated."""
        spot = text, reference
        if spot in self._written or spot not in self._links:
            return None
        self._written.add(spot)
        return self._links[spot]

    def place(self, use: QuotationUse) -> str:
        """Return the id of where a quotation is, once the page is written: its reference, else its item; often nothing."""
        spot, item = self._spot(use), _item(use.path)
        # Where two items have one text, its reference is that of either.
        if spot in self._written and (len(self._paths[spot]) == 1 or item is None):
            return self._links[spot].anchor
        return self.ids.setdefault(item, item_id(item)) if item else ""

    def _spot(self, use: QuotationUse) -> TextSpot | None:
        value: object = self._briefing
        for part in use.path:
            if isinstance(part, int):
                value = value[part] if isinstance(value, tuple) and part < len(value) else None
            else:
                value = getattr(value, part, None)
        return (value, use.reference) if isinstance(value, str) else None


def entry_id(number: int) -> str:
    """Return the id of an entry of the part, by its number from 1."""
    return f"says-{number}"


def item_id(item: ItemKey) -> str:
    """Return the id of an item of the page."""
    part, position = item
    return f"item-{part}" if position is None else f"item-{part}-{position + 1}"


_ITEMS = ("summary", "assessment", "actors", "reactions", "timeline", "sections", "images", "gaps")
"""The parts whose items the page marks one by one."""


def _item(path: tuple[str | int, ...]) -> ItemKey | None:
    """Return the item of the page that a value is in; None where the page has none for it."""
    part, position = path[0], path[1] if len(path) > 1 else None
    if part in ("title", "bottom_line"):
        return str(part), None
    if isinstance(position, int):
        if part == "figures":
            return "key_figures", position
        if part in _ITEMS:
            return str(part), position
    return None
