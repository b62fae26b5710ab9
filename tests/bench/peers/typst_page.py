"""Sets words.json with page.typ: python typst_page.py FONTS OUT.pdf, in the folder of the two."""

import sys

import typst  # type: ignore[import-not-found]

typst.compile(
    "page.typ",
    output=sys.argv[2],
    font_paths=[sys.argv[1]],
    ignore_system_fonts=True,
    pdf_standards=["a-3a", "ua-1"],
)
