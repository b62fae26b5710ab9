"""Write the copy of a bibliography that is attached to a PDF: the entries in use, and what is printed of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from briefing.load.bibliography.csl import CslContent

BIBLIOGRAPHY_FILE = "bibliography.json"


def bibliography_copy(entries: Mapping[str, CslContent], style: bytes) -> bytes:
    """Return entries, given by the id of their source, as CSL-JSON with the variables that the citation style names."""
    named = re.findall(rb"\bvariable\s*=\s*[\"']([^\"']+)", style)
    printed = {name for names in named for name in names.decode(errors="replace").split()}
    copies = [
        {"id": source, **{name: value for name, value in entry.items() if name in printed or name in ("type", "title")}}
        for source, entry in entries.items()
    ]
    return json.dumps(copies, indent=1, ensure_ascii=False).encode() + b"\n"
