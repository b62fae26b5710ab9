"""Which letters of a briefing the installed fonts cannot print, and which fonts would."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class _Missing:
    """A character that no font has, in which text it is, and its problem with its place."""

    text: Hashable
    character: str
    problem: Problem

    @property
    def script(self) -> str:
        """Its script where no font for that is installed, else an empty text."""
        return "" if _is_control(self.character) else _missing_script(self.character)


def unprintable_letters(
    values: LocatedValues, texts: Sequence[tuple[ValuePath, str]], printable: PrintableCharacters
) -> Iterator[Problem]:
    """Yield what no font has: one problem for a script without a font, else one for each character of a text.

    The words of an original are checked against their source, and printed only where they can be.
    """
    found = (
        _Missing(path, character, replace(problem, place=values.place_of(character, path)))
        for path, text in texts
        for character, problem in unprintable_characters(text, printable)
        if path[-1] != "original" or _is_control(character)
    )
    yield from _fold_scripts(found)


def unprintable_labels(labels: Iterable[tuple[str, Place | None]], printable: PrintableCharacters) -> Iterator[Problem]:
    """Yield the same of the labels of a table, each with the place of its cell."""
    yield from _fold_scripts(
        _Missing((text, place), character, replace(problem, place=place))
        for text, place in labels
        for character, problem in unprintable_characters(text, printable)
    )


def _fold_scripts(found: Iterable[_Missing]) -> Iterator[Problem]:
    """Yield the problems of characters, those of the scripts that one font would print as one."""
    missing: dict[str, list[_Missing]] = {}
    for one in found:
        if one.script:
            missing.setdefault(_EXTRAS.get(one.script, one.script), []).append(one)
        else:
            yield one.problem
    yield from map(_whole_script, missing.values())


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


def _whole_script(found: Sequence[_Missing]) -> Problem:
    texts = list(dict.fromkeys(one.text for one in found))
    places = [one.problem.place for one in found if one.text == texts[0]]
    scripts = " and ".join(dict.fromkeys(one.script for one in found))
    where = f", here and in {len(texts) - 1} more {'text' if len(texts) == 2 else 'texts'}" if len(texts) > 1 else ""
    what = f"no installed font has {scripts} letters{where}"
    extra = _EXTRAS.get(found[0].script)
    hint = f'install a font for them: pip install "briefing[{extra}]"' if extra else "there is none to install"
    return Problem(
        "no-glyph",
        what,
        min(filter(None, places), key=_order, default=None),
        f"{hint}; or write the words in Latin letters",
    )


def _order(place: Place) -> tuple[int, int]:
    return place.line, place.column
