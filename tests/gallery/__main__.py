"""Draw the gallery to out/gallery.pdf, and one SVG per figure beside it:  python -m tests.gallery."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from briefing.figures.figure import Figure
from tests.gallery.boxes import chart_faults, faults
from tests.gallery.cases import CASES, Case
from tests.gallery.chart_cases import CHART_CASES

OUT = Path(__file__).resolve().parents[2] / "out"


def main() -> int:
    """Draw every case, print what collides, and write a PDF with one case per page."""
    from briefing.pages.document import Document
    from briefing.rendering import render_document

    folder = OUT / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [(case, case.draw()) for case in (*CASES, *CHART_CASES)]
    bad = 0
    for case, figure in drawn:
        (folder / f"{case.name}.svg").write_bytes(figure.svg)
        for fault in (chart_faults if case in CHART_CASES else faults)(figure.svg):
            bad += 1
            print(f"{case.name}: {fault}")
    files = {f"{case.name}.svg": figure.svg for case, figure in drawn}
    page = Document(_document(drawn), files, datetime(2026, 1, 1, tzinfo=UTC))
    (OUT / "gallery.pdf").write_bytes(render_document(page).content)
    print(f"{OUT / 'gallery.pdf'}: {len(drawn)} figures, {bad} faults")
    return 1 if bad else 0


def _document(drawn: list[tuple[Case, Figure]]) -> str:
    parts = [
        f"<section><h2>{escape(case.name)}: {escape(case.shows)}</h2><h3>{escape(figure.title)}</h3>"
        f'<img src="{case.name}.svg" alt="{escape(figure.alt)}">'
        + "".join(f"<p>{escape(note)}</p>" for note in figure.notes)
        + "</section>"
        for case, figure in drawn
    ]
    style = (
        "@page { size: A4; margin: 12mm 17mm } section { break-after: page } img { display: block }"
        "body { font: 8pt/1.35 'Fira Sans', 'IBM Plex Sans Arabic'; margin: 0 } p { margin: 0 0 2pt; color: #5f5f5f }"
        "h1, h2 { font-size: 7pt; font-weight: 400; margin: 0 0 4mm; color: #5f5f5f } h3 { font-size: 11pt; margin: 0 0 2mm }"
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Gallery</title><style>{style}</style></head>'
        f"<body><h1>Gallery</h1>{''.join(parts)}</body></html>"
    )


if __name__ == "__main__":
    sys.exit(main())
