"""What was aimed at, and whether it was met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """A figure beside its target: the most it may be, or the least where `at_least`; None where it was not measured."""

    what: str
    figure: float | None
    target: float
    at_least: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether it was measured and the target holds for it as it is, not as it is rounded."""
        if self.figure is None:
            return False
        return self.figure >= self.target if self.at_least else self.figure <= self.target

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return "not measured" if self.figure is None else "met" if self.met else "MISSED"

    @property
    def aim(self) -> str:
        """The target, as it is written."""
        return f"{'≥' if self.at_least else '≤'} {self.target:{'.0f' if self.unit else '.2f'}}{self.unit}"

    @property
    def shown(self) -> str:
        """The figure, as it is written: so exact that rounding hides no miss."""
        if self.figure is None:
            return "–"
        digits = 0 if self.unit else 2
        rounded = Verdict(self.what, float(f"{self.figure:.{digits}f}"), self.target, self.at_least)
        return f"{self.figure:.{digits if rounded.met == self.met else digits + 2}f}{self.unit}"
