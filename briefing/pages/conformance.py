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
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import page as validator
import pydyf

from briefing.pages.document import Attachment
from briefing.pages.tagging.continued import Origins, join_continued
from briefing.pages.tagging.elements import (
    CORRECTIONS,
    find_object,
    index_identifiers,
    label_link,
    name_languages,
    scope_heading,
    speak_labels,
    speak_link,
    spoken_links,
)
from briefing.problems import PdfError, Problem

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import PageBox

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


_PUBLISHER = """\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:publisher><rdf:Bag><rdf:li>{name}</rdf:li></rdf:Bag></dc:publisher>
</rdf:Description>
"""


def finish(
    pdf: pydyf.PDF,
    page_boxes: Iterable[PageBox],
    attachments: Sequence[Attachment],
    origins: Origins,
    publisher: str = "",
) -> None:
    """Complete a PDF/A-3a file so that it conforms, and conforms to PDF/UA-1 too.

    `page_boxes` are those of all its pages; `attachments` are those it was written with, in the same order;
    `origins` tell what its structure elements were made of; `publisher` is named in its metadata, unless it is empty.
    """
    _complete_metadata(pdf, publisher)
    _describe_attachments(pdf, attachments)
    for page_box in page_boxes:
        for box in page_box.descendants(placeholders=True):
            scope_heading(box)
            label_link(box)
    join_continued(pdf, origins)
    speak_labels(pdf, origins)
    name_languages(pdf, origins)
    elements: list[pydyf.Dictionary] = [
        item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"
    ]
    spoken = spoken_links(page_boxes)
    for element in elements:
        if element["S"] == "/Link":
            speak_link(pdf, element, spoken)
        if correct := CORRECTIONS.get(element["S"]):
            correct(pdf, element)
    identifiers = [(element["ID"].string, element.reference) for element in elements if "ID" in element]
    for page_box in page_boxes:
        identifiers += getattr(page_box, "identifiers", ())
    index_identifiers(pdf, identifiers)
    _complete_character_maps(pdf)


def _complete_metadata(pdf: pydyf.PDF, publisher: str) -> None:
    """Add that the file is PDF/UA-1, and who publishes it."""
    metadata = find_object(pdf, pdf.catalog["Metadata"])
    head, end, tail = b"".join(metadata.stream).partition(b"</rdf:RDF>")
    published = _PUBLISHER.format(name=escape(publisher)).encode() if publisher else b""
    metadata.stream[:] = [head + published + _PDFUA + end + tail]
    # Tools that identify formats by their bytes must be able to read it (PRONOM fmt/479 rather than fmt/276).
    metadata.compress = False


def _describe_attachments(pdf: pydyf.PDF, attachments: Sequence[Attachment]) -> None:
    if not attachments:
        return
    names = find_object(pdf, pdf.catalog["Names"]["EmbeddedFiles"])["Names"]
    for reference, attachment in zip(names[1::2], attachments, strict=True):
        specification = find_object(pdf, reference)
        specification["AFRelationship"] = f"/{attachment.relationship}"
        find_object(pdf, specification["EF"]["F"]).extra["Subtype"] = pydyf.name(attachment.media_type)
    # The engine lists every file twice.
    pdf.catalog["AF"] = pydyf.Array(names[1::2])


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
