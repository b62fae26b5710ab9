"""How a key figure differs from that of an earlier edition: computed where both are exact numbers of one thing, else stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from briefing.model.edition_statement import Change, EditionStatement
from briefing.model.key_figures.figure import KeyFigure, fold_label
from briefing.model.key_figures.value import FigureValue, begins_with_percent, parse_value, read_number, says_rough

PART = "key_figures"
"""The part of a change that is one of a key figure."""


@dataclass(frozen=True)
class EarlierFigure:
    """A key figure of an earlier edition: its label as it is compared, its value and its unit."""

    label_key: str
    value: str
    unit: str

    @property
    def counted(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}" if self.unit else self.value


@dataclass(frozen=True)
class EarlierFigures:
    """The key figures of an earlier edition, by its number."""

    edition: int
    figures: tuple[EarlierFigure, ...] = ()

    def find(self, label: str) -> EarlierFigure | None:
        """Return the figure with a label; None where there was none."""
        return next((figure for figure in self.figures if figure.label_key == fold_label(label)), None)


@dataclass(frozen=True)
class FigureChange:
    """What has become of a key figure since an edition.

    `difference` is a signed number as its author would write it, `0` where nothing has changed, with `is_share` of
    percentage points (how many are in `points`); where it cannot be computed it is empty, and `before` is the earlier value.
    """

    edition: int
    before: str
    difference: str = ""
    is_share: bool = False
    points: int = 0


def earlier_figures(edition: int, figures: Sequence[KeyFigure]) -> EarlierFigures:
    """Return the key figures of an edition as a later one compares with them."""
    return EarlierFigures(
        edition, tuple(EarlierFigure(figure.label_key, figure.value, figure.unit or "") for figure in figures)
    )


def figures_before(statement: EditionStatement, figures: Sequence[KeyFigure]) -> EarlierFigures | None:
    """Return the key figures before the changes that an edition states; None where it is compared with no other.

    So an edition that is built again prints what it printed first, without the earlier one at hand.
    """
    if statement.since is None:
        return None
    changes: dict[int, list[Change]] = {}
    for change in statement.changes:
        if change.part == PART and change.position is not None:
            changes.setdefault(change.position, []).append(change)
    before = (_before(figure, changes.get(position, ())) for position, figure in enumerate(figures))
    return EarlierFigures(statement.since, tuple(figure for figure in before if figure))


def _before(figure: KeyFigure, changes: Sequence[Change]) -> EarlierFigure | None:
    texts = {change.aspect: change.before for change in changes if change.kind != "moved"}
    is_new = any(change.kind == "added" and not change.aspect for change in changes)
    if is_new or fold_label(texts.get("label", figure.label)) != figure.label_key:
        return None
    return EarlierFigure(figure.label_key, texts.get("", figure.value), texts.get("unit", figure.unit or ""))


def figure_change(figure: KeyFigure, earlier: EarlierFigures | None, language: str) -> FigureChange | None:
    """Return how a figure differs from an earlier edition; None where that had none with this label."""
    before = earlier.find(figure.label) if earlier else None
    if earlier is None or before is None:
        return None
    is_same_unit = fold_label(before.unit) == fold_label(figure.unit or "")
    if is_same_unit and before.value == figure.value:
        return FigureChange(earlier.edition, before.counted, "0")
    shown = before.value if is_same_unit else before.counted
    stated = FigureChange(earlier.edition, shown)
    try:
        old, new = parse_value(before.value), parse_value(figure.value)
    except ValueError:  # an earlier version of the program may have allowed other values
        return stated
    if not is_same_unit or says_rough(f"{figure.label} {figure.unit or ''}") or not _are_comparable(old, new):
        return stated
    return _difference(old, new, stated, figure, language)


def _are_comparable(old: FigureValue, new: FigureValue) -> bool:
    return old.is_exact and new.is_exact and (old.scale, old.unit) == (new.scale, new.unit)


def _difference(
    old: FigureValue, new: FigureValue, stated: FigureChange, figure: KeyFigure, language: str
) -> FigureChange:
    """Return the difference of two exact values; where they are not equally precise, what was stated."""
    one, other = read_number(old.numbers[0], language), read_number(new.numbers[0], language)
    if one.decimals != other.decimals:
        return stated
    change = other.value - one.value
    if not change:
        return FigureChange(stated.edition, stated.before, "0")
    digits = f"{abs(change):,.{other.decimals}f}"
    marks = {",": other.thousands or one.thousands, ".": other.point}
    written = "".join(marks.get(character, character) for character in digits)
    is_share = new.unit == "%" or begins_with_percent(figure.unit or "")
    scale = f" {new.scale_word}" if new.scale_word else ""
    number = f"{'+' if change > 0 else '−'}{written}{scale}"
    return FigureChange(stated.edition, stated.before, number, is_share, ceil(abs(change)))
