"""A desk's accent colour: read as CSS writes it, and checked for contrast, in colour and in grey.

Contrast is that of WCAG 2.2 (relative luminance, 1 to 21): text needs 4.5.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from functools import cache

from PIL import ImageColor

from briefing.problems import did_you_mean
from briefing.resources import PRINT, TEMPLATES

TEXT_CONTRAST = 4.5
GREY_CONTRAST = 1.3
"""The least contrast between the accent and black text, so that what it marks still differs where all is printed in grey."""

WHITE = "#ffffff"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def read_colour(text: str) -> str | None:
    """Return a colour written as #rgb, #rrggbb or as a name of CSS as #rrggbb; None for anything else."""
    value = ImageColor.colormap.get(text.strip().lower(), text.strip().lower())
    value = value if isinstance(value, str) else ""
    if not _HEX.fullmatch(value):
        return None
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def colour_hint(text: str) -> str:
    """Return what to write in place of a text that is not a colour."""
    return (
        did_you_mean(text.strip(), ImageColor.colormap)
        or 'write it as "#0b4f8a", or as a name of CSS such as "darkgreen"'
    )


def accent_faults(accent: str) -> list[str]:
    """Return what is wrong with an accent (#rrggbb), with the figures; nothing where it can be read everywhere."""
    tint, ink = _print_colour("tint"), _print_colour("ink")
    faults = []
    for ground, name in ((WHITE, "white paper"), (tint, f"the tint {tint}")):
        if (found := contrast(accent, ground)) < TEXT_CONTRAST:
            faults.append(f"its contrast on {name} is {_figure(found)}:1, and text needs {TEXT_CONTRAST}:1")
    grey = grey_of(accent)
    if (found := contrast(grey, ink)) < GREY_CONTRAST:
        faults.append(
            f"printed in grey it is {grey}, whose contrast with the black of the text ({ink}) is {_figure(found)}:1; "
            f"what it marks needs {GREY_CONTRAST}:1"
        )
    return faults


def nearest_passing(accent: str) -> str:
    """Return the colour of the same hue with the lightness nearest to an accent's that has no faults."""
    red, green, blue = (part / 255 for part in bytes.fromhex(accent[1:]))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    candidates = sorted((step / 200 for step in range(201)), key=lambda one: (abs(one - lightness), one))
    for candidate in candidates:
        parts = colorsys.hls_to_rgb(hue, candidate, saturation)
        colour = "#" + bytes(round(255 * part) for part in parts).hex()
        if not accent_faults(colour):
            return colour
    return _print_colour("accent")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.2 defines it, 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grey_of(colour: str) -> str:
    """Return the grey of the same luminance as a colour."""
    light = luminance(colour)
    part = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return "#" + bytes([round(255 * part)] * 3).hex()


def _linear(colour: str) -> Iterator[float]:
    for part in bytes.fromhex(colour[1:]):
        share = part / 255
        yield share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _figure(ratio: float) -> str:
    """Return a ratio with one decimal, rounded down: what fails never looks as if it passed."""
    return f"{int(ratio * 10) / 10}"


@cache
def _print_colour(name: str) -> str:
    """Return a colour of the printed page by the name that `print.css` has for it."""
    found = re.search(rf"--{name}:\s*(#[0-9a-f]{{6}})", (TEMPLATES / PRINT).read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"print.css has no --{name}")
    return found[1]
