"""Sets words.json by calls of its own: python fpdf2_page.py FONTS OUT.pdf, in the folder of the words."""

import json
import sys
from pathlib import Path
from typing import Any

from fpdf import FPDF  # type: ignore[import-untyped]
from fpdf.fonts import FontFace  # type: ignore[import-untyped]

WORDS = json.loads(Path("words.json").read_text(encoding="utf-8"))
FONTS = Path(sys.argv[1])
INK, MID, FAINT = 0x1A, 0x5F, 0xB8


class Page(FPDF):  # type: ignore[misc]
    """A4, with the running head and foot of the page."""

    def header(self) -> None:
        if self.page_no() > 1:
            self.running(12, WORDS["title"], WORDS["marking"])
            self.set_y(25)

    def footer(self) -> None:
        self.running(-16, WORDS["foot"], f"page {self.page_no()} of {{nb}}   {WORDS['marking']}")

    def running(self, y: float, left: str, right: str) -> None:
        self.set_y(y)
        self.set_font("sans", "", 8)
        self.cell(w=110, text=left)
        self.cell(w=0, text=right, align="R")


def marked(runs: list[dict[str, str]]) -> str:
    """The runs in fpdf2's own Markdown; a raised reference is set on the line."""
    signs = {"b": "**", "i": "__"}
    return "".join(
        f"{signs.get(run['look'], '')}{run['text'].strip(' ') if run['look'] in signs else run['text']}"
        f"{signs.get(run['look'], '')}{' ' if run['look'] in signs and run['text'].endswith(' ') else ''}"
        for run in runs
    )


def paragraph(pdf: Page, family: str, size: float, height: float, text: str, style: str = "") -> None:
    pdf.set_font(family, style, size)
    pdf.multi_cell(w=0, h=height, text=text, markdown=not style, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def table(pdf: Page, block: dict[str, Any]) -> None:
    pdf.set_font("sans", "", 8.5)
    heading = FontFace(emphasis="BOLD", size_pt=7.5, color=MID)
    with pdf.table(
        col_widths=block["widths"],
        markdown=True,
        text_align="LEFT",
        line_height=4.1,
        borders_layout="HORIZONTAL_LINES",
        headings_style=heading,
        padding=(1, 2.8, 1, 0),
    ) as rows:
        row = rows.row()
        for cell in block["head"]:
            row.cell("".join(run["text"] for run in cell))
        for cells in block["rows"]:
            row = rows.row()
            for cell in cells:
                row.cell("\n".join(marked(part["runs"]) for part in cell))
    pdf.ln(3)


def main() -> None:
    pdf = Page(format="A4")
    pdf.set_margins(20, 25, 20)
    pdf.set_auto_page_break(True, 22)
    # The figures use the last by its name.
    for family, name in (("serif", "IBMPlexSerif"), ("sans", "FiraSans"), ("Fira Sans", "FiraSans")):
        for style, cut in (("", "Regular"), ("B", "SemiBold"), ("I", "Italic")):
            pdf.add_font(family, style, FONTS / f"{name}-{cut}.ttf")
    pdf.set_title(WORDS["title"])
    pdf.set_author(WORDS["author"])
    pdf.set_lang(WORDS["language"])
    pdf.set_draw_color(FAINT)
    pdf.set_text_color(INK)
    pdf.add_page()
    for block in WORDS["blocks"]:
        if block["kind"] == "heading":
            text = "".join(run["text"] for run in block["runs"])
            pdf.start_section(text, level=block["level"] - 1)
            paragraph(pdf, "sans", 23 if block["level"] == 1 else 12.5, 5 + 5 / block["level"], text, "B")
        elif block["kind"] == "paragraph":
            size = 7.5 if block["style"] == "note" else 10
            paragraph(pdf, "sans" if size < 10 else "serif", size, size / 2, marked(block["runs"]))
        elif block["kind"] == "list":
            for number, item in enumerate(block["items"], 1):
                paragraph(pdf, "serif", 10, 5, f"{f'{number}.' if block['ordered'] else '•'} {marked(item['runs'])}")
        elif block["kind"] == "figure":
            paragraph(pdf, "sans", 10.5, 5, marked(block["caption"]))
            pdf.image(block["file"], w=pdf.epw / (2 if block["file"] == "locator.svg" else 1), alt_text=block["alt"])
            pdf.ln(2)
        else:
            if block["caption"]:
                paragraph(pdf, "sans", 8, 4, marked(block["caption"]))
            table(pdf, block)
    pdf.output(sys.argv[2])


main()
