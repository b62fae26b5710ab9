"""Check the images of a briefing as they are written: those in its prose, and those that it lists with their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.load.files import MAX_IMAGE_BYTES, FileProblem, FolderReader, check_image
from briefing.load.located_values import LocatedValues, PlainValue, ValuePath
from briefing.model.parts.images import NOT_SHOWN, image_key
from briefing.problems import Place, Problem, did_you_mean
from briefing.text.markdown import Image, images, lone_images

KEY = "images"

_SPACED_IMAGE = re.compile(r"!\[[^\[\]]*\]\(([^()<>\n\"']+ [^()<>\n\"']*\.(?:png|jpe?g))\)", re.IGNORECASE)

_ONCE = "delete one of the two, and refer in words to the figure"

Texts = Sequence[tuple[ValuePath, str]]


@dataclass(frozen=True)
class _Entry:
    """An image as its author listed it."""

    index: int
    row: Mapping[str, PlainValue]

    def text(self, key: str) -> str:
        """Return the text of a key; empty where there is none."""
        value = self.row.get(key)
        return value.strip() if isinstance(value, str) else ""

    def path(self, key: str) -> ValuePath:
        """Return the path of a key."""
        return (KEY, self.index, key)

    @property
    def key(self) -> str:
        """The name of its file as it is compared; empty where it has none."""
        return image_key(self.text("file")) if self.text("file") not in ("", NOT_SHOWN) else ""


@dataclass(frozen=True)
class _Shown:
    """An image as the text of a section shows it; `alone` unless it is in a list, a table, a quotation, a heading or a link."""

    path: ValuePath
    image: Image
    alone: bool


def image_problems(values: LocatedValues, texts: Texts, files: FolderReader) -> Iterator[Problem]:
    """Yield what is wrong with the images of a briefing.

    Codes: those of files; image-misplaced, image-undescribed, image-unplaced, image-section, duplicate-image.
    """
    entries = [_Entry(index, row) for index, row in values.rows(KEY)]
    listed = {entry.key: entry for entry in reversed(entries) if entry.key}
    yield from _prose_images(values, texts, files, listed)
    titles = [title.strip() for _, row in values.rows("sections") if isinstance(title := row.get("title"), str)]
    shown: dict[str, list[_Shown]] = {}
    for one in _shown_in_sections(texts):
        shown.setdefault(image_key(one.image.name), []).append(one)
    for entry in entries:
        if entry.key and (first := listed[entry.key]) is not entry:
            what = f'"{entry.text("file")}" is listed twice; the first is at {values.place(first.path("file"))}'
            yield Problem("duplicate-image", what, values.place(entry.path("file")), _ONCE)
            continue
        yield from _entry_problems(values, entry, files)
        yield from _place_problems(values, entry, shown.get(entry.key, []), titles)


def _prose_images(
    values: LocatedValues, texts: Texts, files: FolderReader, listed: Mapping[str, _Entry]
) -> Iterator[Problem]:
    for path, text in texts:
        if "![" not in text:
            continue
        for spaced in _SPACED_IMAGE.finditer(text):
            what = f'the file name "{spaced[1]}" has a space, so this would be printed as text, and not as an image'
            hint = f"write the name between angle brackets: (<{spaced[1]}>)"
            yield Problem("image-missing", what, values.place_of(spaced[0], path), hint)
        for image in images(text):
            place = _place_of(values, image, path)
            if not _is_section_text(path):
                what = "an image can only be printed in the text of a section"
                yield Problem("image-misplaced", what, place, "move it into the text of a section")
                continue
            entry = listed.get(image_key(image.name))
            if image.alt.strip() or not (entry and entry.text("alt")):
                hint = "say what it shows between the brackets: ![what it shows](file.png)"
                yield from _description_problems(image.name, image.alt, place, hint)
            if not entry:
                yield from _file_problems(image.name, files, place)


def _entry_problems(values: LocatedValues, entry: _Entry, files: FolderReader) -> Iterator[Problem]:
    """Yield what is wrong with an entry of the list by itself: its file and its description."""
    name = entry.text("file")
    if not name:
        return  # the model says that it is missing
    if entry.text("alt"):
        hint = "say after alt: what it shows"
        yield from _description_problems(name, entry.text("alt"), values.place(entry.path("alt")), hint)
    if name != NOT_SHOWN:
        yield from _file_problems(name, files, values.place(entry.path("file")))


def _place_problems(
    values: LocatedValues, entry: _Entry, shown: Sequence[_Shown], titles: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with where a listed image stands.

    `shown` are the places in prose that have it, `titles` those of the sections.
    """
    name, section = entry.text("file"), entry.text("section")
    if not name:
        return
    if section and section not in titles:
        hint = did_you_mean(section, titles) or "write the title of one of the sections"
        yield Problem(
            "image-section", f'no section has the title "{section}"', values.place(entry.path("section")), hint
        )
    if not shown and not entry.text("alt"):
        what = f'the image "{name}" has no description'
        yield Problem("image-undescribed", what, values.place(entry.path("file")), "say after alt: what it shows")
    if not shown and not entry.row.get("section"):
        what = f'"{name}" stands nowhere: it has no section, and no text shows it'
        hint = "add section: with the title of one"
        hint += "" if name == NOT_SHOWN else f", or write ![what it shows]({name}) in its text"
        yield Problem("image-unplaced", what, values.place(entry.path("file")), hint)
    for one in shown:
        place = _place_of(values, one.image, one.path)
        if not one.alone:
            what = "an image that is listed under images: cannot stand in a list, a table, a quotation, a heading or a link"
            yield Problem("image-misplaced", what, place, "give it a paragraph of its own")
        if one is not shown[0]:
            what = f'"{name}" is shown twice, and its caption is printed once'
            yield Problem("duplicate-image", what, place, _ONCE)
    title = values.get(*shown[0].path[:-1], "title") if shown else None
    if section in titles and isinstance(title, str) and title.strip() != section:
        what = f'the text of "{title.strip()}" shows this image, and section: is "{section}"'
        yield Problem(
            "image-section", what, values.place(entry.path("section")), "delete section:, or the image in the text"
        )


def _shown_in_sections(texts: Texts) -> Iterator[_Shown]:
    """Yield the images in the texts of sections, each as often as it is there."""
    for path, text in texts:
        if "![" not in text or not _is_section_text(path):
            continue
        alone = lone_images(text)
        standing = frozenset(alone)
        yield from (_Shown(path, image, alone=True) for image in alone)
        yield from (_Shown(path, image, alone=False) for image in images(text) if image not in standing)


def _description_problems(name: str, alt: str, place: Place | None, hint: str) -> Iterator[Problem]:
    if not alt.strip():
        yield Problem("image-undescribed", f'the image "{name}" has no description', place, hint)
    elif image_key(alt.strip()).casefold() in {
        image_key(name).casefold(),
        image_key(name).casefold().rpartition("/")[2],
    }:
        # It would also tell readers what the desk calls its files.
        yield Problem("image-undescribed", f'the image "{name}" is described by the name of its file', place, hint)


def _file_problems(name: str, files: FolderReader, place: Place | None) -> Iterator[Problem]:
    try:
        check_image(name, files.read(name, "image", MAX_IMAGE_BYTES))
    except FileProblem as error:
        yield error.at(place)


def _place_of(values: LocatedValues, image: Image, path: ValuePath) -> Place | None:
    return values.place_of(f"]({image.name}", path) if image.name else values.place(path)


def _is_section_text(path: ValuePath) -> bool:
    return len(path) == 3 and path[0] == "sections" and path[2] == "text"
