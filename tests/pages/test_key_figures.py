"""The band of key figures: what it says, how it is tagged, and that nothing in it is cut off, covered or too small."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from briefing.figures.figure import Drawings
from briefing.model.briefing import Briefing
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.key_figures.since import EarlierFigures, earlier_figures
from briefing.model.paper import Paper
from briefing.pages.compose import compose_document
from briefing.pages.document import Document, DocumentInput
from briefing.rendering import render_document
from tests.archived import written

SIXTY = "Left without a home in ten provinces, by the first estimates"
RANGE, MONEY, SHARE, LEAST = "1,254,300–1,300,000", "US$ 4.2 billion", "−12 %", "≥ 90"
GERMAN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenvereinigung"
ARABIC = "عدد القتلى في المحافظات العشر"

Row = tuple[str, str | None, str]
BANDS: dict[str, Sequence[Row]] = {
    "two": [("38,044", "dead", "Türkiye and Syria"), (LEAST, "sites", "Collective shelters open")],
    "two long": [(RANGE, "people", SIXTY), (MONEY, None, f"{SIXTY} in both")],
    "three": [("38,044", "dead", "Türkiye"), ("105,505", "injured", "Both"), ("7.8", "Mw", "First shock")],
    "four": [
        ("38,044", "dead", "Türkiye"),
        (RANGE, "people", "Homeless"),
        (SHARE, "of beds", "Beds"),
        (LEAST, "sites", "Open"),
    ],
    "five": [
        (MONEY, None, SIXTY),
        (RANGE, "people", "Homeless"),
        (SHARE, None, "B"),
        (LEAST, None, "C"),
        ("3 of 5", "roads", "D"),
    ],
    "six short": [(f"{n}8", None, f"Sites {n}") for n in range(1, 7)],
    "six long": [(RANGE, "people in need of a shelter", f"{SIXTY} {n}") for n in range(6)],
    "six of sixty": [(f"{n},044", "people", f"{SIXTY} {n}") for n in range(6)],
    "huge": [("1,254,300,000,000–2,300,000,000,000", "Rial", SIXTY), ("US$ 1,254,300,000,000,000,000", None, "Debt")],
    "unbroken": [("5", "x" * 40, GERMAN), *((f"{n}", None, f"L{n}") for n in range(5))],
    "from the right": [("38,044", "قتيل", ARABIC), (SHARE, "سرير", "الأسرة"), (RANGE, "شخص", "بلا مأوى")],
}


def figures(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in (("value", value), ("unit", unit), ("label", label)) if value}
        | {"as_of": "2024-05-01", "source": "a para. 2"}
        for value, unit, label in rows
    ]


def compose(
    rows: Sequence[Row], paper: Paper = "a4", earlier: EarlierFigures | None = None, language: str = "en-GB"
) -> Document:
    briefing = Briefing.model_validate(written(figures=figures(rows), language=language))
    given = DocumentInput({}, {}, key_figures=b"value\n1\n", earlier=earlier)
    return compose_document(briefing, Drawings(None), paper, given)


@pytest.fixture(scope="module", params=[(name, paper) for name in BANDS for paper in ("a4", "letter")], ids=str)
def printed(request: pytest.FixtureRequest) -> Iterator[tuple[str, pypdfium2.PdfPage]]:
    name, paper = request.param
    pdf = render_document(compose(BANDS[name], paper))
    with pypdfium2.PdfDocument(pdf.content) as document:
        yield name, document[0]


Box = tuple[float, float, float, float]


def band_boxes(page: pypdfium2.PdfPage) -> list[tuple[str, Box, float]]:
    """Each letter of the band with its box and the size of its type."""
    text = page.get_textpage()
    said = text.get_text_range()
    begin, end = said.index("Key figures"), said.index("Bottom line")
    return [
        (said[n], text.get_charbox(n), pdfium.FPDFText_GetFontSize(text.raw, n))
        for n in range(begin, end)
        if said[n].strip() and said[n] not in "\ufffe\u200b"
    ]


def test_nothing_is_cut_off_or_covers_another(printed: tuple[str, pypdfium2.PdfPage]) -> None:
    _, page = printed
    boxes = list({box for _, box, _ in band_boxes(page)})  # the letters of a ligature have one box
    margin = 20 / 25.4 * 72
    assert min(left for left, _, _, _ in boxes) > margin - 1
    assert max(right for _, _, right, _ in boxes) < page.get_width() - margin + 1
    covered = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 0.8 and min(one[3], other[3]) - max(one[1], other[1]) > 0.8
    ]
    assert not covered


def test_values_and_labels_can_be_read_on_a_telephone(printed: tuple[str, pypdfium2.PdfPage]) -> None:
    name, page = printed
    boxes = band_boxes(page)
    digits = [size for letter, _, size in boxes if letter in "0123456789" and size > 12]
    assert digits
    assert min(digits) >= 17.9
    assert len(digits) >= sum(sum(map(str.isdigit, value)) for value, _, _ in BANDS[name])
    letters = [size for letter, _, size in boxes if letter.isalpha() and size < 12]
    small = [size for size in letters if size < 8.4]
    assert not small


def test_labels_are_whole(printed: tuple[str, pypdfium2.PdfPage]) -> None:
    name, page = printed
    said = re.sub(r"[\s\ufffe]", "", "".join(letter for letter, _, _ in band_boxes(page)))
    if name != "from the right":
        for value, unit, label in BANDS[name]:
            for words in filter(None, (value, unit, label)):
                assert re.sub(r"\s", "", words) in said, words


def test_few_figures_are_in_the_margin_and_more_in_one_or_two_rows() -> None:
    columns = {name: int(re.findall(r"repeat\((\d)", compose(rows).html)[0]) for name, rows in BANDS.items()}
    assert {name: -(-len(BANDS[name]) // count) for name, count in columns.items()} == {
        "two": 2,  # below each other, in the margin
        "two long": 1,
        "three": 3,
        "four": 2,
        "five": 2,
        "six short": 6,
        "six long": 2,
        "six of sixty": 2,
        "huge": 2,
        "unbroken": 6,
        "from the right": 2,
    }


def test_the_band_is_a_list_of_terms_with_what_is_said_of_them() -> None:
    content = render_document(compose(BANDS["three"])).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        lists = list(find_lists(pdf.Root.StructTreeRoot))
    assert lists[0] == [("/LI", ["/Lbl", "/LBody"])] * 3


def find_lists(element: Any) -> Iterator[list[tuple[str, list[str]]]]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    if element.get("/S") == "/L":
        yield [(str(kid.S), [str(one.S) for one in kid.K]) for kid in below]
    for kid in below:
        yield from find_lists(kid)


@pytest.mark.parametrize(
    ("language", "before", "phrase"),
    [
        ("en-GB", "36,187", "+1,857 since edition 4"),
        ("en-GB", "38,044", "unchanged since edition 4"),
        ("en-GB", "about 36,000", "about 36,000 in edition 4"),
        ("fr", "36,187", "+1,857 depuis l’édition 4"),
        ("fr", "38,044", "inchangé depuis l’édition 4"),
        ("fr", "36 000–37 000", "36 000–37 000 dans l’édition 4"),
    ],
)
def test_the_change_since_an_earlier_edition_is_printed(language: str, before: str, phrase: str) -> None:
    earlier = earlier_figures(4, [KeyFigure(value=before, unit="dead", label="Türkiye and Syria")])
    html = compose(BANDS["two"], earlier=earlier, language=language).html
    printed = re.findall(r'class="since-before">(.+?)</dd>', html)
    assert [re.sub("<[^>]+>", "", one) for one in printed] == [phrase]


@pytest.mark.parametrize(
    ("as_of", "language", "phrase"),
    [
        ("2023-02-14", "en-GB", "as of 14 Feb 2023"),
        ("2023-02", "en-GB", "as of Feb 2023"),
        ("2023-02-14", "fr", "au 14 févr. 2023"),
        ("2023-02", "fr", "en févr. 2023"),
        ("2023", "fr", "en 2023"),
    ],
)
def test_the_date_of_a_figure_is_as_exact_as_written(as_of: str, language: str, phrase: str) -> None:
    rows = [{"value": value, "label": value, "as_of": as_of, "own": True} for value in ("1", "2")]
    briefing = Briefing.model_validate(written(figures=rows, language=language))
    html = compose_document(briefing, Drawings(None), "a4", DocumentInput({}, {})).html
    assert html.count(f'<dd dir="ltr">{phrase} <span class="own">') == 2


def test_no_number_is_parted_at_a_space() -> None:
    rows: list[Row] = [("38 044", "pour 100 000 habitants", "Sur 1 000 000"), ("2", None, "B")]
    earlier = earlier_figures(1, [KeyFigure(value="36 187", unit="pour 100 000 habitants", label="Sur 1 000 000")])
    html = compose(rows, earlier=earlier, language="fr").html
    for number in ("38 044", "100 000", "1 000 000", "+1 857"):
        assert re.search(rf'<span class="number">{re.escape(number)}', html), number


def test_shares_change_by_points() -> None:
    earlier = earlier_figures(1, [KeyFigure(value="−13 %", label="B"), KeyFigure(value="−9 %", label="C")])
    rows: list[Row] = [(SHARE, None, "B"), (SHARE, None, "C")]
    found = re.findall(r'class="since-before">([^<]+)<', compose(rows, earlier=earlier).html)
    assert found == ["+1 percentage point since edition 1", "−3 percentage points since edition 1"]


def test_the_figures_are_attached_as_a_table_once() -> None:
    document = compose(BANDS["two"])
    assert [(one.name, one.relationship) for one in document.attachments] == [("figures.csv", "Data")]
    briefing = Briefing.model_validate(written(figures=figures(BANDS["two"])))
    given = DocumentInput({"figures.csv": b"value\n1\n"}, {}, key_figures=b"value\n1\n")
    attached = compose_document(briefing, Drawings(None), "a4", given).attachments
    assert [(one.name, one.relationship) for one in attached] == [("figures.csv", "Source")]


def test_what_an_author_writes_is_no_markup() -> None:
    rows: list[Row] = [("1", "<script>", "<b>x</b> & 'y'"), ("2", None, "B")]
    html = compose(rows).html
    assert "<script" not in html
    assert "<b>x</b>" not in html


def test_a_briefing_without_figures_has_no_band() -> None:
    briefing = Briefing.model_validate(written())
    assert 'class="band"' not in compose_document(briefing, Drawings(None), "a4", DocumentInput({}, {})).html


def test_a_figure_whose_label_is_written_from_the_right_is_set_from_there() -> None:
    html = compose(BANDS["from the right"]).html
    assert html.count('<div dir="rtl"') == 3
    assert html.count('<b dir="ltr"') == 3
    assert ' dir="rtl"' not in compose(BANDS["two"]).html


@pytest.mark.parametrize("name", ["two", "six long", "from the right"])
def test_the_band_conforms(name: str, verapdf: Callable[[Path], dict[str, list[str]]], tmp_path: Path) -> None:
    earlier = earlier_figures(1, [KeyFigure(value=value, label=label) for value, _, label in BANDS[name]])
    file = tmp_path / "band.pdf"
    file.write_bytes(render_document(compose(BANDS[name], earlier=earlier)).content)
    assert verapdf(file) == {}
