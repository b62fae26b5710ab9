"""Compare the images of two editions: their bytes, not only their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from briefing.model.parts.images import image_key
from briefing.text.markdown import images

ImageDigests: TypeAlias = Mapping[str, str]
"""The digest of each file of the author's, by its name in the briefing's folder or among the workspace's assets."""


def changed_images(
    old_text: str, new_text: str, digests: tuple[ImageDigests, ImageDigests], listed: Collection[str] = ()
) -> Iterator[str]:
    """Yield the description, else the name, of each image that two texts have under one, with other bytes in each.

    Those in `listed`, by the keys of their names, are left out: they have captions, and are compared with them.
    """
    old, new = (
        {
            image.alt or image.name: known.get(image_key(image.name), "")
            for image in images(text)
            if image_key(image.name) not in listed
        }
        for text, known in zip((old_text, new_text), map(_by_key, digests), strict=True)
    )
    for shown, digest in new.items():
        if digest and old.get(shown) and digest != old[shown]:
            yield shown


def has_changed(old_name: str, new_name: str, digests: tuple[ImageDigests, ImageDigests]) -> bool:
    """Tell whether two files, each in its edition, are known to have other bytes."""
    names = (old_name, new_name)
    old, new = (_by_key(known).get(image_key(name), "") for name, known in zip(names, digests, strict=True))
    return bool(old and new and old != new)


def _by_key(digests: ImageDigests) -> dict[str, str]:
    return {image_key(name): digest for name, digest in digests.items()}
