"""Compare the images of two editions: their bytes, not only their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from posixpath import normpath
from typing import TypeAlias

from briefing.text.markdown import images

ImageDigests: TypeAlias = Mapping[str, str]
"""The digest of each file of the author's, by its name in the briefing's folder or among the workspace's assets."""


def changed_images(old_text: str, new_text: str, digests: tuple[ImageDigests, ImageDigests]) -> Iterator[str]:
    """Yield the description, else the name, of each image that two texts have under one, with other bytes in each."""
    old, new = (
        {image.alt or image.name: known.get(_normal(image.name), "") for image in images(text)}
        for text, known in zip((old_text, new_text), map(_by_normal_name, digests), strict=True)
    )
    for shown, digest in new.items():
        if digest and old.get(shown) and digest != old[shown]:
            yield shown


def _by_normal_name(digests: ImageDigests) -> dict[str, str]:
    return {_normal(name): digest for name, digest in digests.items()}


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", normpath(name.replace("\\", "/")))
