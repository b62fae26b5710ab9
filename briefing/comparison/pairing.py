"""Pair the items of two lists that are the same or similar, and find those that have moved, also to another part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from briefing.model.edition_statement import Change

Item = TypeVar("Item")

MIN_SIMILARITY = 0.55
"""The similarity, from 0 to 1, from which two items are one that was changed; found by trial on edited briefings."""
MIN_SIMILARITY_RENAMED = 0.75
"""The similarity from which two items with different keys are one under a new name."""
MOST_COMPARED = 10_000
"""The most pairs whose similarity is measured; of longer lists, only neighbours are compared."""
SHORTEST_MOVED = 20
"""A text with fewer characters does not count as moved: it can be in another part by chance."""
_NAMED = ("actors", "reactions", "sources")
"""Parts whose texts belong to someone: the same words of another body are not moved."""
_WHOLE = ("", "paragraph", "row")
"""Aspects of a change that is one of a whole text."""


def pair_items(
    old: Sequence[Item],
    new: Sequence[Item],
    similarity: Callable[[Item, Item], float],
    same_key: Callable[[Item, Item], bool] | None = None,
) -> dict[int, int]:
    """Return the index in the old list of each item of the new: equal ones first, then the most similar.

    Items for which `same_key` is true are the same item whatever their similarity.
    """
    pairs = _equal(old, new)
    used = set(pairs.values())
    left_new = [n for n in range(len(new)) if n not in pairs]
    left_old = [n for n in range(len(old)) if n not in used]
    reach = len(old) + len(new) if len(left_new) * len(left_old) <= MOST_COMPARED else 20
    candidates = []
    for at, position in enumerate(left_new):
        for index in left_old[max(at - reach, 0) : at + reach]:
            keyed = same_key is not None and same_key(old[index], new[position])
            candidates.append((keyed, similarity(old[index], new[position]), -position, -index))
    for keyed, score, position, index in sorted(candidates, reverse=True):
        least = 0 if keyed else MIN_SIMILARITY if same_key is None else MIN_SIMILARITY_RENAMED
        if score >= least and -position not in pairs and -index not in used:
            pairs[-position] = -index
            used.add(-index)
    return pairs


def _equal(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Return the index in the old list of each item of the new that is equal: the first ones of each first."""
    places: dict[Item, list[int]] = {}
    for index, item in enumerate(old):
        places.setdefault(item, []).append(index)
    return {n: found.pop(0) for n, item in enumerate(new) if (found := places.get(item))}


def find_moved(old: Sequence[Item], new: Sequence[Item], pairs: Mapping[int, int]) -> set[int]:
    """Return the positions in the new list of the equal items that moved: the fewest that explain the new order."""
    equal = [n for n in sorted(pairs) if new[n] == old[pairs[n]]]
    # The longest rising row of old indexes stayed in place.
    tails: list[int] = []
    places: list[int] = []
    for position in equal:
        at = bisect_left(tails, pairs[position])
        tails[at : at + 1] = [pairs[position]]
        places.append(at)
    stayed: set[int] = set()
    wanted = len(tails) - 1
    for position, at in zip(reversed(equal), reversed(places), strict=True):
        if at == wanted:
            stayed.add(position)
            wanted -= 1
    return set(equal) - stayed


def join_moved(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes, with one that is moved for a text that was removed from one part and added to another."""
    whole = [change for change in changes if change.aspect in _WHOLE and change.part not in _NAMED]
    removed = {change.before for change in whole if change.kind == "removed"}
    added = {change.after for change in whole if change.kind == "added"}
    moved = {text for text in added & removed if len(text) >= SHORTEST_MOVED}
    for change in changes:
        is_moved = change in whole and (change.after or change.before) in moved
        if is_moved and change.kind == "added":
            yield replace(change, kind="moved", before=change.after)
        elif not (is_moved and change.kind == "removed"):
            yield change
