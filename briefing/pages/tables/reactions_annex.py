"""Reactions that are too many for the page: an annex that is laid out in parts, and how many there are of each stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from briefing.i18n import Translator
from briefing.model.parts.stances import OwnStance, stance_order
from briefing.pages.document import Annex
from briefing.pages.rows import ReactionRow
from briefing.part_names import stance_names
from briefing.templating import DeskTemplates, Markup, fill_template


def reactions_annex(
    values: Mapping[str, object], reactions: Sequence[ReactionRow], translator: Translator, desk: DeskTemplates = ()
) -> Annex:
    """Return the reactions as a table that closes the document and is laid out in parts."""
    rows_here = "<!-- the rows -->"

    def around(part: str) -> tuple[str, str]:
        page = fill_template("long.html.j2", translator, desk, **values, part=part, rows=Markup(rows_here))  # noqa: S704
        before, _, after = page.partition(rows_here)
        return before, after

    opening, closing = around("opening")
    # Thousands of rows: each is given only what it names.
    item_mark = values["item_mark"]
    rows = tuple(
        fill_template(
            "parts/reaction.html.j2", translator, desk, item_mark=item_mark, reaction=reaction, position=position
        )
        for position, reaction in enumerate(reactions)
    )
    return Annex(opening, around("continuing")[0], rows, closing, around("blank")[0])


TALLIED = 8
"""From so many reactions on, a line above their table counts them by stance."""


def count_by_stance(reactions: Sequence[ReactionRow], own: Sequence[OwnStance], translator: Translator) -> str:
    """Return where the reactions are that an annex has, how many there are, and how many of each stance."""
    return translator.gettext(
        "All {count} reactions are in the annex. They are, by stance: {stances}.",
        count=translator.number(len(reactions)),
        stances=_stances(reactions, own, translator),
    )


def tally(reactions: Sequence[ReactionRow], own: Sequence[OwnStance], translator: Translator) -> str:
    """Return the line that counts reactions by stance; nothing of a few."""
    if len(reactions) < TALLIED:
        return ""
    return translator.gettext("By stance: {stances}.", stances=_stances(reactions, own, translator))


def _stances(reactions: Sequence[ReactionRow], own: Sequence[OwnStance], translator: Translator) -> str:
    """Return how many there are of each stance, the most frequent first, else from support on."""
    names = stance_names(translator)
    order = [names.get(stance, stance) for stance in stance_order(own)]
    counts = Counter(reaction.stance for reaction in reactions)
    counted = sorted(
        counts.items(), key=lambda pair: (-pair[1], order.index(pair[0]) if pair[0] in order else len(order))
    )
    return ", ".join(f"{stance} {translator.number(count)}" for stance, count in counted)
