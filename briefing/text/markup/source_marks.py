"""What marks the words of a source without being one of them: struck-out words, note marks, and letters in special forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

STRUCK = "~~"
"""What stands before and after words that a source shows as struck out, as in Markdown."""

_STRUCK = re.compile(r"~~(?=[^\s~])(?:[^\n~]|~(?!~)){1,5000}?(?<=[^\s~])~~(?!~)")
# Ligatures, the forms that Arabic and Hebrew letters take in words, wide and narrow forms. Not superscripts: 10⁶ is not 106.
_FORMS = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb1d-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc\uff01-\uff5d\uff5f-\uffdc]+")
_TATWEEL = "\u0640"

_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_LETTER = rf"[^\W_{_RAISED_DIGITS}{_RAISED_LETTERS}{_LOWERED}]"
_NOTE = re.compile(
    # A word is tried once, from its beginning, and nothing of it is given back: a long one takes no longer than its length.
    rf"(?<!{_LETTER})(?P<word>{_LETTER}++)(?P<marks>[.,;:!?…)\]'\"”’»]*+)"
    rf"(?P<note>[{_RAISED_DIGITS}]{{1,9}}(?:[,–-][{_RAISED_DIGITS}]{{1,3}}){{0,8}}|[{_RAISED_LETTERS}]|\*|[†‡]{{1,2}})"
    r"(?=[\s.,;:!?…)\]'\"”’»–—]|$)"
)
_LENGTHS = frozenset({"km", "cm", "mm", "dm", "hm", "dam", "nm", "µm", "μm", "ft", "yd", "mi", "kg", "sec"})
"""Units of two letters and more that are raised to a power."""


def struck_out(text: str) -> str:
    """Return words as they are stored where a source shows them as struck out; empty for none."""
    words = " ".join(text.split())
    return f"{STRUCK}{words}{STRUCK}" if words else ""


def blank_struck(text: str, sign: str = " ") -> str:
    """Return a text of the same length with a sign in place of each character that is struck out, and of the marks of that."""
    return _STRUCK.sub(lambda match: sign * len(match[0]), text) if STRUCK in text else text


def split_struck(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, each with whether it is struck out, without the marks of that."""
    at = 0
    for match in _STRUCK.finditer(text):
        yield text[at : match.start()], False
        yield match[0].removeprefix(STRUCK).removesuffix(STRUCK), True
        at = match.end()
    yield text[at:], False


def plain_forms(text: str) -> str:
    """Return a text with ligatures, wide letters and Arabic letters in the forms that they take in words as plain letters."""
    if text.isascii():
        return text
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text).replace(_TATWEEL, "")


def without_note_marks(text: str) -> str:
    """Return a text without the raised numbers, letters and signs that refer to notes.

    A raised number after a number, a single letter or a unit is a power and stays: 10⁶, x², km². After any other word, and
    after a mark that ends one, it refers to a note: won², end.³
    """
    return text if text.isascii() and "*" not in text else _NOTE.sub(_without_note, text)


def _without_note(match: re.Match[str]) -> str:
    word, marks, note = match["word"], match["marks"], match["note"]
    is_word = len(word) > 1 and word.isalpha()
    is_power = not marks and (not is_word or word.lower() in _LENGTHS)
    if note == "*":
        is_power = not is_word  # 3*, and what is left of a swear word
    return match[0] if is_power or (marks and len(word) == 1 and word.isalpha()) else word + marks
