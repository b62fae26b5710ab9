"""Other names that people give to the keys of a briefing, so that a hint can tell the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.problems import did_you_mean
from briefing.text.lookalikes import look_alike

OTHER_NAMES = {
    "title": "headline heading subject name",
    "as_of": "date asat cutoff informationdate dateofinformation reportdate published timestamp",
    "contact": "author authors by from desk owner editor analyst pointofcontact poc",
    "marking": "classification class tlp protectivemarking security securitymarking handling clearance sensitivity",
    "next_update": "update nextedition nextreport due nextreview",
    "bottom_line": "bluf lead lede conclusion takeaway mainmessage abstract executivesummary",
    "summary": "keypoints points highlights keymessages keyfindings bullets",
    "series": "product producttype publication",
    "language": "lang locale",
    "lang": "language languagetag locale",
    "timezone": "tz zone",
    "region": "area geography",
    "assessment": "assessments judgements judgments keyjudgements keyjudgments outlook analysis forecast",
    "actors": "people players keyactors stakeholders persons",
    "reactions": "responses statements internationalreactions",
    "timeline": "chronology events dates",
    "history": "coups couphistory",
    "map": "locator location",
    "images": "image picture pictures photo photos photograph photographs illustrations media",
    "file": "filename path src image picture photo url",
    "alt": "alttext alternative alternativetext alternatetext description",
    "caption": "title legend description text label",
    "credit": "photographer author by copyright credits attribution creditline artist",
    "width": "size scale",
    "charts": "chart graph graphs plots diagrams",
    "sections": "body background content chapters text",
    "table": "tables csv csvfile datatable",
    "total": "totals sum sums totalrow footer",
    "columns": "column fields headings headers",
    "rows": "maxrows limit",
    "data": "file filename csv path",
    "gaps": "unknowns unknown whatisnotknown openquestions intelligencegaps",
    "sources": "references citations links",
    "bibliography": "bib bibtex references",
    "figures": "keyfigures keynumbers numbers statistics stats headlinefigures indicators",
    "label": "name title indicator caption description",
    "value": "number figure amount count total",
    "unit": "units measure",
    "expect": "expected",
    "email": "mail emailaddress",
    "phone": "tel telephone mobile phonenumber number",
    "publisher": "outlet organisation organization newspaper agency site website",
    "author": "authors by byline writer",
    "published": "date publicationdate datepublished publishedon",
    "retrieved": "accessed accessdate accessedon retrievedon",
    "url": "link address href web uri webaddress",
    "reliability": "grade",
    "when": "date time day on",
    "what": "event description happened entry text",
    "body": "organisation organization government institution who country",
    "speaker": "person spokesperson",
    "capacity": "role office function",
    "quote": "quotation words said",
    "position": "view stand summary text",
    "date": "when day on",
    "role": "capacity function office",
    "affiliation": "organisation organization party",
    "source": "sources citation reference ref cite",
    "judgement": "judgment assessment statement",
    "likelihood": "probability likeliness chance",
    "basis": "reason reasons evidence rationale why because",
    "own": "ours ourown",
    "text": "body content point file words",
    "focus": "country centre center",
    "countries": "neighbours neighbors states",
    "show": "places cities",
    "latitude": "lat",
    "longitude": "lon lng long",
    "name": "person fullname who",
    "address": "email mail emailaddress mailaddress to",
    "how": "form delivery format",
    "reason": "why because",
}
"""Names in small letters without marks, by the key that is meant where a part of the briefing has it."""


def suggest_key(written: str, known: Iterable[str]) -> str:
    """Return `did you mean …?` with the known key that a written one stands for, or an empty text where none is likely."""
    keys = list(known)
    found = key_meant(written, keys)
    return f"did you mean {found}?" if found else did_you_mean(written, keys)


def key_meant(written: str, known: Iterable[str]) -> str | None:
    """Return the known key of which a written one is another spelling or another name."""
    keys, plain = list(known), _plain(written)
    same = [key for key in keys if _plain(key) == plain]
    return next(iter([*same, *(key for key in keys if plain in OTHER_NAMES.get(key, "").split())]), None)


def _plain(key: str) -> str:
    return re.sub(r"[\W_]", "", look_alike(key))
