"""The images of a briefing as its pages carry them. What reads images is slow to import, and most briefings have none."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.model.briefing import Briefing
from briefing.model.paper import Paper


def printed_images(briefing: Briefing, images: Mapping[str, bytes], paper: Paper) -> dict[str, bytes]:
    """Return the images as the pages carry them."""
    if not images:
        return {}
    from briefing.load.images.printable import printable_image
    from briefing.model.paper import IMAGE_HEIGHT_MM, PAPERS
    from briefing.model.parts.images import WIDEST, image_key

    full_mm = PAPERS[paper].text_width_mm
    widths = {image_key(one.file): one.width or WIDEST for one in briefing.images}
    return {
        name: printable_image(content, full_mm * widths.get(image_key(name), WIDEST) / WIDEST, IMAGE_HEIGHT_MM)
        for name, content in images.items()
    }


def stated_sizes(briefing: Briefing, images: Mapping[str, bytes]) -> dict[str, tuple[int, int]]:
    """Return the width and the height in pixels of the images for which a width is stated, as they are printed."""
    stated = [one.file for one in briefing.images if one.width and one.file in images]
    if not stated:
        return {}
    from briefing.load.images.printable import upright_size

    return {name: upright_size(images[name]) for name in stated}
