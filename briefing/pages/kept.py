"""What was worked out and may be wanted again: kept by its content, within bounds, for as long as the process lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Shelf(Generic[Key, Value]):
    """Values by the content they were made of; those not asked for longest go, so that the weight of all stays bounded."""

    def __init__(self, most: int, weigh: Callable[[Key, Value], int]) -> None:
        self._most, self._weigh = most, weigh
        self._held: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def get(self, key: Key) -> Value | None:
        """The value kept for a key, if there is one."""
        held = self._held.pop(key, None)
        if held is None:
            return None
        self._held[key] = held  # the last asked for comes last
        return held[0]

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, unless it alone is too heavy."""
        weight = self._weigh(key, value)
        if weight > self._most or key in self._held:
            return
        self._held[key] = (value, weight)
        self._weight += weight
        while self._weight > self._most:
            self._weight -= self._held.pop(next(iter(self._held)))[1]

    def clear(self) -> None:
        """Let go of all that is kept."""
        self._held.clear()
        self._weight = 0

    @property
    def weight(self) -> int:
        """What all that is kept weighs."""
        return self._weight
