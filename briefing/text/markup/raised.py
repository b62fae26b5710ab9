"""Raised and lowered signs as characters of their own: of `10<sup>6</sup>`, `106` would be another number."""

from __future__ import annotations

import re

_RAISED = dict(zip("0123456789+-−=()n∘.,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ°.,", strict=True))
_LOWERED = dict(zip("0123456789+-−=().,", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎.,", strict=True))


_RAISED_LETTERS = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))


def raised_letter(letter: str) -> str:
    """Return the letter of a note as it is written above the line; one without such a form with a sign before it: `^q`."""
    return _RAISED_LETTERS.get(letter, f"^{letter}")


def raised(text: str) -> str:
    """Return a text as it is written above the line; letters alone stay as they are: `th`."""
    return _moved(text.strip(), _RAISED, "^")


def lowered(text: str) -> str:
    """Return a text as it is written below the line; letters alone stay as they are: the x of NOx."""
    return _moved(text.strip(), _LOWERED, "_")


def _moved(text: str, signs: dict[str, str], mark: str) -> str:
    if text and all(sign in signs for sign in text) and text != "n":
        return "".join(signs[sign] for sign in text)
    return f"{mark}{text}" if re.search(r"\d", text) else text
