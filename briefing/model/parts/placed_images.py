"""Where the images that a briefing lists stand: in its prose, or after the text of a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.model.briefing import Briefing
from briefing.model.parts.images import NOT_SHOWN, ListedImage, image_key
from briefing.text.markdown import images


@dataclass(frozen=True)
class PlacedImage:
    """A listed image with its place: its index in the list, that of its section, and its alternative text.

    `in_prose`: it stands where the text of the section shows it, not after it.
    """

    index: int
    listed: ListedImage
    section: int
    alt: str
    in_prose: bool


def place_images(briefing: Briefing) -> tuple[PlacedImage, ...]:
    """Return the listed images in the order of the page, each once; those without a place are left out."""
    if not briefing.images:
        return ()
    in_prose = {one.index: one for one in _in_prose(briefing)}
    # Two sections may have one title: the images stand in the first.
    numbers = {section.title: number for number, section in reversed([*enumerate(briefing.sections)])}
    after = [
        PlacedImage(n, one, numbers[one.section], one.alt or "", in_prose=False)
        for n, one in enumerate(briefing.images)
        if n not in in_prose and one.section in numbers
    ]
    return tuple(sorted((*in_prose.values(), *after), key=lambda one: (one.section, not one.in_prose)))


def _in_prose(briefing: Briefing) -> Iterator[PlacedImage]:
    listed = {image_key(one.file): (n, one) for n, one in enumerate(briefing.images) if one.file != NOT_SHOWN}
    for number, section in enumerate(briefing.sections):
        for shown in images(section.text) if "![" in section.text else ():
            if found := listed.pop(image_key(shown.name), None):
                yield PlacedImage(found[0], found[1], number, found[1].alt or shown.alt, in_prose=True)
