"""PDF/A-3a and PDF/UA-1 in one file: what is added to the engine's PDF, and the gate that every file passes.

PDF/A-3a is ISO 19005-3, PDF/UA-1 is ISO 14289-1; both stand on PDF 1.7 (ISO 32000-1), whose clauses are named below.
The engine (WeasyPrint) writes one of the two at a time and leaves some things out; here they are added to the pydyf
document before it is written. Nothing here knows how the page was laid out, but for the boxes it is handed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import page as validator
import pydyf

from briefing.pages.page import Attachment
from briefing.problems import PdfError, Problem

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}

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


def find_faults(root: Element) -> Iterator[Problem]:
    """What no validator sees in the PDF, found in the HTML: tables without headings, headings that skip a level."""
    for table in root.iter("table"):
        yield from _table_faults(table)
    level = 0
    for element in root.iter():
        if element.tag in _HEADINGS:
            deeper = _HEADINGS.index(str(element.tag)) + 1
            if deeper > level + 1:
                after = f"after h{level}" if level else "as the first heading"
                what = f"the heading “{_text(element)}” is an h{deeper} {after}"
                yield Problem("pdf-headings", what, hint=f"Make it an h{level + 1}.")
            level = deeper


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


def _table_faults(table: Element) -> Iterator[Problem]:
    caption = table.find("caption")
    name = f"the table “{_text(table if caption is None else caption)}”"
    if table.find(".//th") is None:
        yield Problem("pdf-table", f"{name} has no heading cells", hint="Mark them up as th, each with its scope.")
    in_head = set(table.iterfind("./thead/tr/th"))
    for cell in table.iterfind(".//th"):
        if cell.get("scope") not in _SCOPES and (cell not in in_head or cell.get("scope")):
            what = f"in {name} the heading cell “{_text(cell)}” does not say what it heads"
            yield Problem("pdf-table", what, hint="Give it scope=row or scope=col.")


def _text(element: Element) -> str:
    text = " ".join("".join(element.itertext()).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def set_aside_margins(page_box: Any, stream: Any) -> None:
    """Mark what stands in one page's margins as a pagination artifact (ISO 32000-1, 14.8.2.2.2), and so not as content.

    Running headings and page numbers would be read aloud between two lines of the text otherwise. To be called between
    the painting of a page and the building of its tags: the boxes leave both, the numbers of the others close up.
    """
    margins = {
        box: margin.at_keyword
        for margin in page_box.children
        if hasattr(margin, "at_keyword")
        for box in margin.descendants()
    }
    kept: dict[Any, dict[str, Any]] = {}
    number: dict[int, int | str] = {}
    for box, mark in sorted(stream._tags.items(), key=lambda item: int(item[1]["mcid"])):
        if box in margins:
            number[mark["mcid"]] = margins[box]
        else:
            number[mark["mcid"]] = mark["mcid"] = len(kept)
            kept[box] = mark
    commands = stream.stream
    for at, command in enumerate(commands):
        if command == b"BDC" and "MCID" in commands[at - 1]:
            new = number[commands[at - 1]["MCID"]]
            if isinstance(new, int):
                commands[at - 1]["MCID"] = new
            else:
                commands[at - 2 : at] = ["/Artifact", _pagination(new)]
    stream._tags.clear()
    stream._tags.update(kept)
    page_box.children = [child for child in page_box.children if not hasattr(child, "at_keyword")]


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
        for box in page_box.descendants():
            _scope_heading(box)
            _label_link(box)
    _index_identifiers(pdf)


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


def _scope_heading(box: Any) -> None:
    mark = getattr(box, "mark", None)
    if mark is not None and mark["S"] == "/TH":
        mark["A"]["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")


def _label_link(box: Any) -> None:
    """Describe a link by its label or title where it has one (ISO 14289-1, 7.18.5): the engine gives its address."""
    if getattr(box, "link_annotation", None) and box.element is not None:
        label = box.element.get("aria-label") or box.element.get("title")
        if label:
            box.link_annotation["Contents"] = pydyf.String(label)


def _index_identifiers(pdf: pydyf.PDF) -> None:
    """Make heading cells findable by their names, as the cells that name them need (ISO 32000-1, table 322: IDTree)."""
    cells: list[Any] = [item for item in pdf.objects if isinstance(item, dict) and "ID" in item]
    cells.sort(key=lambda cell: cell["ID"].data)
    if not cells:
        return
    names = pydyf.Array()
    for cell in cells:
        names.extend((cell["ID"], cell.reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def check_conformance(pdf: bytes) -> None:
    """Raise `PdfError`, with one problem for each rule that is broken, unless the file is PDF/A-3a and PDF/UA-1."""
    problems = []
    for profile, standard in PROFILES.items():
        try:
            report = validator.validate_pdf_bytes(pdf, profile=profile)
        except validator.PageError as error:
            problems.append(Problem("pdf-conformance", f"{standard}: the file cannot be read: {error}"))
            continue
        broken = Counter((failure.rule_id, failure.message) for failure in report.failures)
        for (rule, message), count in sorted(broken.items()):
            times = "once" if count == 1 else f"{count} times"
            problems.append(Problem("pdf-conformance", f"{standard}, rule {rule}: {message} ({times})"))
    if problems:
        raise PdfError(problems)
