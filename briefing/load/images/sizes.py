"""The sizes of the images whose width on the page is stated."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model.briefing import Briefing


def stated_sizes(briefing: Briefing, images: Mapping[str, bytes]) -> dict[str, tuple[int, int]]:
    """Return the width and the height in pixels of the images for which a width is stated, as they are printed."""
    stated = [one.file for one in briefing.images if one.width and one.file in images]
    if not stated:
        return {}
    # What reads images is slow to import.
    from briefing.load.images.printable import upright_size

    return {name: upright_size(images[name]) for name in stated}
