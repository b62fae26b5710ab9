"""PDF/A-3a and PDF/UA-1 in one file: what is added to the engine's PDF, and the gate that every file passes.

PDF/A-3a is ISO 19005-3, PDF/UA-1 is ISO 14289-1; both stand on PDF 1.7 (ISO 32000-1), whose clauses are named below.
The engine (WeasyPrint) writes one of the two at a time and leaves some things out; here they are added to the pydyf
document before it is written. Nothing here knows how the page was laid out, but for the boxes it is handed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import page as validator
import pydyf

from briefing.pages.document import Attachment
from briefing.problems import PdfError, Problem

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}

BOOKMARKS = 2_000
"""So many may a document have side by side: the validator goes down the chain that they make, on its stack."""

# The identification of PDF/UA-1 (ISO 14289-1, 5), and the description of its schema that PDF/A asks for wherever a
# property is used that its own standard does not define (ISO 19005-3, 6.6.2.3).
_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


def own_links(page_box: Any, links: Iterable[Any]) -> list[Any]:
    """Give the links of a page, each once: the engine makes one more of every element inside a link.

    Those in the margins are left out, for there they are not content.
    """
    in_margins = set(_margins(page_box))
    return [link for link in links if link[-1].link and link[-1] not in in_margins]


def settle_marks(page_box: Any, stream: Any, language: str) -> None:
    """Set the margins of one painted page aside, and name the language of what is in another than the page's.

    Running headings and page numbers become pagination artifacts (ISO 32000-1, 14.8.2.2.2), for they would be read
    aloud between two lines of the text. To be called between the painting of a page and the building of its tags: the
    margins leave both, and the marks of the rest close up.
    """
    margins = _margins(page_box)
    properties: dict[int, pydyf.Dictionary] = {}
    kept: dict[Any, dict[str, Any]] = {}
    for box, mark in sorted(stream._tags.items(), key=lambda item: int(item[1]["mcid"])):
        if box in margins:
            properties[mark["mcid"]] = _pagination(margins[box])
            continue
        own = pydyf.Dictionary({"MCID": len(kept)})
        if getattr(box, "text", None) and not box.text.strip():
            # The engine draws no lone space, and the words before and after it would be read as one.
            own["ActualText"] = pydyf.String(" ")
        if box.style["lang"] not in (None, language):
            own["Lang"] = pydyf.String(box.style["lang"])
        properties[mark["mcid"]] = own
        kept[box] = {**mark, "mcid": len(kept)}
    commands = stream.stream
    for at, command in enumerate(commands):
        if command == b"BDC" and "MCID" in commands[at - 1]:
            new = properties[commands[at - 1]["MCID"]]
            commands[at - 1] = new
            if "MCID" not in new:
                commands[at - 2] = "/Artifact"
    stream._tags.clear()
    stream._tags.update(kept)
    page_box.children = [child for child in page_box.children if not hasattr(child, "at_keyword")]


def _margins(page_box: Any) -> dict[Any, str]:
    """Map every box in the margins to the name of its margin box: `@top-left` and its like."""
    return {
        box: margin.at_keyword
        for margin in page_box.children
        if hasattr(margin, "at_keyword")
        for box in margin.descendants(placeholders=True)
    }


def _pagination(at_keyword: str) -> pydyf.Dictionary:
    side = next((side for side in ("top", "bottom", "left", "right") if side in at_keyword), "top")
    artifact = pydyf.Dictionary({"Type": "/Pagination", "Attached": f"[/{side.capitalize()}]"})
    if side in ("top", "bottom"):
        artifact["Subtype"] = "/Header" if side == "top" else "/Footer"
    return artifact


def finish(pdf: pydyf.PDF, page_boxes: Iterable[Any], attachments: Sequence[Attachment]) -> None:
    """Add to a PDF/A-3a file what the engine left out, and what PDF/UA-1 asks for beside it.

    `attachments` are those the file was written with, in the same order.
    """
    _declare_pdfua(pdf)
    _describe_attachments(pdf, attachments)
    for page_box in page_boxes:
        for box in page_box.descendants(placeholders=True):
            scope_heading(box)
            _label_link(box)
    elements: list[Any] = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]
    for element in elements:
        if mend := _MENDS.get(element["S"]):
            mend(pdf, element)
    named = [(element["ID"].string, element.reference) for element in elements if "ID" in element]
    _index_identifiers(pdf, [*named, *(name for page_box in page_boxes for name in getattr(page_box, "named", ()))])
    _complete_letters(pdf)


def _declare_pdfua(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    head, end, tail = b"".join(metadata.stream).partition(b"</rdf:RDF>")
    metadata.stream[:] = [head + _PDFUA + end + tail]
    # Tools that tell formats apart by their bytes must be able to read it (PRONOM fmt/479 rather than fmt/276).
    metadata.compress = False


def _describe_attachments(pdf: pydyf.PDF, attachments: Sequence[Attachment]) -> None:
    if not attachments:
        return
    names = _object(pdf, pdf.catalog["Names"]["EmbeddedFiles"])["Names"]
    for reference, attachment in zip(names[1::2], attachments, strict=True):
        specification = _object(pdf, reference)
        specification["AFRelationship"] = f"/{attachment.relationship}"
        _object(pdf, specification["EF"]["F"]).extra["Subtype"] = pydyf.name(attachment.media_type)
    # The engine lists every file twice.
    pdf.catalog["AF"] = pydyf.Array(names[1::2])


def scope_heading(box: Any) -> None:
    """Say which cells a heading cell is for, by the mark that the engine made of it."""
    mark = getattr(box, "mark", None)
    if mark is not None and mark["S"] == "/TH":
        mark["A"]["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")


def _label_link(box: Any) -> None:
    """Describe a link by its label or title where it has one (ISO 14289-1, 7.18.5): the engine gives its address."""
    if getattr(box, "link_annotation", None) and box.element is not None:
        label = box.element.get("aria-label") or box.element.get("title")
        if label:
            box.link_annotation["Contents"] = pydyf.String(label)


def _wrap_body(pdf: pydyf.PDF, item: Any) -> None:
    """Put what a list item holds beside its label into a body (ISO 32000-1, table 336): the engine forgets blocks."""
    kids = [(reference, _object(pdf, reference)) for reference in item["K"]]
    loose = [(reference, kid) for reference, kid in kids if kid["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    body["K"] = pydyf.Array([reference for reference, _ in loose])
    pdf.add_object(body)
    for _, kid in loose:
        kid["P"] = body.reference
    item["K"] = pydyf.Array([reference for reference, kid in kids if kid["P"] == item.reference] + [body.reference])


def _free_text(pdf: pydyf.PDF, link: Any) -> None:
    """Call a link without an annotation, as of an element inside a link, what it is: text."""
    kids = (_object(pdf, kid) for kid in link["K"] if isinstance(kid, bytes))
    if not any(kid.get("Type") == "/OBJR" for kid in kids):
        link["S"] = "/Span"


def _place_figure(pdf: pydyf.PDF, figure: Any) -> None:
    """Say where a figure stands in the units and from the corner that PDF counts in; the engine does so in CSS's."""
    _, _, _, height = _object(pdf, figure["Pg"])["MediaBox"]
    left, top, right, bottom = (0.75 * side for side in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


_MENDS = {"/LI": _wrap_body, "/Link": _free_text, "/Figure": _place_figure}


def _index_identifiers(pdf: pydyf.PDF, named: Iterable[tuple[str, bytes]]) -> None:
    """Make heading cells findable by their names, as the cells that name them need (ISO 32000-1, table 322: IDTree)."""
    cells = sorted((pydyf.String(name).data, reference) for name, reference in named)
    if not cells:
        return
    tree = pydyf.Dictionary({"Names": pydyf.Array(part for cell in cells for part in cell)})
    pdf.add_object(tree)
    _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _complete_letters(pdf: pydyf.PDF) -> None:
    """Give every glyph a character (ISO 19005-3, 6.2.11.7.2): where one letter is set as two, the second has none.

    A space without width stands for it, so that the letter is not read twice.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream[:] = [
                line[:-1] + b"200b>" if isinstance(line, bytes) and line.endswith(b"<>") else line
                for line in item.stream
            ]


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def part_streams(pdf: bytes) -> bytes:
    """End every stream so that its length can be read one way only.

    A stream whose last byte is a carriage return, one in 256, is followed by the engine's line feed. Readers that take
    the two for one line end count a byte too few, as ISO 19005-3, 6.1.7.1 lets them; the gate does. A carriage return
    in place of the line feed ends the line as well, and cannot be misread.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def check_conformance(pdf: bytes) -> None:
    """Raise `PdfError`, with one problem for each rule that is broken, unless the file is PDF/A-3a and PDF/UA-1."""
    problems = [problem for found in _validators().map(partial(_breaches, pdf), PROFILES) for problem in found]
    if problems:
        raise PdfError(problems)


@cache
def _validators() -> ThreadPoolExecutor:
    """A thread for each standard: the validator lets go of Python while it works, so that two take little more than one.

    They stay, for each new thread would come with memory of its own, which the system does not take back.
    """
    return ThreadPoolExecutor(len(PROFILES), thread_name_prefix="validator")


def _breaches(pdf: bytes, profile: str) -> list[Problem]:
    standard = PROFILES[profile]
    try:
        limits = validator.SafetyLimits(max_reference_depth=BOOKMARKS)
        report = validator.validate_pdf_bytes(pdf, profile=profile, limits=limits)
    except validator.PageError as error:
        return [Problem("pdf-conformance", f"{standard}: the file cannot be read: {error}")]
    broken = Counter((failure.rule_id, failure.message) for failure in report.failures)
    return [
        Problem("pdf-conformance", f"{standard}, rule {rule}: {message} ({'once' if count == 1 else f'{count} times'})")
        for (rule, message), count in sorted(broken.items())
    ]
