"""Pair the items of two lists that are the same or similar, and find those that have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Item = TypeVar("Item")

MIN_SIMILARITY = 0.55
"""The similarity, from 0 to 1, from which two items are one that was changed; found by trial on edited briefings."""
MIN_SIMILARITY_RENAMED = 0.75
"""The similarity from which two items with different keys are one under a new name."""
MOST_COMPARED = 10_000
"""The most pairs whose similarity is measured; of longer lists, only neighbours are compared."""


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
