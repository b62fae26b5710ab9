"""The copy of prose that is sent has nothing that no page shows, and prints the same."""

from __future__ import annotations

import re

import pytest

from briefing.text.markdown import block_html, images
from briefing.text.printed_markdown import printed_markdown

SECRET = "Nightjar"
UNPRINTED = {
    "a remark as a definition": "One.\n\n[//]: # (Nightjar says so)\n\nTwo.",
    "several": "[//]: # (Nightjar)\n[//]: # (Nightjar too)\n\nOne.",
    "with quotation marks": '[comment]: <> "Nightjar"\n\nOne.',
    "a title on its own line": "One.\n\n[x]: https://a.example\n'Nightjar'\n",
    "in a block quote": "> One.\n>\n> [//]: # (Nightjar)\n",
    "in a list": "- One\n\n  [//]: # (Nightjar)\n- Two",
    "beside one that is in use": "[One](https://a.example) and [two].\n\n[two]: https://b.example\n[three]: https://Nightjar.example",
    "the name of an image": "One.\n\n![A quay](Nightjar.png)\n\nTwo.",
    "of an image in a line": 'One ![A quay](Nightjar.png "Nightjar") two.',
    "of one by reference": "![A quay][q]\n\nOne.\n\n[q]: Nightjar.png",
    "in a table": "| a | b |\n|---|---|\n| ![A quay](<Nightjar 2.png>) | one |\n",
}


def html(text: str) -> str:
    """Return prose as a page prints it, without the widths of its columns and the images."""
    printed = block_html(text, "en", lambda citations: "", lambda image: "")
    return " ".join(re.sub(r' style="[^"]*"|<p>\s*</p>', "", printed).split())


@pytest.mark.parametrize("kind", UNPRINTED)
def test_what_is_not_printed_is_left_out(kind: str) -> None:
    text = UNPRINTED[kind]
    assert SECRET in text
    reduced = printed_markdown(text)
    assert SECRET not in reduced
    assert html(reduced) == html(text)


@pytest.mark.parametrize(
    "text",
    [
        "One.\n\n- two\n- *three*\n\n> four [@a para. 2]",
        '[Two] and ![not one\n\n[two]: https://b.example "The title"',
        "    [//]: # (code)\n\n```\n[//]: # (code)\n```\n",
        "| a | b |\n|---|---|\n| 1,254,300 | −5 |",
        "Ends in a line [x]: not a definition",
        "13. November brought 40 dead.\n\n2. Quarantine.\n5. Curfew.",
    ],
)
def test_what_is_printed_stays(text: str) -> None:
    assert printed_markdown(text) == text


def test_prose_of_images_alone_becomes_their_descriptions() -> None:
    assert printed_markdown("![A quay](Nightjar.png)\n\n![Two *cranes*](n2.png)") == "A quay\n\nTwo *cranes*"
    assert not images(printed_markdown("![A quay](Nightjar.png)"))
