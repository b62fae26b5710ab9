"""Raised and lowered signs as characters of their own: of `10<sup>6</sup>`, `106` would be another number."""

from __future__ import annotations

import re

_RAISED = dict(zip("0123456789+-−=()n∘.,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ°.,", strict=True))
_LOWERED = dict(zip("0123456789+-−=().,", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎.,", strict=True))


_RAISED_LETTERS = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))


def raised_letter(letter: str) -> str:
    """Return the letter of a note as it is written above the line; one without such a form with a sign before it: `^q`."""
    return _RAISED_LETTERS.get(letter, f"^{letter}")


_ROMAN = re.compile("[IVXLCDM]+")


def raised_letters(letters: str, before: str) -> str:
    """Return raised letters after a text: those that end a number or a short word as they are, that of a note raised."""
    match = re.search(r"[^\W\d_]+$", before)
    word = match[0] if match else ""
    is_ending = len(word) < 2 or (word.istitle() and len(word) < 4) or bool(_ROMAN.fullmatch(word))
    if len(letters) == 1 and not is_ending:
        return raised_letter(letters)
    return letters if is_ending or len(letters) < 4 else f" {letters}"


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
