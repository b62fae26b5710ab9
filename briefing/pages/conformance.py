"""Make the engine's PDF conform to PDF/A-3a and PDF/UA-1 in one file, and validate it.

PDF/A-3a is ISO 19005-3, PDF/UA-1 is ISO 14289-1; both build on PDF 1.7 (ISO 32000-1), whose clauses are cited below. The
engine (WeasyPrint) writes one of the two at a time and leaves some things out; they are added to its pydyf document before
that is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import page as validator
import pydyf

from briefing.pages.document import Attachment
from briefing.problems import PdfError, Problem

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.pdf.stream import Stream

PageLink: TypeAlias = "tuple[str, str, tuple[float, ...], Box]"
"""A link of a page, as the engine lists it: its kind, its target, its place, and its box."""

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}

BOOKMARKS = 2_000
"""The most bookmarks on one level of a document: the validator follows the chain of them by recursion."""

# The identification of PDF/UA-1 (ISO 14289-1, 5), and the description of its schema, which PDF/A requires for every property
# that it does not define itself (ISO 19005-3, 6.6.2.3).
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


def content_links(page_box: PageBox, links: Iterable[PageLink]) -> list[PageLink]:
    """Return the links of a page once each, without those in the margins, which are not content.

    The engine lists one more link for every element inside a link.
    """
    in_margins = _margin_boxes(page_box)
    return [link for link in links if link[-1].link and link[-1] not in in_margins]


def settle_marks(page_box: PageBox, stream: Stream, language: str) -> None:
    """Turn the margins of a painted page into artifacts, and mark text in another language than the document's.

    Running headings and page numbers become pagination artifacts (ISO 32000-1, 14.8.2.2.2), for they would be read aloud
    between two lines of the text. To be called after a page is painted and before its tags are built: the marks of the
    content are renumbered from 0.
    """
    margins = _margin_boxes(page_box)
    properties: dict[int, pydyf.Dictionary] = {}
    content: dict[Box, dict[str, object]] = {}
    for box, mark in sorted(stream._tags.items(), key=lambda item: int(item[1]["mcid"])):
        if box in margins:
            properties[mark["mcid"]] = _pagination_artifact(margins[box])
        else:
            properties[mark["mcid"]] = _mark_properties(box, len(content), language)
            content[box] = {**mark, "mcid": len(content)}
    commands = stream.stream
    for position, command in enumerate(commands):
        if command == b"BDC" and "MCID" in commands[position - 1]:
            commands[position - 1] = mark = properties[commands[position - 1]["MCID"]]
            if "MCID" not in mark:
                commands[position - 2] = "/Artifact"
    stream._tags.clear()
    stream._tags.update(content)
    page_box.children = [child for child in page_box.children if not hasattr(child, "at_keyword")]


def _mark_properties(box: Box, number: int, language: str) -> pydyf.Dictionary:
    properties = pydyf.Dictionary({"MCID": number})
    if getattr(box, "text", None) and not box.text.strip():
        # The engine does not draw a space that is alone, and the words around it would be read as one.
        properties["ActualText"] = pydyf.String(" ")
    if box.style["lang"] not in (None, language):
        properties["Lang"] = pydyf.String(box.style["lang"])
    return properties


def _margin_boxes(page_box: PageBox) -> dict[Box, str]:
    """Return every box in the margins with the name of its margin box (`@top-left`)."""
    return {
        box: margin.at_keyword
        for margin in page_box.children
        if hasattr(margin, "at_keyword")
        for box in margin.descendants(placeholders=True)
    }


def _pagination_artifact(at_keyword: str) -> pydyf.Dictionary:
    side = next((side for side in ("top", "bottom", "left", "right") if side in at_keyword), "top")
    artifact = pydyf.Dictionary({"Type": "/Pagination", "Attached": f"[/{side.capitalize()}]"})
    if side in ("top", "bottom"):
        artifact["Subtype"] = "/Header" if side == "top" else "/Footer"
    return artifact


def finish(pdf: pydyf.PDF, page_boxes: Iterable[PageBox], attachments: Sequence[Attachment]) -> None:
    """Complete a PDF/A-3a file so that it conforms, and conforms to PDF/UA-1 too.

    `page_boxes` are those of all its pages; `attachments` are those it was written with, in the same order.
    """
    _declare_pdfua(pdf)
    _describe_attachments(pdf, attachments)
    for page_box in page_boxes:
        for box in page_box.descendants(placeholders=True):
            scope_heading(box)
            _label_link(box)
    elements: list[pydyf.Dictionary] = [
        item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"
    ]
    for element in elements:
        if correct := _CORRECTIONS.get(element["S"]):
            correct(pdf, element)
    identifiers = [(element["ID"].string, element.reference) for element in elements if "ID" in element]
    for page_box in page_boxes:
        identifiers += getattr(page_box, "identifiers", ())
    _index_identifiers(pdf, identifiers)
    _complete_character_maps(pdf)


def _declare_pdfua(pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    head, end, tail = b"".join(metadata.stream).partition(b"</rdf:RDF>")
    metadata.stream[:] = [head + _PDFUA + end + tail]
    # Tools that identify formats by their bytes must be able to read it (PRONOM fmt/479 rather than fmt/276).
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


def scope_heading(box: Box) -> None:
    """Give the tag of a heading cell its scope: whether it heads a row or a column."""
    tag = getattr(box, "mark", None)
    if tag is not None and tag["S"] == "/TH":
        tag["A"]["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")


def _label_link(box: Box) -> None:
    """Describe a link by its label or title if it has one (ISO 14289-1, 7.18.5); the engine describes it by its address."""
    if getattr(box, "link_annotation", None) and box.element is not None:
        label = box.element.get("aria-label") or box.element.get("title")
        if label:
            box.link_annotation["Contents"] = pydyf.String(label)


def _pair_terms(pdf: pydyf.PDF, items: pydyf.Dictionary) -> None:
    """Make a list item of each group of a definition list: the term is its label, the rest goes into its body.

    (ISO 32000-1, table 336.) The engine makes an item of each term and of each description, inside of a division.
    """
    for group in (_object(pdf, reference) for reference in items["K"]):
        if group["S"] != "/Div":
            continue
        group["S"] = "/LI"
        for position, reference in enumerate(group["K"]):
            item = _object(pdf, reference)
            item["S"], inside = ("/Div", "/P") if position else ("/Lbl", "/Span")
            for body in (_object(pdf, kid) for kid in item["K"]):
                body["S"] = inside


def _wrap_body(pdf: pydyf.PDF, item: pydyf.Dictionary) -> None:
    """Put all but the label of a list item into its body (ISO 32000-1, table 336): the engine leaves blocks outside."""
    blocks = [reference for reference in item["K"] if _object(pdf, reference)["S"] not in ("/Lbl", "/LBody")]
    if not blocks:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    body["K"] = pydyf.Array(blocks)
    pdf.add_object(body)
    for reference in blocks:
        _object(pdf, reference)["P"] = body.reference
    item["K"] = pydyf.Array([reference for reference in item["K"] if reference not in blocks] + [body.reference])


def _untag_link(pdf: pydyf.PDF, link: pydyf.Dictionary) -> None:
    """Tag a link without an annotation, as the engine makes of an element inside a link, as text."""
    kids = (_object(pdf, kid) for kid in link["K"] if isinstance(kid, bytes))
    if not any(kid.get("Type") == "/OBJR" for kid in kids):
        link["S"] = "/Span"


def _place_figure(pdf: pydyf.PDF, figure: pydyf.Dictionary) -> None:
    """Convert the place of a figure from CSS pixels from the top left to PDF points from the bottom left."""
    _, _, _, height = _object(pdf, figure["Pg"])["MediaBox"]
    left, top, right, bottom = (0.75 * side for side in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


_CORRECTIONS = {"/L": _pair_terms, "/LI": _wrap_body, "/Link": _untag_link, "/Figure": _place_figure}


def _index_identifiers(pdf: pydyf.PDF, identifiers: Iterable[tuple[str, bytes]]) -> None:
    """List the identifiers of heading cells, to which the cells below them refer (ISO 32000-1, table 322: IDTree)."""
    cells = sorted((pydyf.String(name).data, reference) for name, reference in identifiers)
    if not cells:
        return
    tree = pydyf.Dictionary({"Names": pydyf.Array(part for cell in cells for part in cell)})
    pdf.add_object(tree)
    _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _complete_character_maps(pdf: pydyf.PDF) -> None:
    """Map every glyph to a character (ISO 19005-3, 6.2.11.7.2): where a letter is drawn with two, the second has none.

    It becomes a space without width, so that the letter is not read twice.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream[:] = [
                line[:-1] + b"200b>" if isinstance(line, bytes) and line.endswith(b"<>") else line
                for line in item.stream
            ]


def _object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def end_streams_unambiguously(pdf: bytes) -> bytes:
    """Return the PDF with every stream ended so that its length can be read in one way only.

    The engine writes a line feed after a stream. Where the last byte of the stream is a carriage return (one in 256),
    readers that take both for one line end count a byte too few, as ISO 19005-3, 6.1.7.1 lets them; our validator does. A
    carriage return in place of the line feed ends the line as well, and cannot be misread.
    """
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def check_conformance(pdf: bytes, *, parallel: bool = True) -> None:
    """Raise `PdfError`, with one problem for each rule that is broken, unless the file is PDF/A-3a and PDF/UA-1.

    The standards are validated in parallel, or one after the other, which takes less memory.
    """
    apply = _validator_threads().map if parallel else map
    problems = list(chain.from_iterable(apply(partial(_validate, pdf), PROFILES)))
    if problems:
        raise PdfError(problems)


@cache
def _validator_threads() -> ThreadPoolExecutor:
    """Return a thread for each standard, which run side by side: the validator releases Python's lock while it works.

    They are kept, for each new thread has memory of its own that is not given back to the system.
    """
    return ThreadPoolExecutor(len(PROFILES), thread_name_prefix="validator")


def _validate(pdf: bytes, profile: str) -> list[Problem]:
    """Return a problem for each rule of a profile that the file breaks."""
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
