"""Which letters of a briefing the installed fonts cannot print, and which fonts would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from unicodedata import category, name

from briefing.load.located_values import LocatedValues, ValuePath
from briefing.problems import Place, Problem
from briefing.resources import INSTALLED_FONTS, OPTIONAL_FONTS
from briefing.text.font_metrics import script_of

PrintableCharacters = Callable[[], frozenset[int]]
"""The code points that the fonts can print; called only where a text has more than the commonest characters."""

_COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)])) | frozenset("\n\t‘’“”–—…\u202f")
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202d\u202e")
"""Marks that show letters in another order than they are written in (Unicode Annex 9)."""

_EXTRAS = {script: font.extra for font in OPTIONAL_FONTS for script in font.scripts}


def unprintable_letters(
    values: LocatedValues, texts: Sequence[tuple[ValuePath, str]], printable: PrintableCharacters
) -> Iterator[Problem]:
    """Yield what no font has: one problem for a script without a font, else one for each character of a text.

    The words of an original are checked against their source, and printed only where they can be.
    """
    missing: dict[str, list[tuple[ValuePath, str, str]]] = {}
    for path, text in texts:
        for character, problem in unprintable_characters(text, printable):
            script = _missing_script(character)
            if _is_control(character) or (not script and path[-1] != "original"):
                yield replace(problem, place=values.place_of(character, path))
            elif path[-1] != "original":
                missing.setdefault(_EXTRAS.get(script, script), []).append((path, character, script))
    for found in missing.values():
        yield _whole_script(values, found)


def unprintable_characters(text: str, printable: PrintableCharacters) -> Iterator[tuple[str, Problem]]:
    """Yield each character of a text that cannot be printed, with its problem, which has no place yet."""
    for character in sorted(set(text) - _COMMON):
        if _is_control(character) or ord(character) not in printable():
            shown = f"{character} " if character.isprintable() else ""
            code_point = f"U+{ord(character):04X}, {name(character, 'a control character').lower()}"
            what = f"none of the fonts has the character {shown}({code_point})"
            yield character, Problem("no-glyph", what, hint="delete it, or spell it out")


def _is_control(character: str) -> bool:
    """Tell whether a character controls others: fonts may have glyphs for these, which a page has no use for."""
    return category(character) == "Cc" or character in _DIRECTION_OVERRIDES


def _missing_script(character: str) -> str:
    """Return the script of a character where no font for it is installed, else an empty text."""
    script = script_of(character)
    return "" if any(script in font.scripts for font in INSTALLED_FONTS) else script


def _whole_script(values: LocatedValues, found: Sequence[tuple[ValuePath, str, str]]) -> Problem:
    texts = list(dict.fromkeys(path for path, _, _ in found))
    places = [values.place_of(character, path) for path, character, _ in found if path == texts[0]]
    scripts = " and ".join(dict.fromkeys(script for _, _, script in found))
    where = f", here and in {len(texts) - 1} more {'text' if len(texts) == 2 else 'texts'}" if len(texts) > 1 else ""
    what = f"no installed font has {scripts} letters{where}"
    extra = _EXTRAS.get(found[0][2])
    hint = f'install a font for them: pip install "briefing[{extra}]"' if extra else "there is none to install"
    return Problem(
        "no-glyph",
        what,
        min(filter(None, places), key=_order, default=None),
        f"{hint}; or write the words in Latin letters",
    )


def _order(place: Place) -> tuple[int, int]:
    return place.line, place.column
