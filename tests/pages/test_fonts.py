"""Which characters can be printed."""

from __future__ import annotations

import pytest

from briefing.pages.fonts import covered
from briefing.problems import PdfError
from briefing.rendering import render_document
from tests.sheets import sheet

# Typographic signs, spaces and signs of direction: what an author's text is full of without anyone noticing.
COMMON = "\t–—…‘’“”«»•·×−≥≤→€£°′″½†‡§¶éñöşŵŁ₦العربية،\u00a0\u00ad\u2009\u200b\u200d\u200f\u202f\u2060\u2066\ufe0f\ufeff"


def test_covered_characters_can_be_printed() -> None:
    assert {hex(ord(sign)) for sign in COMMON if ord(sign) not in covered()} == set()
    every = "".join(f"<p>a&#{point};b &#{point};</p>" for point in sorted(covered()) if point > 0x20)
    assert render_document(sheet(every, css="p { margin: 0; line-height: 1 }")).pages > 10


@pytest.mark.parametrize("sign", "●○◐☐☃😀\u2028\ufffdሀမ🛳")
def test_characters_that_no_font_has_cannot_be_printed(sign: str) -> None:
    assert ord(sign) not in covered()
    with pytest.raises(PdfError) as caught:
        render_document(sheet(f"<p>a{sign}b</p>"))
    assert f"U+{ord(sign):04X}" in str(caught.value)
