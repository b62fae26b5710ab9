"""The numbers of lists, as their author wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_WIDTH_OF_DIGIT = 0.6
"""In units of the size of the type, with some room."""


def numbered_lists(tokens: Sequence[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """Yield each numbered list, and the tokens that open its items; the number of an item is its `info`."""
    open_lists: list[tuple[Token, list[Token]]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            open_lists.append((token, []))
        elif token.type == "list_item_open":
            open_lists[-1][1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            opening, items = open_lists.pop()
            if opening.type == "ordered_list_open":
                yield opening, items


def set_numbers(tokens: Sequence[Token]) -> None:
    """Let every item of a numbered list have the number it was written with; a list of 1. alone counts by itself.

    The layout engine does not read `start` and `value`, so that the counter is set as well.
    """
    for opening, items in numbered_lists(tokens):
        numbers = [int(item.info) for item in items]
        if set(numbers) == {1}:
            continue
        before = numbers[0] - 1
        styles = [f"counter-reset: list-item {before}"] if before else []
        if (digits := len(str(max(numbers)))) > 1:
            styles.append(f"padding-left: {1 + _WIDTH_OF_DIGIT * digits:.1f}em")
        if styles:
            opening.attrs["style"] = "; ".join(styles)
        for item, number in zip(items, numbers, strict=True):
            if number != before + 1:
                item.attrs |= {"value": number, "style": f"counter-increment: list-item {number - before}"}
            before = number
