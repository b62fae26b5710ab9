"""Rules on listed images: described in words of their own, with pixels enough, under captions that leave them on their page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding, shorten
from briefing.model.paper import IMAGE_HEIGHT_MM, PAPERS
from briefing.model.parts.images import NARROWEST, NOT_SHOWN, WIDEST, image_key
from briefing.model.parts.placed_images import place_images
from briefing.text.markdown import images, plain

MOST_CHARACTERS = 600
"""So many characters of a caption are about seven lines."""

LEAST_DPI = 150
"""Pixels to the inch below which a printed image looks coarse."""

_MM_PER_INCH = 25.4


def description(given: CheckInput) -> Iterator[Finding]:
    """Find images whose description says what the reader is told anyway, or that have two."""
    b = given.briefing
    shown = {image_key(one.name): one.alt for section in b.sections for one in images(section.text)}
    for placed in place_images(b):
        listed, path = placed.listed, ("images", placed.index, "alt")
        alt = _folded(placed.alt)
        hint = "say what the image shows, for readers who do not see it"
        if listed.caption and alt == _folded(plain(listed.caption, b.language)):
            yield Finding(path, f"the description of {listed.file} repeats its caption, which is read aloud too", hint)
        elif alt == _folded(re.sub(r"^.*/|[.][^.]*$", "", image_key(listed.file))) and listed.file != NOT_SHOWN:
            yield Finding(path, f"the description of {listed.file} is the name of its file", hint)
        between = shown.get(image_key(listed.file), "") if placed.in_prose else ""
        if listed.alt and between.strip() and _folded(between) != alt:
            what = f"{listed.file} has two descriptions; “{shorten(between, 60)}”, in the text, is not printed"
            yield Finding(path, what, "delete one of the two")


def too_small(given: CheckInput) -> Iterator[Finding]:
    """Find images with fewer pixels than the width that the briefing states for them needs."""
    full_mm = max(paper.text_width_mm for paper in PAPERS.values())
    for placed in place_images(given.briefing):
        listed = placed.listed
        width, height = given.image_sizes.get(listed.file, (0, 0))
        if not (listed.width and width and height):
            continue
        printed_mm = min(full_mm * listed.width / WIDEST, IMAGE_HEIGHT_MM * width / height)
        needed = round(printed_mm / _MM_PER_INCH * LEAST_DPI)
        if width < needed:
            pixels = f"{width:,} {'pixel' if width == 1 else 'pixels'}"
            what = f"{listed.file} is {pixels} wide; printed at {printed_mm:.0f} mm it needs {needed:,}"
            yield Finding(("images", placed.index, "width"), what, _hint(width, full_mm))


def _hint(pixels: int, full_mm: float) -> str:
    enough = int(pixels / LEAST_DPI * _MM_PER_INCH / full_mm * WIDEST)
    narrower = f", or write width: {enough}" if enough >= NARROWEST else ""
    return f"use a larger copy of it{narrower}"


def caption_too_long(given: CheckInput) -> Iterator[Finding]:
    """Find captions that would fill the page of their image."""
    for i, listed in enumerate(given.briefing.images):
        count = len(plain(listed.caption, given.briefing.language)) if listed.caption else 0
        if count > MOST_CHARACTERS:
            what = f"this caption has {count:,} characters"
            yield Finding(("images", i, "caption"), what, "move what does not name or explain the image into the text")


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())
