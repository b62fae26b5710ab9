"""The listed images as a page prints them: each with its number, caption, credit and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.model.briefing import Briefing
from briefing.model.parts.images import image_key
from briefing.model.parts.placed_images import PlacedImage
from briefing.pages.parts.figure_numbers import image_name
from briefing.pages.rows import RowWriter
from briefing.templating import Markup, is_right_to_left
from briefing.text.markdown import Image, plain

_PNG_SIGNATURE = b"\x89PNG"


def image_urls(images: Mapping[str, bytes]) -> dict[str, str]:
    """Return the address of each image inside the document, by the name that the briefing gives it.

    That name is the desk's own, and may say where a picture is from.
    """
    return {
        name: f"images/{number}.{'png' if content.startswith(_PNG_SIGNATURE) else 'jpg'}"
        for number, (name, content) in enumerate(images.items(), start=1)
    }


@dataclass(frozen=True)
class ImagePart:
    """An image as printed: its index in the list, its address (none where it is not shown), and the texts beside it.

    `number` is that of a figure, 0 for an image without a caption; `width` is the attribute that limits its width, `direction`
    that of an image whose caption is written from the right.
    """

    index: int
    number: int
    url: str
    alt: str
    width: Markup
    caption: Markup
    direction: Markup
    lines: tuple[str, ...]


class ImageWriter:
    """Writes the listed images of one briefing; sources are numbered as they are cited, so each is to be written in its place.

    `urls` are the addresses of images inside the document by the names that the briefing gives them.
    """

    def __init__(
        self,
        briefing: Briefing,
        placed: Sequence[PlacedImage],
        urls: Mapping[str, str],
        rows: RowWriter,
        numbers: Mapping[str, int],
    ) -> None:
        self._urls, self._rows, self._numbers = urls, rows, numbers
        self._after: dict[int, list[PlacedImage]] = {}
        for one in placed:
            if not one.in_prose:
                self._after.setdefault(one.section, []).append(one)
        self._language = briefing.language
        self._in_prose = {image_key(one.listed.file): one for one in placed if one.in_prose}
        self._publishers = {source.id: source.publisher for source in briefing.sources}

    def is_listed(self, image: Image) -> bool:
        """Tell whether an image of the prose is one of the list."""
        return image_key(image.name) in self._in_prose

    def in_prose(self, image: Image) -> ImagePart:
        """Return a listed image that the prose shows."""
        return self._write(self._in_prose[image_key(image.name)])

    def after_text(self, section: int) -> list[ImagePart]:
        """Return the images that stand after the text of a section."""
        return [self._write(one) for one in self._after.get(section, ())]

    def _write(self, placed: PlacedImage) -> ImagePart:
        listed = placed.listed
        from_right = is_right_to_left(plain(listed.caption or "", self._language))
        width = Markup(' style="max-width: {}%"').format(listed.width) if listed.width else Markup("")
        return ImagePart(
            placed.index,
            self._numbers.get(image_name(placed.index), 0),
            self._urls.get(listed.file, ""),
            placed.alt,
            width,
            self._rows.line(listed.caption),
            Markup(' dir="rtl"') if from_right else Markup(""),
            tuple(self._lines(placed)),
        )

    def _lines(self, placed: PlacedImage) -> Iterator[str]:
        listed = placed.listed
        if listed.credit:
            yield listed.credit
        if listed.source:
            publishers = list(dict.fromkeys(self._publishers[citation.source] for citation in listed.source))
            yield self._rows.source_line(publishers, listed.source, own=False)
