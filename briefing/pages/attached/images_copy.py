"""The images of a briefing as its attached copy has them: described, with caption, credit and source, and not shown."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.load.located_values import LocatedValues, PlainValue
from briefing.model.parts.images import NOT_SHOWN, image_key
from briefing.text.markdown import images

_PRINTED = ("caption", "credit", "source")


def images_copy(values: LocatedValues) -> list[PlainValue]:
    """Return the listed images in the order of the page, each with its section; names of files are the desk's own."""
    places = _places(values)
    copied: list[tuple[int, bool, dict[str, PlainValue]]] = []
    titles = [str(row.get("title", "")).strip() for _, row in values.rows("sections")]
    for _, row in values.rows("images"):
        section, alt = places.get(image_key(str(row.get("file")).strip()), (-1, ""))
        in_prose = section >= 0
        written = str(row.get("section", "")).strip()
        if not in_prose and written in titles:
            section = titles.index(written)
        entry: dict[str, PlainValue] = {"file": NOT_SHOWN, "alt": row.get("alt") or alt}
        entry |= {key: row[key] for key in _PRINTED if row.get(key)}
        copied.append((section, not in_prose, entry | {"section": titles[section]}))
    return [entry for _, _, entry in sorted(copied, key=lambda one: one[:2])]


def listed_descriptions(values: LocatedValues, text: str) -> str:
    """Return the descriptions that the list has of the images of a text, as text: for one that has nothing else."""
    listed = {image_key(str(row.get("file")).strip()): str(row.get("alt") or "") for _, row in values.rows("images")}
    return "\n\n".join(filter(None, (listed.get(image_key(image.name), "") for image in images(text))))


def _places(values: LocatedValues) -> Mapping[str, tuple[int, str]]:
    """Return the section that shows each image, counted from 0, and its description there, by the name of the file."""
    found: dict[str, tuple[int, str]] = {}
    for number, (_, row) in enumerate(values.rows("sections")):
        text = str(row.get("text", ""))
        for image in images(text) if "![" in text else ():
            if image.name != NOT_SHOWN:
                found.setdefault(image_key(image.name), (number, image.alt))
    return found
