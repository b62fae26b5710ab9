"""Type on the page: nothing below 7.5 points, few sizes, and lines of prose that the eye can follow."""

import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.command import Command

ASSETS = Path(__file__).parents[2] / "assets" / "briefs"
EXAMPLES = [(name, paper) for name in ("niger-2023", "caldamar-exercise") for paper in ("a4", "letter")]
SMALLEST_PT, MOST_SIZES = 7.5, 7
SHORTEST, LONGEST = 55, 82
"""The letters of the longer half of the lines of key points: references count, and the last line of each is shorter."""


def printed_sizes(page: pypdfium2.PdfPage) -> set[float]:
    """Return the sizes of the letters of a page as printed, to a tenth of a point: drawings are scaled to their width."""
    text = page.get_textpage()
    sizes = set()
    matrix = pdfium.FS_MATRIX()
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
            scale = (matrix.b**2 + matrix.d**2) ** 0.5
            sizes.add(round(pdfium.FPDFText_GetFontSize(text.raw, index) * scale, 1))
    return sizes


@pytest.mark.parametrize(("name", "paper"), EXAMPLES)
def test_type_is_of_few_sizes_that_can_be_read_in_lines_of_70_letters(command: Command, name: str, paper: str) -> None:
    ended = command("build", str(ASSETS / name), "--paper", paper, "--out", "out")
    assert ended.code == 0, ended.err
    with pypdfium2.PdfDocument(command.folder / "out" / f"{name}.pdf") as pdf:
        sizes = set.union(*map(printed_sizes, pdf))
        text = pdf[0].get_textpage().get_text_range()
    assert min(sizes) >= SMALLEST_PT
    assert len(sizes) <= MOST_SIZES, sizes
    points = text[text.index("Key points") : text.index("Assessment")]
    lines = sorted(len(line) for line in re.split(r"\r?\n", points))
    full = lines[len(lines) // 2 :]
    assert len(full) > 4
    assert full[0] >= SHORTEST
    assert full[-1] <= LONGEST
