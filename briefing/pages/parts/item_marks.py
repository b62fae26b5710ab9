"""Marks on the items of a page: a bar beside what has changed since the last edition, a note where a draft has a problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from briefing.i18n import Translator
from briefing.templating import Markup, css_string

ItemKey = tuple[str, int | None]
"""A part of a briefing and the position of one of its items from 0; None for a part that is one item."""


class ItemMarks:
    """Says which items of a page are marked: those that have `changed`, and those with open problems, by their numbers.

    `ids` are those of the items that are linked to.
    """

    def __init__(
        self,
        changed: Collection[ItemKey],
        problems: Mapping[ItemKey, Sequence[int]],
        ids: Mapping[ItemKey, str],
        translator: Translator,
    ) -> None:
        self._changed, self._problems, self._ids, self._translator = changed, problems, ids, translator

    def mark(self, part: str, position: int | None = None) -> Markup:
        """Return the attributes of an item's element: id, class, and the note that its style sheet adds; often nothing."""
        name = self._ids.get((part, position))
        return (Markup(' id="{}"').format(name) if name else Markup("")) + self._class(part, position)

    def _class(self, part: str, position: int | None) -> Markup:
        numbers = self._problems.get((part, position), ())
        if numbers:
            translator = self._translator
            shown = ", ".join(map(str, numbers))
            note = translator.ngettext("open problem {numbers}", "open problems {numbers}", len(numbers), numbers=shown)
            return Markup(' class="flagged" style="--problem: {}"').format(str(css_string(f"[{note}]")))
        return Markup(' class="changed"') if (part, position) in self._changed else Markup("")
